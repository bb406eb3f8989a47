//! The paths that an item mentions, inside macros and attributes too.

use proc_macro2::{TokenStream, TokenTree};
use syn::visit::{self, Visit};
use syn::{Attribute, Item};

use super::tree::Use;

/// A path in the code, such as `super::Page` or `json::write`.
#[derive(Debug)]
pub(super) struct Mention {
    pub(super) path: Vec<String>,
    pub(super) line: usize,
}

/// Returns the paths that an item mentions.
pub(super) fn mentions(item: &Item) -> Vec<Mention> {
    let mut collector = Collector::default();
    collector.visit_item(item);
    collector.mentions
}

/// Returns whether an item is compiled for tests only.
pub(super) fn is_for_tests(item: &Item) -> bool {
    attributes(item).iter().any(|attribute| {
        let condition = attribute.meta.require_list().map(|list| list.tokens.to_string());
        attribute.path().is_ident("cfg")
            && condition.is_ok_and(|tokens| {
                let mut words = tokens.split(|c: char| !c.is_alphanumeric());
                tokens == "test" || tokens.starts_with("all") && words.any(|word| word == "test")
            })
    })
}

/// Returns whether an item is a module whose file lies elsewhere: `#[path = "…"] mod name;`.
pub(super) fn is_outside(item: &Item) -> bool {
    attributes(item).iter().any(|attribute| attribute.path().is_ident("path"))
}

fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}

#[derive(Default)]
struct Collector {
    mentions: Vec<Mention>,
}

impl<'ast> Visit<'ast> for Collector {
    fn visit_item(&mut self, item: &'ast Item) {
        if !is_for_tests(item) {
            visit::visit_item(self, item);
        }
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        // Inside a function: what it brings in is needed there.
        let uses = Use::all(item).into_iter();
        self.mentions.extend(uses.map(|import| Mention { path: import.path, line: import.line }));
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let segments: Vec<String> = path.segments.iter().map(|s| s.ident.to_string()).collect();
        if path.leading_colon.is_none() && is_certain(&segments) {
            self.add(segments, path.segments[0].ident.span());
        }
        visit::visit_path(self, path);
    }

    fn visit_expr_call(&mut self, call: &'ast syn::ExprCall) {
        if let syn::Expr::Path(function) = &*call.func
            && let Some(name) = function.path.get_ident()
        {
            self.add(vec![name.to_string()], name.span());
        }
        visit::visit_expr_call(self, call);
    }

    fn visit_macro(&mut self, code: &'ast syn::Macro) {
        self.tokens(code.tokens.clone());
        visit::visit_macro(self, code);
    }

    fn visit_attribute(&mut self, attribute: &'ast Attribute) {
        if let syn::Meta::List(list) = &attribute.meta {
            self.tokens(list.tokens.clone());
        }
        visit::visit_attribute(self, attribute);
    }
}

impl Collector {
    fn add(&mut self, path: Vec<String>, span: proc_macro2::Span) {
        self.mentions.push(Mention { path, line: span.start().line });
    }

    /// Finds paths among tokens: names joined by `::`, none of them a field or a method.
    fn tokens(&mut self, tokens: TokenStream) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let mut at = 0;
        while at < tokens.len() {
            match &tokens[at] {
                TokenTree::Group(group) => self.tokens(group.stream()),
                TokenTree::Ident(first) if !is_joined(&tokens[..at]) => {
                    let path = path(&tokens[at..]);
                    let last = at + 3 * (path.len() - 1);
                    let is_call = matches!(tokens.get(last + 1), Some(TokenTree::Group(_)));
                    if is_call || is_certain(&path) {
                        self.add(path, first.span());
                    }
                    at = last;
                }
                _ => {}
            }
            at += 1;
        }
    }
}

/// Returns whether a path is surely no local variable.
fn is_certain(path: &[String]) -> bool {
    path.len() > 1 || path[0].starts_with(char::is_uppercase)
}

/// Returns whether what follows these tokens belongs to them: `.name` or `::name`.
fn is_joined(before: &[TokenTree]) -> bool {
    let is =
        |token: &TokenTree, wanted| matches!(token, TokenTree::Punct(p) if p.as_char() == wanted);
    match before {
        [.., before, last] if is(last, ':') => is(before, ':'),
        // A range, as in `0..LIMIT`, joins nothing.
        [.., before, last] if is(last, '.') => !is(before, '.'),
        [last] => is(last, '.'),
        _ => false,
    }
}

/// Returns the longest path at the beginning of tokens that begin with a name.
fn path(tokens: &[TokenTree]) -> Vec<String> {
    let mut path = Vec::new();
    let mut rest = tokens;
    while let [TokenTree::Ident(name), after @ ..] = rest {
        path.push(name.to_string());
        let [TokenTree::Punct(a), TokenTree::Punct(b), next @ ..] = after else { break };
        if a.as_char() != ':' || b.as_char() != ':' || !matches!(next, [TokenTree::Ident(_), ..]) {
            break;
        }
        rest = next;
    }
    path
}
