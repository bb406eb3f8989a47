//! The whole program, tried from outside. Every test runs in a folder of its own.
#![allow(clippy::unwrap_used, reason = "a failed test should say where")]
#![allow(clippy::print_stdout, reason = "a test that is skipped should say so")]

/// A cluster of OpenSearch to ask.
#[path = "../crates/cluster/tests/servers/mod.rs"]
mod servers;
/// Worlds, transcripts, and the data that may be beside the project.
mod support;

/// Indexes of a cluster: the same answers, whatever happens to its nodes.
mod cluster;
/// Indexes of earlier programs, read by this one.
mod compatibility;
/// Facets and trends, counted once more by reading the articles.
mod counts;
/// Damage, put anywhere: found, and never made to look sound.
mod damage;
/// A disk without room: the old answers, and the same command once there is room.
mod disk;
/// The documents of the repository, executed.
mod documents;
/// Every error a user can cause: message, hint, exit status, and nothing lost.
mod errors;
/// Rankings measured on judged queries, by hand.
mod evaluation;
/// Answers one can cite: audits, receipts, explanations, exports.
mod evidence;
/// Other wordings of a query, switched, counted and named.
mod expansion;
/// Every operation on files fails once, in each of seven jobs.
mod faults;
/// Files as people have them: what was lost or misread without a word.
mod files;
/// Generations: rebuilt, compared, gone back to; and care for the live one.
mod generations;
/// Queries of the whole language, judged by an evaluator that shares no code with the engine.
mod grammar;
/// The order of the source: no circle of imports, and arrows only downwards.
mod house;
/// Articles in: formats, updates, rejects.
mod index;
/// Searches that a signal ends: whole lines, and its exit status.
mod interrupted;
/// Unattended jobs: cut short, resumed, reported as JSON.
mod jobs;
/// Jobs that are killed at random moments and started again.
mod kills;
/// The limits of inputs: what is too much is told, and signals are heard whatever is read.
mod limits;
/// Literals in real news, judged by a scan that shares no code with the engine.
mod literals;
/// What counts as an occurrence, on text of all of Unicode and by counts over news.
mod occurrences;
/// What comes out: JSON, CSV, TREC, streams.
mod output;
/// Passages and their marks, over random articles, queries and widths.
mod passages;
/// The order of the related tier: where a query occurs, and what the best have in common.
mod ranking;
/// Readers that may not write: modes, another user, a read-only mount.
mod readers;
/// The sample builds and is found by its own queries.
mod sample;
/// What a query means: tiers, orders, filters, pages, odd input.
mod search;
/// The index over HTTP: where it listens, and how it ends.
mod serve;
/// What reaches a terminal: the program's own colours, and nothing that acts on it.
mod terminal;
/// The words of an index, put in later.
mod vocabulary;
/// Standing queries: each new article reported once, whatever happens.
mod watch;
/// Questions asked within another, and answers that are read in part.
mod within;
/// Keywords in context, collocates and keywords: lines, numbers, alignment.
mod words;
