//! The modules of a crate: what each declares, brings in by `use`, and mentions.

use std::collections::{BTreeMap, BTreeSet};

use syn::{Item, Visibility};

use super::mentions::{Mention, is_for_tests, is_outside, mentions};

/// The text of each source file, by its path below `src`.
pub(super) type Files = BTreeMap<String, String>;

/// All modules of a crate that are compiled without tests; the first is the root.
#[derive(Debug, Default)]
pub(super) struct Tree {
    pub(super) modules: Vec<Module>,
}

/// A module, which is a file or a part of one.
#[derive(Debug)]
pub(super) struct Module {
    /// Itself, if it is the root.
    pub(super) parent: usize,
    pub(super) file: String,
    pub(super) children: BTreeMap<String, usize>,
    /// The names of functions, types, constants and macros that are defined here.
    pub(super) items: BTreeSet<String>,
    pub(super) uses: Vec<Use>,
    pub(super) mentions: Vec<Mention>,
}

/// One name, or all names of a module, brought in by a `use`.
#[derive(Clone, Debug)]
pub(super) struct Use {
    pub(super) path: Vec<String>,
    /// What it is called here, unless it is a glob.
    pub(super) name: Option<String>,
    /// Whether others may import it from here.
    pub(super) is_public: bool,
    pub(super) line: usize,
}

impl Tree {
    /// Reads a crate from its `lib.rs`, or `main.rs` where there is no library.
    pub(super) fn of(files: &Files) -> Self {
        let root = if files.contains_key("lib.rs") { "lib.rs" } else { "main.rs" };
        let mut tree = Self::default();
        tree.add_file(files, root, 0);
        tree
    }

    fn add_file(&mut self, files: &Files, file: &str, parent: usize) -> usize {
        let parsed = syn::parse_file(&files[file]).unwrap_or_else(|e| panic!("{file}: {e}"));
        self.add(files, &parsed.items, &Place::of_file(file), parent)
    }

    fn add(&mut self, files: &Files, items: &[Item], place: &Place, parent: usize) -> usize {
        let id = self.modules.len();
        self.modules.push(Module::new(parent, &place.file));
        for item in items.iter().filter(|item| !is_for_tests(item) && !is_outside(item)) {
            match item {
                Item::Mod(child) => {
                    let name = child.ident.to_string();
                    let child = match &child.content {
                        Some((_, items)) => self.add(files, items, &place.inside(&name), id),
                        None => self.add_file(files, &place.file_of(&name, files), id),
                    };
                    self.modules[id].children.insert(name, child);
                }
                Item::Use(item) => self.modules[id].uses.extend(Use::all(item)),
                item => {
                    self.modules[id].items.extend(name(item));
                    self.modules[id].mentions.extend(mentions(item));
                }
            }
        }
        id
    }
}

/// Returns the names that `lib.rs` offers to other crates, by `pub use` and `pub mod`.
pub(super) fn offered(lib: &str) -> Vec<String> {
    let is_public = |vis: &Visibility| matches!(vis, Visibility::Public(_));
    let mut names = Vec::new();
    for item in syn::parse_file(lib).unwrap().items {
        match item {
            Item::Use(item) if is_public(&item.vis) => {
                let uses = Use::all(&item).into_iter();
                names.extend(uses.map(|import| import.name.unwrap_or_else(|| "*".to_owned())));
            }
            Item::Mod(item) if is_public(&item.vis) => names.push(item.ident.to_string()),
            _ => {}
        }
    }
    names
}

/// Where a module is written, and the folder its child modules lie in.
struct Place {
    file: String,
    folder: String,
}

impl Place {
    fn of_file(file: &str) -> Self {
        let stem = file.trim_end_matches(".rs");
        let is_root = matches!(stem, "lib" | "main");
        let folder = if is_root { "" } else { stem.strip_suffix("/mod").unwrap_or(stem) };
        Self { file: file.to_owned(), folder: folder.to_owned() }
    }

    fn inside(&self, name: &str) -> Self {
        Self { file: self.file.clone(), folder: self.join(name) }
    }

    fn join(&self, name: &str) -> String {
        if self.folder.is_empty() { name.to_owned() } else { format!("{}/{name}", self.folder) }
    }

    fn file_of(&self, name: &str, files: &Files) -> String {
        let candidates = [".rs", "/mod.rs"].map(|end| self.join(name) + end);
        let found = candidates.into_iter().find(|file| files.contains_key(file));
        found.unwrap_or_else(|| panic!("{}: no file for mod {name}", self.file))
    }
}

impl Module {
    fn new(parent: usize, file: &str) -> Self {
        Self {
            parent,
            file: file.to_owned(),
            children: BTreeMap::new(),
            items: BTreeSet::new(),
            uses: Vec::new(),
            mentions: Vec::new(),
        }
    }
}

impl Use {
    /// Returns the names that an item brings in, braces resolved.
    pub(super) fn all(item: &syn::ItemUse) -> Vec<Self> {
        let mut uses = Vec::new();
        // `use ::name` is always another crate.
        if item.leading_colon.is_none() {
            let is_public = !matches!(item.vis, Visibility::Inherited);
            let start = Self { path: Vec::new(), name: None, is_public, line: 0 };
            start.collect(&item.tree, &mut uses);
        }
        uses
    }

    fn collect(&self, tree: &syn::UseTree, uses: &mut Vec<Self>) {
        match tree {
            syn::UseTree::Path(tree) => self.then(&tree.ident).collect(&tree.tree, uses),
            syn::UseTree::Group(tree) => {
                tree.items.iter().for_each(|tree| self.collect(tree, uses));
            }
            syn::UseTree::Name(tree) => uses.push(self.named(&tree.ident, None)),
            syn::UseTree::Rename(tree) => {
                uses.push(self.named(&tree.ident, Some(tree.rename.to_string())));
            }
            syn::UseTree::Glob(tree) => {
                let line = tree.star_token.spans[0].start().line;
                uses.push(Self { line, ..self.clone() });
            }
        }
    }

    fn then(&self, segment: &syn::Ident) -> Self {
        let mut longer = self.clone();
        longer.path.push(segment.to_string());
        longer.line = segment.span().start().line;
        longer
    }

    /// Returns the import of `name`, which in `module::{self}` is that of `module`.
    fn named(&self, name: &syn::Ident, rename: Option<String>) -> Self {
        let mut import = if name == "self" { self.clone() } else { self.then(name) };
        import.name = rename.or_else(|| import.path.last().cloned());
        import
    }
}

fn name(item: &Item) -> Option<String> {
    let ident = match item {
        Item::Const(item) => &item.ident,
        Item::Enum(item) => &item.ident,
        Item::Fn(item) => &item.sig.ident,
        Item::Macro(item) => item.ident.as_ref()?,
        Item::Static(item) => &item.ident,
        Item::Struct(item) => &item.ident,
        Item::Trait(item) => &item.ident,
        Item::Type(item) => &item.ident,
        Item::Union(item) => &item.ident,
        _ => return None,
    };
    Some(ident.to_string())
}
