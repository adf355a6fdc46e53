//! What an attribute says of the item that it stands on.

use quote::ToTokens;
use syn::parse::{ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::{Attribute, Meta, Token};

use crate::tokens::any_ident;

const TESTS: [&str; 9] = [
    "test",
    "bench",
    "rstest",
    "test_case",
    "wasm_bindgen_test",
    "gtest",
    "quickcheck",
    "proptest",
    "property_test",
];
const SYMBOLS: [&str; 3] = ["no_mangle", "export_name", "link_section"];

/// Whether any of these attributes keeps an item out of every build but that of the tests.
pub fn only_in_tests(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("cfg")
            && attribute
                .parse_args::<Meta>()
                .is_ok_and(|predicate| needs_test(&predicate))
    })
}

/// Whether a configuration predicate holds only while tests or the documentation's examples are built: `test`,
/// `all(test, ...)`, `any(test, doctest)`, never `not(test)`.
fn needs_test(predicate: &Meta) -> bool {
    match predicate {
        Meta::Path(path) => path.is_ident("test") || path.is_ident("doctest"),
        Meta::List(list) => {
            let parts = Punctuated::<Meta, Token![,]>::parse_terminated.parse2(list.tokens.clone());
            parts.is_ok_and(|parts| {
                (list.path.is_ident("all") && parts.iter().any(needs_test))
                    || (list.path.is_ident("any")
                        && !parts.is_empty()
                        && parts.iter().all(needs_test))
            })
        }
        Meta::NameValue(_) => false,
    }
}

/// Whether any of these attributes makes a function a test, whoever brings the attribute (`#[tokio::test]`).
pub fn makes_test(attributes: &[Attribute]) -> bool {
    attributes
        .iter()
        .any(|attribute| last_name(attribute).is_some_and(|name| TESTS.contains(&name.as_str())))
}

/// The framework whose attribute makes a function a property.
pub fn framework(attributes: &[Attribute]) -> Option<&'static str> {
    attributes
        .iter()
        .find_map(|attribute| match last_name(attribute)?.as_str() {
            "quickcheck" => Some("quickcheck"),
            "proptest" | "property_test" => Some("proptest"),
            _ => None,
        })
}

/// Whether any of these attributes says that a test has to fail.
pub fn should_panic(attributes: &[Attribute]) -> bool {
    attributes
        .iter()
        .any(|attribute| attribute.path().is_ident("should_panic"))
}

/// Whether an attribute gives an item a symbol or a section of its own, which can clash with another's.
pub fn names_a_symbol(attribute: &Attribute) -> bool {
    let path = attribute.path();
    let is_unsafe = |name: &str| name == "unsafe" || SYMBOLS.contains(&name);
    path.get_ident()
        .is_some_and(|ident| is_unsafe(&ident.to_string()))
        || (path.is_ident("cfg_attr") && any_ident(attribute.meta.to_token_stream(), &is_unsafe))
}

/// The attributes before any node: they are its first tokens, whatever kind of node it is.
pub fn outer(node: &impl ToTokens) -> Vec<Attribute> {
    let first = |input: ParseStream| {
        let attributes = input.call(Attribute::parse_outer)?;
        input.parse::<proc_macro2::TokenStream>()?;
        Ok(attributes)
    };
    first.parse2(node.to_token_stream()).unwrap_or_default()
}

fn last_name(attribute: &Attribute) -> Option<String> {
    attribute
        .path()
        .segments
        .last()
        .map(|segment| segment.ident.to_string())
}
