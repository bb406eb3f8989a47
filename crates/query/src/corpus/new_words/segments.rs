//! Pieces: what a dictionary cuts a text into, stretch by stretch.

use xunwen_schema::{Analyzer, AtomKind, Atoms, Cut, Hmm, Literal};

/// Characters that precede or follow a word rather than being part of it: function words, numerals,
/// units of time and measure, and words of place.
const FUNCTIONAL: &str = "的了是在和与及或也都就而但并将把被让对向从到为以于由其这那该此各每某本我你他她它们个些有没\
    不无很更最太已曾正再又还只仅能会可要想应须使令得地着过呢吗吧啊之者所等则且若如因虽即均皆亦仍却才刚\
    年月日时分秒点号岁届次条项名位件种只家起场座部台辆架艘所份级倍第一二三四五六七八九十百千万亿两几多数半零〇\
    上下中里内外前后间旁边来去出入给做用按据经随自至往当同跟比称说讲看见听问叫请带达占约超近逾余增降涨跌\
    枚支颗匹头栋幢亩吨米元斤层排双套批笔首篇株棵块张把顶创奏迎";

/// Longer pieces that do the same.
const FRAMES: [&str; 32] = [
    "起来", "至少", "造成", "具有", "预计", "显示", "播出", "今晚", "今天", "广大", "最新", "备受",
    "倍感", "现有", "编辑", "应对", "激发", "抓获", "牢记", "深刻", "强烈", "亲切", "牢固", "牢牢",
    "播发", "缅怀", "传承", "力戒", "打赢", "圆满", "以下", "推进",
];

/// The pieces of a text.
pub(crate) struct Pieces {
    atoms: Atoms,
    cuts: Vec<std::ops::Range<usize>>,
}

impl Pieces {
    /// Cuts `text` by the dictionary, without guessing.
    pub(crate) fn of(analyzer: &Analyzer, text: &str) -> Self {
        let atoms = Atoms::scan(text);
        let mut cuts = analyzer.plain_words(&atoms, Cut::Whole, Hmm::Off);
        cuts.sort_unstable_by_key(|cut| cut.start);
        Self { atoms, cuts }
    }

    /// Calls `take` with each stretch of neighbouring pieces of Han characters alone.
    pub(crate) fn each(&self, mut take: impl FnMut(&[String])) {
        let mut row: Vec<String> = Vec::new();
        let mut end = 0;
        for cut in &self.cuts {
            let is_han = cut
                .clone()
                .all(|at| self.atoms.get(at).is_some_and(|atom| atom.kind == AtomKind::Han));
            if (cut.start != end || !is_han) && !row.is_empty() {
                take(&row);
                row.clear();
            }
            if is_han {
                row.push(self.atoms.join(cut.clone()).to_owned());
            }
            end = cut.end;
        }
        if !row.is_empty() {
            take(&row);
        }
    }
}

/// Returns whether a piece occurs beside words rather than at either end of one.
pub(crate) fn is_functional(piece: &str) -> bool {
    let mut characters = piece.chars();
    let first = characters.next();
    let second = characters.next();
    let is_single = first.is_some_and(|first| second.is_none() && FUNCTIONAL.contains(first));
    is_single || FRAMES.contains(&piece)
}

/// Returns `word` as written in `text`, with a few characters on both sides.
pub(crate) fn around(text: &str, word: &str) -> Option<String> {
    const ATOMS: usize = 8;
    let atoms = Atoms::scan(text);
    let word = Literal::new(word)?;
    let place = word.find(&atoms).next()?;
    let around = place.start.saturating_sub(ATOMS)..(place.end + ATOMS).min(atoms.len());
    let shown = text.get(atoms.span(around))?;
    Some(shown.split_whitespace().collect())
}
