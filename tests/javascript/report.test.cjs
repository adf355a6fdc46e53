'use strict';
const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { pathToFileURL } = require('node:url');
const vm = require('node:vm');
const fc = require('fast-check');
const { JSDOM } = require('jsdom');

const SCRIPT = path.resolve(__dirname, '../../src/speccursor/qualify/report/html/assets/report.js');
const COMPILED = new vm.Script(fs.readFileSync(SCRIPT, 'utf8'), { filename: String(pathToFileURL(SCRIPT)) });

/** The parts of the report's markup that the script works on; tests/unit/report/test_script_hooks.py shows them there. */
function page(rows) {
  const body = rows.map(([name, figure]) => `<tr><td>${name}</td><td>${figure === null ? 'none' : `<span data-value="${figure}">${figure} %</span>`}</td></tr>`);
  return `<!doctype html><html><body><div id="controls"></div>
    <details class="gate" id="g1"><summary>one</summary><div><p id="inside">x</p></div></details>
    <details class="gate" id="g2"><summary>two</summary><pre class="command"><code>make qualify</code></pre></details>
    <details id="other"><summary>figures</summary><div class="wide"><table class="tools">
    <thead><tr><th>name</th><th>figure</th></tr></thead><tbody>${body.join('')}</tbody></table></div></details></body></html>`;
}

function opened(rows = [], { dark = false, hash = '', clipboard = undefined } = {}) {
  const dom = new JSDOM(page(rows), { runScripts: 'outside-only', url: `https://report.example/${hash}` });
  const { window } = dom;
  window.matchMedia = () => ({ matches: dark });
  if (clipboard) Object.defineProperty(window.navigator, 'clipboard', { value: clipboard });
  COMPILED.runInContext(dom.getInternalVMContext());
  const all = (selector) => [...window.document.querySelectorAll(selector)];
  const named = (text) => all('button').find((button) => button.textContent === text);
  return { window, document: window.document, all, named, names: () => all('tbody tr').map((row) => row.cells[0].textContent) };
}

const many = (count) => Array.from({ length: count }, (_, at) => [`file${at}.py`, at]);

test('colours are the system’s until the reader chooses', () => {
  for (const [dark, first, then] of [[false, 'Dark colours', 'dark'], [true, 'Light colours', 'light']]) {
    const { document, named } = opened([], { dark });
    const button = named(first);
    assert.equal(document.documentElement.getAttribute('data-theme'), null);
    button.click();
    assert.equal(document.documentElement.getAttribute('data-theme'), then);
    button.click();
    assert.equal(document.documentElement.getAttribute('data-theme'), then === 'dark' ? 'light' : 'dark');
    assert.equal(button.textContent, first);
  }
});

test('all gates are opened and closed by one button, other details are not', () => {
  const { document, all, named } = opened();
  const button = named('Open all gates');
  button.click();
  assert.deepEqual(all('details.gate').map((gate) => gate.open), [true, true]);
  assert.deepEqual([button.textContent, button.getAttribute('aria-pressed'), document.getElementById('other').open], ['Close all gates', 'true', false]);
  button.click();
  assert.deepEqual([all('details.gate').map((gate) => gate.open), button.textContent], [[false, false], 'Open all gates']);
});

test('a link to something folded opens it, when the page is opened and later', () => {
  const { window, document } = opened([], { hash: '#inside' });
  assert.deepEqual([document.getElementById('g1').open, document.getElementById('g2').open], [true, false]);
  window.location.hash = '#g2';
  window.dispatchEvent(new window.Event('hashchange'));
  assert.equal(document.getElementById('g2').open, true);
  assert.equal(opened([], { hash: '#absent' }).all('details[open]').length, 0);
});

test('paper is light and shows everything, and the choice of colours comes back', () => {
  const { window, document, all, named } = opened();
  const theme = () => document.documentElement.getAttribute('data-theme');
  const print = () => {
    window.dispatchEvent(new window.Event('beforeprint'));
    const onPaper = theme();
    window.dispatchEvent(new window.Event('afterprint'));
    return [onPaper, theme()];
  };
  assert.deepEqual(print(), ['light', null]);
  assert.ok(all('details').every((one) => one.open));
  named('Dark colours').click();
  assert.deepEqual(print(), ['light', 'dark']);
});

test('a command is copied where the browser can, and the button says so for a while', async (context) => {
  const copied = [];
  const { window, named } = opened([], { clipboard: { writeText: async (text) => copied.push(text) } });
  const later = [];
  context.mock.method(window, 'setTimeout', (act) => later.push(act));
  const button = named('Copy');
  button.click();
  await new Promise(setImmediate);
  assert.deepEqual([copied, button.textContent], [['make qualify'], 'Copied']);
  later.forEach((act) => act());
  assert.equal(button.textContent, 'Copy');
  assert.equal(opened().named('Copy'), undefined);
});

test('a table is sorted by what a column holds, and back again', () => {
  const { all, named, names } = opened([['b10', 3], ['b9', 20], ['A', null], ['c', 100]]);
  const heads = () => all('thead th').map((head) => head.getAttribute('aria-sort'));
  named('name').click();
  assert.deepEqual([names(), heads()], [['A', 'b9', 'b10', 'c'], ['ascending', null]]);
  named('name').click();
  assert.deepEqual([names(), heads()], [['c', 'b10', 'b9', 'A'], ['descending', null]]);
  named('figure').click();
  assert.deepEqual(heads(), [null, 'ascending']);
  assert.deepEqual(names().filter((name) => name !== 'A'), ['b10', 'b9', 'c']);
});

test('a long table is filtered by words, and says how many rows are left', () => {
  const { window, all, names } = opened([...many(8), ['other place', 1]]);
  const [input] = all('input[type=search]');
  const [told] = all('[role=status]');
  const shown = (text) => {
    input.value = text;
    input.dispatchEvent(new window.Event('input'));
    return [all('tbody tr').filter((row) => !row.hidden).map((row) => row.cells[0].textContent), told.textContent];
  };
  assert.deepEqual(shown('  FILE3 '), [['file3.py'], '1 of 9 rows']);
  assert.deepEqual(shown('place other'), [['other place'], '1 of 9 rows']);
  assert.deepEqual(shown('file other'), [[], '0 of 9 rows']);
  assert.deepEqual(shown(' '), [names(), '']);
  assert.equal(opened(many(7)).all('input').length, 0);
});

test('property: sorting orders the figures, loses no row, and twice is the other way round', () => {
  const { document, all, named, names } = opened(many(1));
  const body = all('tbody')[0];
  const row = body.rows[0];
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1, maxLength: 12 }), (figures) => {
      body.replaceChildren(...figures.map((figure, at) => {
        const copy = document.importNode(row, true);
        copy.cells[0].textContent = String(at);
        copy.querySelector('[data-value]').setAttribute('data-value', String(figure));
        return copy;
      }));
      all('thead th').forEach((head) => head.removeAttribute('aria-sort'));
      const sorted = () => names().map((name) => figures[Number(name)]);
      named('figure').click();
      assert.deepEqual(sorted(), [...figures].sort((a, b) => a - b));
      named('figure').click();
      assert.deepEqual(sorted(), [...figures].sort((a, b) => b - a));
    }),
  );
});
