//! One form for characters that mean the same in a date.

use crate::characters::is_layout_control;

/// Returns a text with half-width characters, small letters, simplified Han characters, and white
/// space for brackets; what readers do not see is left out.
pub(super) fn plain(text: &str) -> String {
    text.chars().filter(|c| !is_layout_control(*c)).map(plain_char).collect()
}

fn plain_char(c: char) -> char {
    let half = match c {
        '\0'..='~' => c,
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe63}' => '-',
        '\u{2236}' | '\u{fe55}' | '\u{fe13}' => ':',
        '\u{2215}' | '\u{2044}' => '/',
        c => simplified(c),
    };
    match half {
        '[' | ']' | '(' | ')' | '【' | '】' | '〔' | '〕' | '「' | '」' | '『' | '』' | '"'
        | '\'' | '“' | '”' | '‘' | '’' => ' ',
        '丨' | '│' | '｜' => '|',
        '、' => ',',
        c if c.is_whitespace() => ' ',
        c => c.to_ascii_lowercase(),
    }
}

/// Returns the simplified form of a traditional character that occurs around dates.
fn simplified(c: char) -> char {
    match c {
        '時' => '时',
        '點' => '点',
        '號' => '号',
        '週' => '周',
        '禮' => '礼',
        '國' => '国',
        '華' => '华',
        '發' => '发',
        '佈' => '布',
        '間' => '间',
        '編' => '编',
        '輯' => '辑',
        '來' => '来',
        '於' => '于',
        '後' => '后',
        '剛' => '刚',
        '鐘' | '鍾' => '钟',
        '個' => '个',
        '兩' => '两',
        '責' => '责',
        '記' => '记',
        '閱' => '阅',
        '讀' => '读',
        '瀏' => '浏',
        '覽' => '览',
        '擊' => '击',
        '評' => '评',
        '論' => '论',
        '標' => '标',
        '準' => '准',
        '臺' => '台',
        '東' => '东',
        '協' => '协',
        '調' => '调',
        '網' => '网',
        '報' => '报',
        '電' => '电',
        '訊' => '讯',
        '聞' => '闻',
        '頻' => '频',
        '線' => '线',
        '夜' | '亱' => '夜',
        '裡' | '裏' => '里',
        '傳' => '传',
        '創' => '创',
        '轉' => '转',
        '載' => '载',
        '屬' => '属',
        '導' => '导',
        '誌' => '志',
        c => c,
    }
}
