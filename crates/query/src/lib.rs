//! The read side of xunwen: questions in, ranked pages of hits out.
//!
//! An [`Engine`] has opened one generation of an index and answers any number of questions, from
//! any number of threads. A question is a [`Request`]: a query as `xunwen-language` parses it, the
//! time at which it is asked, a [`Filter`], an [`Order`], and which part of the answer is wanted.
//! The answer has two tiers. The exact tier holds *every* article in which the query's keywords
//! literally occur, and is counted exactly; the related tier fills the page with articles that are
//! about the subject without containing it, found by words, pairs of characters and other wordings
//! ([`Expansion`]).
//!
//! [`Engine::search`] returns a whole [`Page`]. [`Engine::answer`] returns an [`Answer`], whose
//! hits are read one by one, so that all of a million can be exported. Both are plain data: a
//! [`Hit`] has its [`Tier`], its score and [`Passage`]s with the bytes that matched.
//!
//! ```
//! use xunwen_language::parse;
//! use xunwen_query::{Engine, Request, Tier};
//!
//! // An index of three articles in a temporary folder.
//! let folder = tempfile::tempdir()?;
//! let news = folder.path().join("news.jsonl");
//! std::fs::write(&news, concat!(
//!     r#"{"id": "a", "title": "微短剧出海", "body": "微短剧在海外走红。"}"#, "\n",
//!     r#"{"id": "b", "title": "短剧新赛道", "body": "短剧市场增长。"}"#, "\n",
//!     r#"{"id": "c", "title": "秋粮丰收", "body": "河南秋粮丰收。"}"#, "\n",
//! ))?;
//! let inputs = xunwen_index::inputs(&[news.display().to_string()])?;
//! let index = folder.path().join("index");
//! xunwen_index::Job { inputs, ..Default::default() }.run(&index, &mut |_| {})?;
//!
//! // 微短剧 occurs in one article; another is about it.
//! let engine = Engine::open(&index)?;
//! let page = engine.search(&Request::new(parse("微短剧")?, 1_766_508_240))?;
//! assert_eq!((page.totals.exact, page.totals.articles), (1, 3));
//! let found: Vec<_> = page.hits.iter().map(|hit| (hit.article.id.as_str(), hit.tier)).collect();
//! assert_eq!(found, [("a", Tier::Exact), ("b", Tier::Related)]);
//!
//! // The title, with the bytes that matched.
//! let title = &page.hits[0].title;
//! assert_eq!(&title.text[title.marks[0].clone()], "微短剧");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! What can be claimed of an answer, and how to check it, is in [`evidence`]; statistics over the
//! articles that a query finds are in [`corpus`]. A process that runs for long opens the index with
//! a [`Follower`].
//!
//! # Layers
//!
//! ```text
//! evidence  corpus       explanations, audits, receipts · trends, concordances, facets
//! engine                 opens, answers, pages
//! highlight  expansion   passages and marks · other wordings
//! ranking                BM25, the best documents, the second pass
//! matching               in which documents a query holds, and where
//! index                  an opened generation: segments, dictionaries, postings, columns
//! request                what is asked: data only
//! ```
//!
//! A file imports only from its own layer and those below.

/// Articles that another program holds, asked through an [`Engine`].
pub mod remote {
    pub use crate::engine::elsewhere::{DayCounts, Extent, Listing, Tally, ValueCounts};
    pub use crate::engine::plan::{LiteralPlan, RankingPlan, TermPlan};
    pub use crate::engine::remote::{Remote, RemoteAnswer, RemoteHits};
    pub use crate::engine::sample::Sample;
    pub use crate::index::collection::Collection;
    pub use crate::matching::literal_terms::TermCover;
}

pub mod corpus;
mod engine;
pub mod evidence;
mod expansion;
mod highlight;
mod index;
mod matching;
mod ranking;
mod request;

pub use engine::answer::Answer;
pub use engine::facade::Engine;
pub use engine::follower::Follower;
pub use engine::page::{Hit, Page, Tier, Totals};
pub use expansion::Expansion;
pub use highlight::article::MarkedArticle;
pub use highlight::passage::Passage;
pub use index::cancel::Cancel;
pub use index::error::Error;
pub use request::{Expand, ExpansionKind, Filter, Order, Request};
