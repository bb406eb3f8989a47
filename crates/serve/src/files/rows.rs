//! The hits of an answer that are written: all of them, or some that were chosen by their ids.

use std::collections::{BTreeSet, HashMap};

use axum::http::StatusCode;
use xunwen_query::{Answer, Error, Hit};

use crate::http::problem::Problem;

/// Hits of an answer, in its order.
#[derive(Debug)]
pub(crate) struct Rows<'a> {
    pub(crate) answer: &'a Answer<'a>,
    /// Places in the answer; `None` for all.
    places: Option<Vec<usize>>,
    most: usize,
}

impl<'a> Rows<'a> {
    /// Returns the hits of `answer` that `ids` name, or all of them if none is named.
    ///
    /// # Errors
    ///
    /// If an article that is named is not in the answer: a part must not be taken for the whole.
    pub(crate) fn of(answer: &'a Answer<'a>, ids: &[String]) -> Result<Self, Problem> {
        let places = if ids.is_empty() { None } else { Some(places(answer, ids)?) };
        Ok(Self { answer, places, most: usize::MAX })
    }

    /// Returns the first of these, at most so many.
    pub(crate) fn first(&self, most: usize) -> Self {
        Self { answer: self.answer, places: self.places.clone(), most }
    }

    pub(crate) fn len(&self) -> usize {
        self.places.as_ref().map_or(self.answer.len(), Vec::len).min(self.most)
    }

    /// Returns the places of the hits in the answer.
    pub(crate) fn places(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.len()).map(|at| self.places.as_ref().map_or(at, |places| places[at]))
    }

    /// Reads the hits one by one, with their passages.
    pub(crate) fn hits(&self) -> impl Iterator<Item = Result<Hit, Error>> + '_ {
        self.places().flat_map(|place| self.answer.hits_in(place..place + 1))
    }

    /// Reads the hits one by one, without looking for what matched.
    pub(crate) fn bare_hits(&self) -> impl Iterator<Item = Result<Hit, Error>> + '_ {
        self.places().flat_map(|place| match self.answer.bare_hits_in(place..place + 1) {
            Ok(hits) => hits.into_iter().map(Ok).collect(),
            Err(error) => vec![Err(error)],
        })
    }
}

/// Returns the places of the articles that `lists` name, ids between commas, in the order of the answer.
fn places(answer: &Answer<'_>, lists: &[String]) -> Result<Vec<usize>, Problem> {
    let known: HashMap<String, usize> =
        answer.ids()?.into_iter().enumerate().map(|(place, (id, _, _))| (id, place)).collect();
    let mut places = BTreeSet::new();
    for list in lists {
        let pieces: Vec<&str> = list.split(',').collect();
        let mut from = 0;
        while from < pieces.len() {
            let (place, to) = named(&known, &pieces, from)?;
            places.insert(place);
            from = to;
        }
    }
    Ok(places.into_iter().collect())
}

/// Returns the place of the article whose id begins at a piece, and the piece after it. An id may
/// contain commas itself: the shortest that is known is taken.
fn named(
    known: &HashMap<String, usize>,
    pieces: &[&str],
    from: usize,
) -> Result<(usize, usize), Problem> {
    let found = (from + 1..=pieces.len())
        .find_map(|to| Some((*known.get(&pieces[from..to].join(","))?, to)));
    found.ok_or_else(|| {
        let id: String = pieces[from].chars().take(100).collect();
        let detail = format!("the answer has no article with the id {id:?}");
        Problem::new(StatusCode::NOT_FOUND, "no-article", detail)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_may_contain_commas() {
        let known = ["a", "b,c", "b,c,d"].iter().zip(0..);
        let known: HashMap<String, usize> = known.map(|(id, at)| ((*id).to_owned(), at)).collect();
        let pieces = ["a", "b", "c", "d"];
        assert_eq!(named(&known, &pieces, 0), Ok((0, 1)));
        assert_eq!(named(&known, &pieces, 1), Ok((1, 3)));
        let unknown = named(&known, &pieces, 3).unwrap_err();
        assert_eq!((unknown.status, unknown.code), (404, "no-article"));
    }
}
