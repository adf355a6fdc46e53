//! Which file brings in which other one, and what follows of it: files that are tests as a whole, and the path of
//! modules at which each file stands below a crate's root file.
//!
//! See <https://doc.rust-lang.org/reference/items/modules.html#module-source-filenames>.

use std::collections::{BTreeMap, BTreeSet};

const ROOTS: [&str; 3] = ["mod.rs", "lib.rs", "main.rs"];
const DEEPEST: usize = 64;

/// What brings in another file: `mod name;`, `#[path] mod name;` or `include!`.
pub struct Inclusion {
    /// The modules around it in its own file, and its name unless the file is merely included.
    pub modules: Vec<String>,
    /// Where the file may be, the first that is there.
    pub candidates: Vec<String>,
    pub only_in_tests: bool,
}

/// A file's place in a crate: the crate's root file, and the modules from there.
pub type Place = (String, Vec<String>);

struct Edge {
    from: String,
    modules: Vec<String>,
    only_in_tests: bool,
}

/// Every file by who brings it in.
#[derive(Default)]
pub struct Files {
    edges: BTreeMap<String, Vec<Edge>>,
    tests: BTreeSet<String>,
}

impl Files {
    /// Joins what all files include. `tests` are those that say themselves that they are built in tests only.
    pub fn of(included: Vec<(String, Vec<Inclusion>)>, tests: BTreeSet<String>) -> Self {
        let known: BTreeSet<String> = included.iter().map(|(path, _)| path.clone()).collect();
        let mut files = Self {
            edges: BTreeMap::new(),
            tests,
        };
        for (from, inclusions) in included {
            for one in inclusions {
                if let Some(file) = one
                    .candidates
                    .into_iter()
                    .find(|file| known.contains(file) && *file != from)
                {
                    let edge = Edge {
                        from: from.clone(),
                        modules: one.modules,
                        only_in_tests: one.only_in_tests,
                    };
                    files.edges.entry(file).or_default().push(edge);
                }
            }
        }
        while files.spread() {}
        files
    }

    /// Whether whatever brings a file in is there in tests only.
    pub fn is_test(&self, path: &str) -> bool {
        self.tests.contains(path)
    }

    /// Every place of a file; a file that nothing brings in is taken for a root.
    pub fn places(&self, path: &str) -> Vec<Place> {
        self.places_from(path, &mut Vec::new())
    }

    fn places_from(&self, path: &str, below: &mut Vec<String>) -> Vec<Place> {
        let Some(edges) = self.edges.get(path) else {
            return vec![(path.to_owned(), Vec::new())];
        };
        if below.len() >= DEEPEST || below.iter().any(|file| file == path) {
            return Vec::new();
        }
        below.push(path.to_owned());
        let mut found = Vec::new();
        for edge in edges {
            for (root, mut modules) in self.places_from(&edge.from, below) {
                modules.extend(edge.modules.iter().cloned());
                found.push((root, modules));
            }
        }
        below.pop();
        found
    }

    fn spread(&mut self) -> bool {
        let before = self.tests.len();
        let tests = |edge: &Edge, known: &BTreeSet<String>| {
            edge.only_in_tests || known.contains(&edge.from)
        };
        let more: Vec<String> = self
            .edges
            .iter()
            .filter(|(_, edges)| edges.iter().all(|edge| tests(edge, &self.tests)))
            .map(|(path, _)| path.clone())
            .collect();
        self.tests.extend(more);
        self.tests.len() > before
    }
}

/// Where the file of `mod name;` may be, with these modules around it in `file`.
pub fn of_module(file: &str, around: &[String], name: &str) -> Vec<String> {
    let within = |folder: &str| {
        let inside = joined(folder, &around.join("/"));
        [
            joined(&inside, &format!("{name}.rs")),
            joined(&inside, &format!("{name}/mod.rs")),
        ]
    };
    let (folder, own) = folders(file);
    own.iter()
        .chain(Some(&folder))
        .flat_map(|folder| within(folder))
        .collect()
}

/// Where the file of `#[path = "..."] mod name;` may be.
pub fn of_path(file: &str, around: &[String], path: &str) -> Vec<String> {
    let (folder, own) = folders(file);
    if around.is_empty() {
        return vec![joined(&folder, path)];
    }
    own.iter()
        .chain(Some(&folder))
        .map(|folder| joined(&joined(folder, &around.join("/")), path))
        .collect()
}

/// Where the file of `include!("...")` is.
pub fn of_include(file: &str, path: &str) -> Vec<String> {
    vec![joined(&folders(file).0, path)]
}

/// A file's folder, and the folder of its own name where it may be no crate's root.
fn folders(file: &str) -> (String, Option<String>) {
    let (folder, name) = file.rsplit_once('/').unwrap_or((".", file));
    let own = (!ROOTS.contains(&name)).then(|| joined(folder, name.trim_end_matches(".rs")));
    (folder.to_owned(), own)
}

/// A path from a folder, without `.` and `..`.
fn joined(folder: &str, path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in folder.split('/').chain(path.split('/')) {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            _ => parts.push(part),
        }
    }
    parts.join("/")
}
