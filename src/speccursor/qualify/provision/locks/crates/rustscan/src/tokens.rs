//! What stands in the tokens of a macro, which nothing but the macro itself can parse.

use proc_macro2::{Delimiter, Ident, Span, TokenStream, TokenTree};

/// A function that a macro's tokens declare, and the names of the attributes before it.
pub struct Function {
    pub name: Ident,
    pub attributes: Vec<String>,
}

/// Whether a word that `wanted` accepts stands anywhere in these tokens.
pub fn any_ident(tokens: TokenStream, wanted: &dyn Fn(&str) -> bool) -> bool {
    let mut found = false;
    each(tokens, &mut |trees| {
        found = found
            || trees
                .iter()
                .any(|tree| matches!(tree, TokenTree::Ident(ident) if wanted(&ident.to_string())));
    });
    found
}

/// Every place of the word `unsafe`.
pub fn unsafe_words(tokens: TokenStream) -> Vec<Span> {
    let mut found = Vec::new();
    each(tokens, &mut |trees| {
        found.extend(trees.iter().filter_map(|tree| match tree {
            TokenTree::Ident(ident) if ident == "unsafe" => Some(ident.span()),
            _ => None,
        }));
    });
    found
}

/// Every name in `mod name;`.
pub fn modules(tokens: TokenStream) -> Vec<String> {
    let mut found = Vec::new();
    each(tokens, &mut |trees| {
        for three in trees.windows(3) {
            if let [TokenTree::Ident(word), TokenTree::Ident(name), TokenTree::Punct(end)] = three {
                if word == "mod" && end.as_char() == ';' {
                    found.push(name.to_string());
                }
            }
        }
    });
    found
}

/// The functions that stand in these tokens themselves, outside any bracket: `fn name`.
pub fn functions(tokens: TokenStream) -> Vec<Function> {
    functions_of(&tokens.into_iter().collect::<Vec<_>>())
}

/// The functions at any depth, as in a macro's definition.
pub fn functions_within(tokens: TokenStream) -> Vec<Function> {
    let mut found = Vec::new();
    each(tokens, &mut |trees| found.extend(functions_of(trees)));
    found
}

fn functions_of(trees: &[TokenTree]) -> Vec<Function> {
    let mut found = Vec::new();
    let mut attributes = Vec::new();
    for (place, tree) in trees.iter().enumerate() {
        match (tree, trees.get(place + 1)) {
            (TokenTree::Punct(mark), Some(TokenTree::Group(group)))
                if mark.as_char() == '#' && group.delimiter() == Delimiter::Bracket =>
            {
                attributes.extend(words(group.stream()));
            }
            (TokenTree::Ident(word), Some(TokenTree::Ident(name))) if word == "fn" => {
                found.push(Function {
                    name: name.clone(),
                    attributes: std::mem::take(&mut attributes),
                });
            }
            (TokenTree::Group(body), _) if body.delimiter() == Delimiter::Brace => {
                attributes.clear();
            }
            _ => {}
        }
    }
    found
}

/// Every word in these tokens, at any depth.
pub fn words(tokens: TokenStream) -> Vec<String> {
    let mut found = Vec::new();
    each(tokens, &mut |trees| {
        found.extend(trees.iter().filter_map(|tree| match tree {
            TokenTree::Ident(ident) => Some(ident.to_string()),
            _ => None,
        }));
    });
    found
}

/// Hands over these tokens and those of every group within them.
pub fn each(tokens: TokenStream, take: &mut dyn FnMut(&[TokenTree])) {
    let trees: Vec<TokenTree> = tokens.into_iter().collect();
    take(&trees);
    for tree in trees {
        if let TokenTree::Group(group) = tree {
            each(group.stream(), take);
        }
    }
}
