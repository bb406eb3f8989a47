//! Which file imports from which.
//!
//! An arrow goes from the file that names something to the file that *defines* it:
//!
//! * A name that passes through `pub use`, in `lib.rs`, a `mod.rs` or anywhere else, is followed
//!   to its definition. A file that only passes names on needs none of them, and nobody who
//!   imports through it needs that file.
//! * `mod child;` makes no arrow: a parent contains its children and need not use them. So a
//!   child may import what its parent *defines*, as long as the parent uses no child for more
//!   than handing its names on. A `mod.rs` with code that calls its children, and types that
//!   these take from it, is a circle: the types belong in a file of their own.
//! * A private `use`, and a path in the code, is an arrow. Of a glob import it goes to the file
//!   whose names it brings in.
//!
//! Code under `#[cfg(test)]` is left out. What a method call reaches without naming it is not
//! seen, and a lower-case name alone counts only where it is called: it may be a variable.

use std::collections::BTreeSet;

use super::tree::{Files, Module, Tree, Use};

/// That a file needs something of another file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Arrow {
    pub(super) from: String,
    pub(super) to: String,
    pub(super) line: usize,
    /// What is needed, as it is written.
    pub(super) path: String,
}

/// What a path means: a module of the tree, or something defined in a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Meaning {
    Module(usize),
    Item(String),
}

/// The imports that are being followed, to end where they lead back to themselves.
type Followed<'a> = Vec<&'a Use>;

/// Returns all arrows of a crate, one for each pair of files: the first in the text.
pub(super) fn arrows(files: &Files) -> Vec<Arrow> {
    let tree = Tree::of(files);
    let all: BTreeSet<Arrow> = (0..tree.modules.len()).flat_map(|id| tree.arrows_of(id)).collect();
    let mut arrows: Vec<Arrow> = all.into_iter().collect();
    arrows.dedup_by(|next, kept| next.from == kept.from && next.to == kept.to);
    arrows
}

impl Tree {
    fn arrows_of(&self, id: usize) -> Vec<Arrow> {
        let module = &self.modules[id];
        let mut arrows = Vec::new();
        for import in module.uses.iter().filter(|import| !import.is_public) {
            for file in self.files(&self.resolve(id, &import.path), import.name.is_none()) {
                arrows.push(module.arrow(file, import.line, &import.path));
            }
        }
        for mention in &module.mentions {
            for file in self.files(&self.resolve(id, &mention.path), false) {
                arrows.push(module.arrow(file, mention.line, &mention.path));
            }
        }
        arrows.retain(|arrow| arrow.from != arrow.to);
        arrows
    }

    /// Returns the files in which something is defined; a module alone defines nothing, but all
    /// that it holds is meant `with_modules`.
    fn files(&self, meanings: &[Meaning], with_modules: bool) -> Vec<String> {
        let file = |meaning: &Meaning| match meaning {
            Meaning::Item(file) => Some(file.clone()),
            Meaning::Module(id) => with_modules.then(|| self.modules[*id].file.clone()),
        };
        meanings.iter().filter_map(file).collect()
    }

    fn resolve(&self, from: usize, path: &[String]) -> Vec<Meaning> {
        self.follow(from, path, &mut Followed::new())
    }

    /// Returns what a path means in a module: nothing, if it begins outside the crate.
    ///
    /// A module and a function may share a name, so there may be two meanings.
    fn follow<'a>(
        &'a self,
        from: usize,
        path: &[String],
        followed: &mut Followed<'a>,
    ) -> Vec<Meaning> {
        let Some((first, rest)) = path.split_first() else { return vec![Meaning::Module(from)] };
        let mut meanings = self.member(from, first, followed);
        for name in rest {
            let mut members = Vec::new();
            for meaning in &meanings {
                if let Meaning::Module(id) = meaning {
                    members.extend(self.member(*id, name, followed));
                }
            }
            // Variants and associated functions are defined where their type is.
            meanings.retain(|meaning| members.is_empty() && matches!(meaning, Meaning::Item(_)));
            meanings.extend(members);
        }
        meanings
    }

    /// Returns what a name means in a module.
    fn member<'a>(&'a self, id: usize, name: &str, followed: &mut Followed<'a>) -> Vec<Meaning> {
        let module = &self.modules[id];
        match name {
            "crate" => return vec![Meaning::Module(0)],
            "self" => return vec![Meaning::Module(id)],
            "super" => return vec![Meaning::Module(module.parent)],
            _ => {}
        }
        let mut meanings: BTreeSet<Meaning> = module.own(name).collect();
        for import in module.uses.iter().filter(|import| import.name.as_deref() == Some(name)) {
            meanings.extend(self.imported(id, import, None, followed));
        }
        // A glob brings in what has no other meaning.
        let is_unknown = meanings.is_empty();
        for glob in module.uses.iter().filter(|import| is_unknown && import.name.is_none()) {
            meanings.extend(self.imported(id, glob, Some(name), followed));
        }
        meanings.into_iter().collect()
    }

    /// Returns what an import means, or a member of it.
    fn imported<'a>(
        &'a self,
        id: usize,
        import: &'a Use,
        member: Option<&str>,
        followed: &mut Followed<'a>,
    ) -> Vec<Meaning> {
        if followed.iter().any(|other| std::ptr::eq(*other, import)) {
            return Vec::new();
        }
        followed.push(import);
        let mut path = import.path.clone();
        path.extend(member.map(str::to_owned));
        let meanings = self.follow(id, &path, followed);
        followed.pop();
        meanings
    }
}

impl Module {
    fn arrow(&self, to: String, line: usize, path: &[String]) -> Arrow {
        Arrow { from: self.file.clone(), to, line, path: path.join("::") }
    }

    fn own(&self, name: &str) -> impl Iterator<Item = Meaning> {
        let item = self.items.contains(name).then(|| Meaning::Item(self.file.clone()));
        let child = self.children.get(name).map(|&id| Meaning::Module(id));
        item.into_iter().chain(child)
    }
}
