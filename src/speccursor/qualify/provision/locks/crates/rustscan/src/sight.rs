//! What stands in one file: uses of unsafe code outside tests, lines of tests, properties, files that it brings in.

use proc_macro2::Span;
use serde_json::Value;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{Attribute, Expr, ExprLit, Item, Lit, Meta};

use crate::attributes::{
    framework, makes_test, names_a_symbol, only_in_tests, outer, should_panic,
};
use crate::frameworks::{named, Makers};
use crate::modules::{of_include, of_module, of_path, Inclusion};
use crate::tokens::{functions, modules, unsafe_words, words};

/// A property, or a macro of the package that makes some: then `makes` are the words that their names may have.
pub struct Property {
    pub modules: Vec<String>,
    pub name: String,
    pub line: usize,
    pub framework: &'static str,
    pub expected: bool,
    pub indirect: bool,
    pub makes: Vec<String>,
}

#[derive(Default)]
pub struct Seen {
    pub unsafe_lines: Vec<(usize, &'static str)>,
    pub test_lines: Vec<(usize, usize)>,
    pub properties: Vec<Property>,
    pub inclusions: Vec<Inclusion>,
    /// How many functions with a body are shipped: what has none has no line to run.
    pub functions: usize,
}

pub struct Sight<'a> {
    path: &'a str,
    makers: &'a Makers,
    seen: Seen,
    in_test: usize,
    in_function: usize,
    modules: Vec<String>,
}

/// Looks at a file whose path is `path`.
pub fn see(path: &str, file: &syn::File, makers: &Makers) -> Seen {
    let mut sight = Sight {
        path,
        makers,
        seen: Seen::default(),
        in_test: 0,
        in_function: 0,
        modules: Vec::new(),
    };
    sight.visit_file(file);
    sight.seen
}

impl Sight<'_> {
    fn found(&mut self, span: Span, what: &'static str) {
        if self.in_test == 0 {
            self.seen.unsafe_lines.push((span.start().line, what));
        }
    }

    fn declared(
        &mut self,
        name: &syn::Ident,
        framework: &'static str,
        expected: bool,
        indirect: bool,
    ) {
        self.seen.properties.push(Property {
            modules: self.modules.clone(),
            name: name.to_string(),
            line: name.span().start().line,
            framework,
            expected,
            indirect,
            makes: Vec::new(),
        });
    }

    /// Walks what may exist in tests only, and notes its lines where nothing around it is noted already.
    fn within(&mut self, span: Span, only_in_tests: bool, walk: impl FnOnce(&mut Self)) {
        if only_in_tests && self.in_test == 0 {
            self.seen
                .test_lines
                .push((span.start().line, span.end().line));
        }
        self.in_test += usize::from(only_in_tests);
        walk(self);
        self.in_test -= usize::from(only_in_tests);
    }

    /// Walks a function's body, in which no function is a test of its own.
    fn body(&mut self, walk: impl FnOnce(&mut Self)) {
        self.seen.functions += usize::from(self.in_test == 0);
        self.in_function += 1;
        walk(self);
        self.in_function -= 1;
    }

    fn includes(&mut self, name: Option<&str>, candidates: Vec<String>, only_in_tests: bool) {
        let modules = self
            .modules
            .iter()
            .cloned()
            .chain(name.map(str::to_owned))
            .collect();
        let only_in_tests = only_in_tests || self.in_test > 0;
        self.seen.inclusions.push(Inclusion {
            modules,
            candidates,
            only_in_tests,
        });
    }

    /// What a framework's own macro declares in its body.
    fn declared_in(&mut self, item: &syn::Macro, framework: &'static str) {
        for function in functions(item.tokens.clone()) {
            let expected = function
                .attributes
                .iter()
                .any(|name| name == "should_panic");
            self.declared(&function.name, framework, expected, false);
        }
    }

    /// What a macro of the package makes of what it is given.
    fn made_by(&mut self, item: &syn::Macro) {
        let Some(maker) = self.makers.of_macro(&item.path) else {
            return;
        };
        let Some(name) = item.path.segments.last().map(|segment| &segment.ident) else {
            return;
        };
        self.seen.properties.push(Property {
            modules: self.modules.clone(),
            name: format!("{name}!"),
            line: name.span().start().line,
            framework: maker.framework,
            expected: false,
            indirect: true,
            makes: words(item.tokens.clone())
                .into_iter()
                .chain(maker.declares.iter().cloned())
                .collect(),
        });
    }
}

/// The text of `name = "text"` among attributes.
fn text_of(attributes: &[Attribute], name: &str) -> Option<String> {
    attributes
        .iter()
        .find_map(|attribute| match &attribute.meta {
            Meta::NameValue(pair) if pair.path.is_ident(name) => match &pair.value {
                Expr::Lit(ExprLit {
                    lit: Lit::Str(text),
                    ..
                }) => Some(text.value()),
                _ => None,
            },
            _ => None,
        })
}

fn is_test_only(item: &Item) -> bool {
    match item {
        Item::Mod(module) => only_in_tests(&module.attrs),
        Item::Fn(function) => only_in_tests(&function.attrs) || makes_test(&function.attrs),
        Item::Macro(made) => only_in_tests(&made.attrs) || named(&made.mac.path).is_some(),
        other => only_in_tests(&outer(other)),
    }
}

impl<'ast> Visit<'ast> for Sight<'_> {
    fn visit_item(&mut self, item: &'ast Item) {
        self.within(item.span(), is_test_only(item), |sight| {
            visit::visit_item(sight, item);
        });
    }

    fn visit_impl_item(&mut self, item: &'ast syn::ImplItem) {
        self.within(item.span(), only_in_tests(&outer(item)), |sight| {
            visit::visit_impl_item(sight, item);
        });
    }

    fn visit_trait_item(&mut self, item: &'ast syn::TraitItem) {
        self.within(item.span(), only_in_tests(&outer(item)), |sight| {
            visit::visit_trait_item(sight, item);
        });
    }

    fn visit_stmt(&mut self, item: &'ast syn::Stmt) {
        self.within(item.span(), only_in_tests(&outer(item)), |sight| {
            visit::visit_stmt(sight, item);
        });
    }

    fn visit_arm(&mut self, item: &'ast syn::Arm) {
        self.within(item.span(), only_in_tests(&item.attrs), |sight| {
            visit::visit_arm(sight, item);
        });
    }

    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        let name = item.ident.to_string();
        if item.content.is_none() {
            let candidates = match text_of(&item.attrs, "path") {
                Some(path) => of_path(self.path, &self.modules, &path),
                None => of_module(self.path, &self.modules, &name),
            };
            self.includes(Some(&name), candidates, false);
        }
        self.modules.push(name);
        visit::visit_item_mod(self, item);
        self.modules.pop();
    }

    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        let attributed = framework(&item.attrs).map(|framework| (framework, false));
        let is_test = attributed.is_some() || makes_test(&item.attrs);
        let found = attributed.or_else(|| self.makers.run_in(&item.block));
        if let Some((framework, indirect)) = found.filter(|_| is_test && self.in_function == 0) {
            self.declared(
                &item.sig.ident,
                framework,
                should_panic(&item.attrs),
                indirect,
            );
        }
        if item.sig.unsafety.is_some() {
            self.found(item.sig.span(), "function");
        }
        self.body(|sight| visit::visit_item_fn(sight, item));
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        if item.sig.unsafety.is_some() {
            self.found(item.sig.span(), "method");
        }
        self.body(|sight| visit::visit_impl_item_fn(sight, item));
    }

    fn visit_trait_item_fn(&mut self, item: &'ast syn::TraitItemFn) {
        if item.sig.unsafety.is_some() {
            self.found(item.sig.span(), "method");
        }
        match &item.default {
            Some(_) => self.body(|sight| visit::visit_trait_item_fn(sight, item)),
            None => visit::visit_trait_item_fn(self, item),
        }
    }

    fn visit_item_impl(&mut self, item: &'ast syn::ItemImpl) {
        if item.unsafety.is_some() {
            self.found(item.impl_token.span(), "implementation");
        }
        visit::visit_item_impl(self, item);
    }

    fn visit_item_trait(&mut self, item: &'ast syn::ItemTrait) {
        if item.unsafety.is_some() {
            self.found(item.trait_token.span(), "trait");
        }
        visit::visit_item_trait(self, item);
    }

    fn visit_item_foreign_mod(&mut self, item: &'ast syn::ItemForeignMod) {
        self.found(item.abi.span(), "extern block");
        visit::visit_item_foreign_mod(self, item);
    }

    fn visit_expr_unsafe(&mut self, item: &'ast syn::ExprUnsafe) {
        self.found(item.span(), "block");
        visit::visit_expr_unsafe(self, item);
    }

    fn visit_attribute(&mut self, item: &'ast Attribute) {
        if names_a_symbol(item) {
            self.found(item.span(), "attribute");
        }
    }

    fn visit_macro(&mut self, item: &'ast syn::Macro) {
        if self.in_function == 0 {
            match named(&item.path) {
                Some(framework) => self.declared_in(item, framework),
                None => self.made_by(item),
            }
        }
        for span in unsafe_words(item.tokens.clone()) {
            self.found(span, "macro");
        }
        if item.path.is_ident("macro_rules") {
            return;
        }
        for name in modules(item.tokens.clone()) {
            let candidates = of_module(self.path, &self.modules, &name);
            self.includes(Some(&name), candidates, false);
        }
        if item.path.is_ident("include") {
            if let Ok(path) = item.parse_body::<syn::LitStr>() {
                let candidates = of_include(self.path, &path.value());
                self.includes(None, candidates, false);
            }
        }
    }
}

impl Property {
    /// Writes it as JSON; `places` are those of its file.
    pub fn json(&self, places: &[(String, Vec<String>)]) -> Value {
        let whole = |modules: &[String], last: Option<&String>| {
            modules
                .iter()
                .chain(&self.modules)
                .chain(last)
                .cloned()
                .collect::<Vec<_>>()
                .join("::")
        };
        let last = Some(&self.name).filter(|_| self.makes.is_empty());
        let places: Vec<_> = places
            .iter()
            .map(|(root, modules)| (root, whole(modules, last)))
            .collect();
        serde_json::json!({
            "name": whole(&[], Some(&self.name)),
            "line": self.line,
            "framework": self.framework,
            "expected": self.expected,
            "indirect": self.indirect,
            "places": places,
            "makes": self.makes,
        })
    }
}
