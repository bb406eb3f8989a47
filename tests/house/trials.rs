//! The checker tried on small trees made up for it.

use super::arrows::arrows;
use super::circles::circles;
use super::layers::{CRATES, QUERY, needed, upward, upward_imports};
use super::tree::{Files, offered};

fn files<const N: usize>(files: [(&str, &str); N]) -> Files {
    files.map(|(name, text)| (name.to_owned(), text.to_owned())).into()
}

/// The arrows of a crate, each as `from -> to`.
fn drawn<const N: usize>(tree: [(&str, &str); N]) -> Vec<String> {
    let arrows = arrows(&files(tree));
    arrows.iter().map(|arrow| format!("{} -> {}", arrow.from, arrow.to)).collect()
}

fn found<const N: usize>(tree: [(&str, &str); N]) -> Vec<String> {
    circles(&arrows(&files(tree)))
}

#[test]
fn a_tree_whose_arrows_go_down_has_no_circle() {
    let tree = [
        ("lib.rs", "mod page; mod hit; mod text; pub use page::Page;"),
        ("page.rs", "use crate::hit::Hit;\nuse crate::text;\npub struct Page(Hit, text::Text);"),
        ("hit.rs", "pub struct Hit(crate::text::Text);"),
        ("text.rs", "use std::fmt;\npub struct Text;"),
    ];
    assert_eq!(drawn(tree), ["hit.rs -> text.rs", "page.rs -> hit.rs", "page.rs -> text.rs"]);
    assert_eq!(found(tree), [""; 0]);
}

#[test]
fn a_circle_of_two_is_named_with_both_lines() {
    let circle = found([
        ("main.rs", "mod a; mod b; fn main() { a::run() }"),
        ("a.rs", "\nuse crate::b::B;\npub fn run() {}\npub struct A;"),
        ("b.rs", "pub struct B;\nimpl B {\n    fn a(&self) -> crate::a::A {}\n}"),
    ]);
    let text = "a circle of 2 files, closed by\n  a.rs:2 imports crate::b::B of b.rs\n  \
                b.rs:3 imports crate::a::A of a.rs";
    assert_eq!(circle, [text]);
}

#[test]
fn a_circle_of_three_is_named_whole() {
    let circle = found([
        ("lib.rs", "mod a; mod b; mod c; mod d;"),
        ("a.rs", "use crate::b::B; pub struct A;"),
        ("b.rs", "use crate::{c::C, d::D}; pub struct B;"),
        ("c.rs", "use crate::a::A; pub struct C;"),
        ("d.rs", "pub struct D;"),
    ]);
    let text = "a circle of 3 files, closed by\n  a.rs:1 imports crate::b::B of b.rs\n  \
                b.rs:1 imports crate::c::C of c.rs\n  c.rs:1 imports crate::a::A of a.rs";
    assert_eq!(circle, [text]);
}

#[test]
fn of_a_larger_circle_the_shortest_loop_and_all_files_are_named() {
    let circle = found([
        ("lib.rs", "mod a; mod b; mod c;"),
        ("a.rs", "use crate::b::B; pub struct A;"),
        ("b.rs", "use crate::c::C; pub struct B;"),
        ("c.rs", "use crate::{a::A, b::B}; pub struct C;"),
    ]);
    let text = "a circle of 3 files, closed by\n  b.rs:1 imports crate::c::C of c.rs\n  \
                c.rs:1 imports crate::b::B of b.rs\n  among a.rs, b.rs, c.rs";
    assert_eq!(circle, [text]);
}

#[test]
fn two_circles_are_both_named() {
    let tree = [
        ("lib.rs", "mod a; mod b; mod c; mod d;"),
        ("a.rs", "use crate::b::B; pub struct A;"),
        ("b.rs", "use crate::a::A; pub struct B;"),
        ("c.rs", "use crate::{a::A, d::D}; pub struct C;"),
        ("d.rs", "use crate::c::C; pub struct D;"),
    ];
    assert_eq!(found(tree).len(), 2);
}

#[test]
fn super_and_self_are_followed() {
    let tree = [
        ("lib.rs", "mod a;"),
        ("a/mod.rs", "mod b; mod c;"),
        ("a/b.rs", "mod d;\nuse super::c::C;\npub struct B;\nfn f() { self::d::g() }"),
        ("a/b/d.rs", "pub fn g() {}"),
        ("a/c.rs", "pub struct C(super::super::a::b::B);"),
    ];
    assert_eq!(drawn(tree), ["a/b.rs -> a/b/d.rs", "a/b.rs -> a/c.rs", "a/c.rs -> a/b.rs"]);
    assert_eq!(found(tree).len(), 1);
}

#[test]
fn a_name_that_is_handed_on_is_followed_to_its_file() {
    let tree = [
        ("lib.rs", "mod a; mod b; pub use a::{A as First, inner::*};"),
        ("a/mod.rs", "pub(crate) mod inner; pub(crate) use inner::A;"),
        ("a/inner.rs", "use crate::b::B; pub struct A; pub struct Other;"),
        ("b.rs", "pub struct B; fn f(a: crate::First) {}"),
    ];
    assert_eq!(drawn(tree), ["a/inner.rs -> b.rs", "b.rs -> a/inner.rs"]);
    let tree = [tree[0], tree[1], tree[2], ("b.rs", "use crate::Other; pub struct B;")];
    assert_eq!(drawn(tree), ["a/inner.rs -> b.rs", "b.rs -> a/inner.rs"]);
    assert_eq!(found(tree).len(), 1);
}

#[test]
fn a_child_may_take_what_its_parent_defines_if_the_parent_only_hands_it_on() {
    let child = ("a/child.rs", "use super::Shared; pub struct Child;");
    let hands_on = "mod child; pub use child::Child; pub struct Shared;";
    let tree = [("lib.rs", "mod a;"), ("a/mod.rs", hands_on), child];
    assert_eq!(drawn(tree), ["a/child.rs -> a/mod.rs"]);
    let uses = "mod child; pub use child::Child; pub struct Shared(Vec<Child>);";
    let tree = [("lib.rs", "mod a;"), ("a/mod.rs", uses), child];
    assert_eq!(found(tree).len(), 1);
    let calls = "mod child; pub struct Shared; fn f() { child::g() }";
    let child = ("a/child.rs", "use super::Shared; pub fn g() {}");
    assert_eq!(found([("lib.rs", "mod a;"), ("a/mod.rs", calls), child]).len(), 1);
}

#[test]
fn a_module_and_a_function_of_one_name_are_told_apart() {
    let tree = [
        ("lib.rs", "mod parse; mod word; pub use parse::{lexer, parse}; pub use word::Word;"),
        ("parse.rs", "pub mod lexer; pub fn parse() {}"),
        ("parse/lexer.rs", "pub struct Token;"),
        ("word.rs", "use crate::parse::lexer::Token; pub struct Word;"),
    ];
    assert_eq!(drawn(tree), ["word.rs -> parse/lexer.rs"]);
    let tree = [tree[0], tree[1], tree[2], ("word.rs", "use crate::parse; pub struct Word;")];
    assert_eq!(drawn(tree), ["word.rs -> parse.rs"]);
}

#[test]
fn macros_attributes_and_functions_are_looked_into() {
    let tree = [
        ("lib.rs", "mod a; mod b; mod c; mod d; mod e; mod f;"),
        ("a.rs", "fn f() { println!(\"{}\", crate::b::name(x.c::<u8>())); }"),
        ("b.rs", "#[arg(value_parser = crate::c::read)] struct B; pub fn name() {}"),
        ("c.rs", "fn g() { use crate::d::D; } pub fn read() {}"),
        ("d.rs", "pub struct D; fn f() { let v = vec![E; 0..LIMIT]; } use crate::e::*;"),
        ("e.rs", "use crate::f; pub struct E; fn g() { x(f::LIMIT) }"),
        ("f.rs", "pub const LIMIT: usize = 1;"),
    ];
    let arrows = drawn(tree);
    assert_eq!(
        arrows,
        ["a.rs -> b.rs", "b.rs -> c.rs", "c.rs -> d.rs", "d.rs -> e.rs", "e.rs -> f.rs"]
    );
}

#[test]
fn tests_and_other_crates_are_left_out() {
    let tree = [
        ("lib.rs", "mod a; mod b; #[cfg(test)] mod samples;"),
        ("a.rs", "use crate::b::B; pub struct A; #[cfg(all(test, unix))] mod tests;"),
        ("b.rs", "pub struct B; #[cfg(test)] mod tests { use crate::a::A; }"),
    ];
    assert_eq!(drawn(tree), ["a.rs -> b.rs"]);
    let b = "use other::a::A; use ::a::A as B2; pub struct B; #[cfg(test)] use crate::a::A;";
    assert_eq!(drawn([tree[0], tree[1], ("b.rs", b)]), ["a.rs -> b.rs"]);
    let not_only = "#[cfg(not(test))] use crate::a::A; pub struct B;";
    assert_eq!(found([tree[0], tree[1], ("b.rs", not_only)]).len(), 1);
}

#[test]
fn imports_that_go_in_a_circle_come_to_an_end() {
    let tree = [
        ("lib.rs", "mod a; mod b;"),
        ("a.rs", "pub use crate::b::*; pub use crate::b::X as Y; struct A(X, Y, Unknown);"),
        ("b.rs", "pub use crate::a::*; pub use crate::a::Y as X;"),
    ];
    assert_eq!(drawn(tree), [""; 0]);
}

#[test]
fn an_arrow_that_does_not_go_down_a_floor_is_named() {
    assert!(upward(CRATES, [("cli", "serve"), ("serve", "schema"), ("wire", "query")]).is_empty());
    let found = upward(CRATES, [("query", "wire"), ("query", "index"), ("new", "schema")]);
    let texts = [
        "new is on no floor",
        "query needs index, which is no floor below",
        "query needs wire, which is no floor below",
    ];
    assert_eq!(Vec::from_iter(found), texts);
}

#[test]
fn a_manifest_says_which_crates_are_needed() {
    let manifest = "[dependencies]\nxunwen-schema.workspace = true\ntantivy = '1'\n\
                    [dev-dependencies]\nxunwen-index.workspace = true";
    assert_eq!(needed(manifest), ["schema"]);
}

#[test]
fn an_import_from_a_higher_floor_is_named_with_its_line() {
    let arrows = arrows(&files([
        ("lib.rs", "mod index; mod matching; mod request; pub use matching::plan::Plan;"),
        ("index/mod.rs", "pub mod segment; use crate::request::Request;"),
        ("index/segment.rs", "\nuse crate::Plan;\nstruct Segment;"),
        ("matching/mod.rs", "pub mod plan;"),
        (
            "matching/plan.rs",
            "use crate::{index::segment::Segment, request::Request}; pub struct Plan;",
        ),
        ("request.rs", "pub struct Request;"),
    ]));
    let text = "index/segment.rs:2 imports crate::Plan of matching/plan.rs: \
                index needs matching, which is no floor below";
    assert_eq!(upward_imports(QUERY, &arrows), [text]);
}

#[test]
fn the_names_that_a_crate_offers_are_counted() {
    let lib =
        "//! Docs.\nmod a; pub mod b; pub use a::{One, two::Two as Deux}; pub(crate) use a::Own;";
    assert_eq!(offered(lib), ["b", "One", "Deux"]);
}
