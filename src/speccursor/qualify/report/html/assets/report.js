"use strict";
// Everything can be read without this script; it adds sorting, filtering, copying and the choice of colours.
(function () {
  function make(name, text, attributes) {
    var node = document.createElement(name);
    node.textContent = text;
    Object.keys(attributes || {}).forEach(function (key) { node.setAttribute(key, attributes[key]); });
    return node;
  }
  function button(text, attributes) {
    return make("button", text, Object.assign({ type: "button" }, attributes));
  }
  function each(selector, act, root) {
    Array.prototype.forEach.call((root || document).querySelectorAll(selector), act);
  }

  // Colours: as the system has them, until the reader chooses.
  var root = document.documentElement;
  function isDark() {
    var chosen = root.getAttribute("data-theme");
    return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  }
  var theme = button("");
  function name() { theme.textContent = isDark() ? "Light colours" : "Dark colours"; }
  theme.addEventListener("click", function () {
    root.setAttribute("data-theme", isDark() ? "light" : "dark");
    name();
  });
  name();

  var unfold = button("Open all gates", { "aria-pressed": "false" });
  unfold.addEventListener("click", function () {
    var open = unfold.getAttribute("aria-pressed") !== "true";
    each("details.gate", function (gate) { gate.open = open; });
    unfold.setAttribute("aria-pressed", String(open));
    unfold.textContent = open ? "Close all gates" : "Open all gates";
  });
  var controls = document.getElementById("controls");
  controls.append(unfold, theme);

  // A link to something folded opens it.
  function reveal() {
    var target = location.hash && document.getElementById(location.hash.slice(1));
    for (var node = target; node; node = node.parentElement) {
      if (node.tagName === "DETAILS") { node.open = true; }
    }
  }
  addEventListener("hashchange", reveal);
  reveal();
  // Paper is light, and nothing can be opened on it.
  var before = null;
  addEventListener("beforeprint", function () {
    before = root.getAttribute("data-theme");
    root.setAttribute("data-theme", "light");
    each("details", function (node) { node.open = true; });
  });
  addEventListener("afterprint", function () {
    if (before) { root.setAttribute("data-theme", before); } else { root.removeAttribute("data-theme"); }
  });

  // Commands can be copied.
  each("pre.command", function (block) {
    if (!navigator.clipboard) { return; }
    var copy = button("Copy", { class: "copy", "aria-label": "Copy the command" });
    copy.addEventListener("click", function () {
      navigator.clipboard.writeText(block.querySelector("code").textContent).then(function () {
        copy.textContent = "Copied";
        setTimeout(function () { copy.textContent = "Copy"; }, 2000);
      });
    });
    block.before(copy);
  });

  // Tables can be sorted by each column and filtered by words.
  function key(row, column) {
    var cell = row.children[column];
    var figure = cell.querySelector("[data-value]");
    return figure ? Number(figure.getAttribute("data-value")) : cell.textContent.trim().toLowerCase();
  }
  function compare(a, b) {
    return typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b), "en", { numeric: true });
  }
  each("table.tools", function (table) {
    var body = table.tBodies[0];
    each("thead th", function (head) {
      var column = head.cellIndex;
      var sort = button(head.textContent, { class: "sort" });
      head.textContent = "";
      head.append(sort);
      sort.addEventListener("click", function () {
        var down = head.getAttribute("aria-sort") === "ascending";
        each("thead th", function (other) { other.removeAttribute("aria-sort"); }, table);
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        var rows = Array.prototype.slice.call(body.rows);
        rows.sort(function (a, b) { return compare(key(a, column), key(b, column)) * (down ? -1 : 1); });
        body.append.apply(body, rows);
      });
    }, table);
    if (body.rows.length < 8) { return; }
    var label = make("label", "Filter ", { class: "filter" });
    var input = make("input", "", { type: "search" });
    var told = make("span", "", { role: "status", class: "quiet" });
    label.append(input);
    var box = make("div", "", { class: "tablebar" });
    box.append(label, told);
    table.parentElement.before(box);
    input.addEventListener("input", function () {
      var words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
      var shown = 0;
      Array.prototype.forEach.call(body.rows, function (row) {
        var text = row.textContent.toLowerCase();
        row.hidden = !words.every(function (word) { return text.indexOf(word) >= 0; });
        shown += row.hidden ? 0 : 1;
      });
      told.textContent = words.length ? shown + " of " + body.rows.length + " rows" : "";
    });
  });
})();
