//! Who runs properties: proptest and quickcheck themselves, and the package's own macros and functions that run them.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::ToTokens;
use std::collections::{BTreeMap, BTreeSet};
use syn::visit::{self, Visit};

use crate::attributes::makes_test;
use crate::tokens::{each, functions_within};

/// The framework that a macro of this path is.
pub fn named(path: &syn::Path) -> Option<&'static str> {
    match path.segments.last()?.ident.to_string().as_str() {
        "proptest" => Some("proptest"),
        "quickcheck" => Some("quickcheck"),
        _ => None,
    }
}

/// What some tokens mention: words, and among them the macros that are invoked and the functions that are called.
#[derive(Default)]
struct Mentions {
    words: BTreeSet<String>,
    macros: BTreeSet<String>,
    calls: BTreeSet<String>,
}

impl Mentions {
    fn of(tokens: TokenStream) -> Self {
        let mut found = Self::default();
        each(tokens, &mut |trees| {
            for (place, tree) in trees.iter().enumerate() {
                let TokenTree::Ident(ident) = tree else {
                    continue;
                };
                let word = ident.to_string();
                match trees.get(place + 1) {
                    Some(TokenTree::Punct(mark)) if mark.as_char() == '!' => {
                        found.macros.insert(word.clone())
                    }
                    Some(TokenTree::Group(group))
                        if group.delimiter() == Delimiter::Parenthesis =>
                    {
                        found.calls.insert(word.clone())
                    }
                    _ => false,
                };
                found.words.insert(word);
            }
        });
        found
    }

    /// The framework that is run here by its own name.
    fn direct(&self) -> Option<&'static str> {
        let says = |name: &str| self.words.contains(name);
        if self.macros.contains("proptest") || (says("TestRunner") && says("run")) {
            Some("proptest")
        } else if self.macros.contains("quickcheck")
            || self.calls.contains("quickcheck")
            || says("QuickCheck")
        {
            Some("quickcheck")
        } else {
            None
        }
    }
}

/// A macro of the package that runs a framework, and the names of the functions that it declares.
pub struct Maker {
    pub framework: &'static str,
    pub declares: Vec<String>,
}

/// The package's own macros and functions that run a framework, also by way of one another.
#[derive(Default)]
pub struct Makers {
    macros: BTreeMap<String, Maker>,
    functions: BTreeMap<String, &'static str>,
}

impl Makers {
    /// Looks at every file of the package.
    pub fn of<'a>(files: impl Iterator<Item = &'a syn::File>) -> Self {
        let mut written = Written::default();
        files.for_each(|file| written.visit_file(file));
        let mut makers = Self::default();
        while makers.grow(&written) {}
        makers
    }

    /// What a macro of this path is to the package.
    pub fn of_macro(&self, path: &syn::Path) -> Option<&Maker> {
        self.macros.get(&path.segments.last()?.ident.to_string())
    }

    /// The framework that some code runs, and whether only by way of something else of the package.
    pub fn run_in(&self, code: &impl ToTokens) -> Option<(&'static str, bool)> {
        let mentions = Mentions::of(code.to_token_stream());
        let by_name = mentions.direct().map(|framework| (framework, false));
        by_name.or_else(|| self.mentioned(&mentions).map(|framework| (framework, true)))
    }

    fn mentioned(&self, mentions: &Mentions) -> Option<&'static str> {
        let by_macro = mentions
            .macros
            .iter()
            .find_map(|name| self.macros.get(name))
            .map(|maker| maker.framework);
        by_macro.or_else(|| {
            mentions
                .words
                .iter()
                .find_map(|name| self.functions.get(name).copied())
        })
    }

    /// Takes in whatever mentions what is known to run a framework; whether that was more than before.
    fn grow(&mut self, written: &Written) -> bool {
        let before = self.macros.len() + self.functions.len();
        for (name, mentions, declares) in &written.macros {
            if let Some(framework) = mentions.direct().or_else(|| self.mentioned(mentions)) {
                self.macros.entry(name.clone()).or_insert_with(|| Maker {
                    framework,
                    declares: declares.clone(),
                });
            }
        }
        for (name, mentions) in &written.functions {
            if let Some(framework) = mentions.direct().or_else(|| self.mentioned(mentions)) {
                self.functions.entry(name.clone()).or_insert(framework);
            }
        }
        self.macros.len() + self.functions.len() > before
    }
}

/// Every macro and every function of the package that is no test, with what it mentions.
#[derive(Default)]
struct Written {
    macros: Vec<(String, Mentions, Vec<String>)>,
    functions: Vec<(String, Mentions)>,
}

impl<'ast> Visit<'ast> for Written {
    fn visit_item_macro(&mut self, item: &'ast syn::ItemMacro) {
        if let Some(name) = item
            .ident
            .as_ref()
            .filter(|_| item.mac.path.is_ident("macro_rules"))
        {
            let tokens = || item.mac.tokens.clone();
            let declares = functions_within(tokens())
                .iter()
                .map(|function| function.name.to_string())
                .collect();
            self.macros
                .push((name.to_string(), Mentions::of(tokens()), declares));
        }
    }

    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        if !makes_test(&item.attrs) {
            self.functions.push((
                item.sig.ident.to_string(),
                Mentions::of(item.block.to_token_stream()),
            ));
        }
        visit::visit_item_fn(self, item);
    }
}
