//! Rounds: conditions on positions with few of their alternatives first.
//!
//! Of fifty common characters, one of the first mostly stands where the condition wants it. The
//! positions of the others need to be read only in the documents that are left.

use crate::matching::phrase::Phrase;
use crate::matching::proximity::Condition;

/// How many alternatives of each phrase are tried, round by round, before all of them are.
const WIDTHS: [usize; 2] = [1, 8];

impl Condition {
    /// Returns the condition with ever more alternatives; the last has all.
    pub(super) fn rounds(&self) -> Vec<Self> {
        let most = self.phrases().into_iter().map(Phrase::alternatives).max().unwrap_or(1);
        // Twice as many cost little more than trying the half first.
        let widths = WIDTHS.into_iter().filter(|width| width * 2 < most);
        widths.map(|width| self.first(width)).chain([self.clone()]).collect()
    }

    /// Returns the condition with the first `width` alternatives of each phrase.
    fn first(&self, width: usize) -> Self {
        match self {
            Self::Occurs(phrase) => Self::Occurs(phrase.first(width)),
            Self::Near { distance, ordered, left, right } => {
                let (left, right) = (left.first(width), right.first(width));
                Self::Near { distance: *distance, ordered: *ordered, left, right }
            }
            Self::Same { unit, phrases } => {
                let phrases = phrases.iter().map(|phrase| phrase.first(width)).collect();
                Self::Same { unit: *unit, phrases }
            }
            Self::AtLeast { count, phrase } => {
                Self::AtLeast { count: *count, phrase: phrase.first(width) }
            }
        }
    }
}

impl Phrase {
    fn alternatives(&self) -> usize {
        if let Self::Any(phrases) = self { phrases.len() } else { 1 }
    }

    fn first(&self, width: usize) -> Self {
        match self {
            Self::Any(phrases) => Self::Any(phrases.iter().take(width).cloned().collect()),
            other => other.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use xunwen_schema::Literal;

    use super::*;

    #[test]
    fn few_alternatives_are_tried_before_all() {
        let phrase = |count: usize| {
            let literals = "一二三四五六七八九十甲乙丙丁戊己庚辛壬癸".chars().take(count);
            let literals = literals.filter_map(|c| Literal::new(&c.to_string()));
            Phrase::Any(literals.map(|literal| Phrase::new(literal, false)).collect())
        };
        let widths = |left: usize, right: usize| -> Vec<Vec<usize>> {
            let (left, right) = (phrase(left), phrase(right));
            let near = Condition::Near { distance: 3, ordered: false, left, right };
            let width =
                |it: &Condition| it.phrases().into_iter().map(Phrase::alternatives).collect();
            near.rounds().iter().map(width).collect()
        };
        assert_eq!(widths(1, 2), [[1, 2]]);
        assert_eq!(widths(2, 3), [[1, 1], [2, 3]]);
        assert_eq!(widths(20, 4), [[1, 1], [8, 4], [20, 4]]);
    }
}
