//! Reads the Rust sources of a package, with syn, and prints one JSON object a file: each use of unsafe code that is not
//! a test's (what cargo-geiger counts, and more), the lines that exist in tests only, the number of functions that are
//! shipped, and the properties that it declares.
//!
//! Usage: `rustscan LIST`, where LIST holds one path a line. A file that cannot be read or parsed has an `error`. Which
//! file brings in which other one is followed, so that all of a package should be listed.

use std::collections::BTreeSet;
use std::error::Error;
use std::io::Write;

use crate::attributes::only_in_tests;
use crate::frameworks::Makers;
use crate::modules::Files;
use crate::sight::{see, Seen};

mod attributes;
mod frameworks;
mod modules;
mod sight;
mod tokens;

struct Source {
    path: String,
    lines: usize,
    file: Result<syn::File, String>,
}

impl Source {
    fn read(path: &str) -> Self {
        let text = std::fs::read_to_string(path).map_err(|error| error.to_string());
        let lines = text.as_ref().map_or(0, |text| text.lines().count());
        let file = text.and_then(|text| syn::parse_file(&text).map_err(|error| error.to_string()));
        Self {
            path: path.to_owned(),
            lines: lines.max(1),
            file,
        }
    }

    fn is_test(&self) -> bool {
        self.file
            .as_ref()
            .is_ok_and(|file| only_in_tests(&file.attrs))
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let list = std::env::args()
        .nth(1)
        .ok_or("rustscan LIST: a file with one path a line")?;
    let sources: Vec<Source> = std::fs::read_to_string(list)?
        .lines()
        .map(Source::read)
        .collect();
    let makers = Makers::of(
        sources
            .iter()
            .filter_map(|source| source.file.as_ref().ok()),
    );
    let mut seen: Vec<Seen> = sources
        .iter()
        .map(|source| {
            source
                .file
                .as_ref()
                .map_or_else(|_| Seen::default(), |file| see(&source.path, file, &makers))
        })
        .collect();
    let inclusions = |seen: &mut Seen| std::mem::take(&mut seen.inclusions);
    let included = sources
        .iter()
        .zip(&mut seen)
        .map(|(source, seen)| (source.path.clone(), inclusions(seen)))
        .collect();
    let tests: BTreeSet<String> = sources
        .iter()
        .filter(|source| source.is_test())
        .map(|source| source.path.clone())
        .collect();
    let files = Files::of(included, tests);
    let mut out = std::io::stdout().lock();
    for (source, seen) in sources.iter().zip(&seen) {
        writeln!(out, "{}", told(source, seen, &files))?;
    }
    Ok(())
}

fn told(source: &Source, seen: &Seen, files: &Files) -> serde_json::Value {
    let is_test = files.is_test(&source.path);
    let places = files.places(&source.path);
    let whole = [(1, source.lines)];
    serde_json::json!({
        "path": source.path,
        "error": source.file.as_ref().err().map_or("", String::as_str),
        "unsafe_lines": if is_test { &[] } else { &seen.unsafe_lines[..] },
        "test_lines": if is_test { &whole[..] } else { &seen.test_lines[..] },
        "functions": if is_test { 0 } else { seen.functions },
        "properties": seen.properties.iter().map(|one| one.json(&places)).collect::<Vec<_>>(),
    })
}
