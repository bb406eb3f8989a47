//! Han characters that are the same in another script, region or time: the table of `han.txt`.

use std::sync::LazyLock;

const BMP_START: u32 = 0x2e80;
const BMP_END: u32 = 0x9fff;

static HAN_TABLE: LazyLock<HanTable> = LazyLock::new(HanTable::load);

/// The table of `han.txt`, arranged for look-up.
pub(in super::super) struct HanTable {
    /// What each character from [`BMP_START`] to [`BMP_END`] folds to.
    bmp: Vec<char>,
    /// Characters beyond, in code point order, and what they fold to.
    rare: Vec<(char, char)>,
}

impl HanTable {
    /// Returns the table, which is loaded on first use.
    pub(in super::super) fn table() -> &'static Self {
        &HAN_TABLE
    }

    /// Returns what `c` folds to, if it is a Han character or a radical.
    #[inline]
    pub(in super::super) fn get(&self, c: char) -> char {
        match u32::from(c) {
            code @ BMP_START..=BMP_END => self.bmp[(code - BMP_START) as usize],
            0x2_0000.. => self
                .rare
                .binary_search_by_key(&c, |&(from, _)| from)
                .map_or(c, |found| self.rare[found].1),
            _ => c,
        }
    }

    fn load() -> Self {
        let mut bmp: Vec<char> = (BMP_START..=BMP_END).filter_map(char::from_u32).collect();
        let mut rare = Vec::new();
        for (from, to) in pairs() {
            match u32::from(from) {
                code @ BMP_START..=BMP_END => bmp[(code - BMP_START) as usize] = to,
                // The table is sorted.
                _ => rare.push((from, to)),
            }
        }
        Self { bmp, rare }
    }
}

/// Returns the lines of the table, which the fingerprint of the analysis covers.
pub(in super::super) fn lines() -> impl Iterator<Item = &'static str> {
    include_str!("../han.txt").lines().filter(|line| !line.starts_with('#'))
}

/// Returns what folds and what it folds to, the first two characters of each line.
fn pairs() -> impl Iterator<Item = (char, char)> {
    lines().filter_map(|line| {
        let mut characters = line.chars();
        Some((characters.next()?, characters.next()?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn han_characters_of_other_scripts_regions_and_times_fold() {
        for (of, pairs) in [
            ("traditional", "龜龟 籲吁 鬚须 鑰钥 竈灶 靈灵 灑洒 蠶蚕"),
            (
                "context",
                "畫划 鍊链 俱具 哩里 徵征 釐厘 谘咨 馀余 迳径 钜巨 讬托 脩修 邨村 渖沈 幺么",
            ),
            ("taiwan", "汙污 韁缰 鯰鲇 媯妫 著着 齶颚"),
            ("hong kong", "枴拐 粧妆 糭粽 囪囱"),
            ("japan", "圏圈 姫姬 従从 桜樱 歓欢 鉱矿 縄绳 辺边 髪发 黙默 芸艺 缶罐 弁辩"),
            ("variants", "菴庵 闇暗 盃杯 犂犁 畊耕 煖暖 蹟迹 倣仿 舘馆 紬绸 䠀蹚 悳德 槩概 龝秋"),
            ("radicals", "⻔门 ⻋车 ⻜飞 ⺼肉"),
        ] {
            for pair in pairs.split(' ') {
                let folded: Vec<char> = pair.chars().map(|c| HanTable::table().get(c)).collect();
                assert_eq!(folded[0], folded[1], "{pair}, {of}");
            }
        }
    }

    #[test]
    fn han_characters_of_different_words_stay_apart() {
        let restored = "晖辉 邱丘 凋雕 黏粘 愣楞 薰熏 皙晰 勠戮 翦剪 骼胳 镕熔 诃呵 蹚趟";
        let names = "喆哲 堃坤 淼渺 犇奔 甯宁 仝同 阪坂";
        let japan = "予豫 欠缺 沪滤 连联 辨辩 瓣辩";
        let others = "妳奶 閤阁 糠粳 帐账 她他 〇零";
        for pairs in [restored, names, japan, others] {
            for pair in pairs.split(' ') {
                let folded: Vec<char> = pair.chars().map(|c| HanTable::table().get(c)).collect();
                assert_ne!(folded[0], folded[1], "{pair}");
            }
        }
    }

    #[test]
    fn the_table_is_sorted_and_needs_one_look_up() {
        let pairs: Vec<(char, char)> = pairs().collect();
        assert!(pairs.is_sorted_by(|a, b| a.0 < b.0));
        for (from, to) in pairs {
            assert_eq!(HanTable::table().get(from), to);
            assert_eq!(HanTable::table().get(to), to, "{from}");
        }
    }
}
