//! The choice among what may be learned.

/// Something that a keyword may be called.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Learned {
    /// What it is made of: stems of words, or characters.
    pub(super) parts: Vec<String>,
    /// How it is shown.
    pub(super) text: String,
    /// The literals by which it is found.
    pub(super) forms: Vec<String>,
    /// How often it occurs in the examples.
    pub(super) times: u64,
    /// In how many articles of the index it occurs.
    pub(super) articles: u64,
    /// How good it is.
    pub(super) score: f64,
}

/// Returns the best, `most` at most, that are at least `share` as good as the best of all.
///
/// Of two wordings, one inside the other, the longer says more. It is left out if it is seldom
/// there where the shorter is; the shorter is if no other article has it.
pub(super) fn choose(mut all: Vec<Learned>, share: f64, most: usize) -> Vec<Learned> {
    all.sort_by(|left, right| {
        right.score.total_cmp(&left.score).then_with(|| left.text.cmp(&right.text))
    });
    let least = all.first().map_or(0.0, |best| best.score * share);
    all.retain(|learned| learned.score >= least);
    let is_left_out = |own: &Learned| {
        all.iter().any(|other| {
            if other.is_part_of(own) {
                own.times * 2 < other.times
            } else {
                own.is_part_of(other)
                    && other.times * 2 >= own.times
                    && own.articles <= other.articles
            }
        })
    };
    let kept: Vec<bool> = all.iter().map(|own| !is_left_out(own)).collect();
    let kept = all.into_iter().zip(kept).filter(|&(_, kept)| kept);
    kept.map(|(learned, _)| learned).take(most).collect()
}

impl Learned {
    fn is_part_of(&self, longer: &Self) -> bool {
        let length = self.parts.len();
        length < longer.parts.len() && longer.parts.windows(length).any(|part| part == self.parts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn learned(text: &str, times: u64, articles: u64, score: f64) -> Learned {
        let parts = text.split(' ').map(str::to_owned).collect();
        Learned { parts, text: text.to_owned(), forms: Vec::new(), times, articles, score }
    }

    fn chosen(all: &[Learned]) -> Vec<String> {
        choose(all.to_vec(), 0.25, 3).into_iter().map(|learned| learned.text).collect()
    }

    #[test]
    fn the_longer_wording_tells_more_unless_it_is_rare() {
        let short = learned("micro", 28, 8, 9.0);
        let phrase = learned("micro short drama", 26, 7, 8.0);
        let inner = learned("micro short", 27, 7, 8.5);
        assert_eq!(
            chosen(&[phrase.clone(), inner.clone(), short.clone()]),
            ["micro", "micro short drama"]
        );
        assert_eq!(
            chosen(&[Learned { articles: 7, ..short.clone() }, phrase]),
            ["micro short drama"]
        );
        assert_eq!(chosen(&[short, learned("micro loan", 3, 3, 8.0)]), ["micro"]);
    }

    #[test]
    fn what_is_much_worse_than_the_best_is_left_out() {
        let all = [learned("a", 9, 9, 8.0), learned("b", 9, 9, 1.9), learned("c", 9, 9, 8.0)];
        assert_eq!(chosen(&all), ["a", "c"]);
        assert!(chosen(&[]).is_empty());
    }
}
