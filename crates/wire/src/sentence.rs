//! A receipt in a sentence, for the methods section of a paper.

use serde::Deserialize;

use crate::receipt::Receipt;

/// The language of a sentence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum SentenceLanguage {
    /// Chinese.
    #[default]
    Zh,
    /// English.
    En,
}

impl Receipt {
    /// Says in plain text what was asked, as `typed` and in its canonical form, of which index, when,
    /// and how many articles answered.
    ///
    /// Bounds of time are those of the receipt: published from `since` on, and before `until`.
    #[must_use]
    pub fn sentence(&self, typed: &str, language: SentenceLanguage) -> String {
        let typed = typed.trim();
        match language {
            SentenceLanguage::Zh => self.chinese(typed),
            SentenceLanguage::En => self.english(typed),
        }
    }

    fn chinese(&self, typed: &str) -> String {
        let mut text = match typed {
            "" => "检索全部文章".to_owned(),
            typed => format!("以检索式“{typed}”检索"),
        };
        let canonical = self.canonical(typed).map(|query| format!("规范写法“{query}”"));
        let since = self.since.as_deref().map(|time| format!("发表于{}及以后", moment(time)));
        let until = self.until.as_deref().map(|time| format!("发表于{}之前", moment(time)));
        let outlets = self.outlets().map(|name| format!("“{name}”"));
        let outlets: Vec<String> = outlets.chain(self.unnamed.then(|| "未署名者".into())).collect();
        let source = (!outlets.is_empty()).then(|| format!("媒体{}", outlets.join("、")));
        let details: Vec<String> =
            [canonical, since, until, source].into_iter().flatten().collect();
        if !details.is_empty() {
            text += &format!("（{}）", details.join("，"));
        }
        let Self { generation, program, digest, .. } = self;
        let [exact, articles] = [self.exact, self.articles].map(grouped);
        let time = moment(&self.answered_at);
        text += &format!(
            "，在索引第{generation}代的{articles}篇文章中命中{exact}篇\
            （{program}，{time}，北京时间；命中文章编号的xxh3摘要：{digest}）。"
        );
        text
    }

    fn english(&self, typed: &str) -> String {
        let mut text = match typed {
            "" => "A search for all articles".to_owned(),
            typed => format!("A search for “{typed}”"),
        };
        let canonical = self.canonical(typed).map(|query| format!("canonical form “{query}”"));
        let since = self.since.as_deref().map(|time| format!("published from {} on", moment(time)));
        let until = self.until.as_deref().map(|time| format!("published before {}", moment(time)));
        let outlets = self.outlets().map(|name| format!("“{name}”"));
        let outlets: Vec<String> = outlets.chain(self.unnamed.then(|| "none".into())).collect();
        let source = (!outlets.is_empty()).then(|| format!("outlet {}", outlets.join(" or ")));
        let details: Vec<String> =
            [canonical, since, until, source].into_iter().flatten().collect();
        if !details.is_empty() {
            text += &format!(" ({})", details.join(", "));
        }
        let Self { generation, program, digest, .. } = self;
        let [exact, articles] = [self.exact, self.articles].map(grouped);
        let time = moment(&self.answered_at);
        text += &format!(
            " found {exact} of {articles} articles in generation {generation} of the index \
            ({program}, {time} China time; xxh3 digest of the ids of the articles found: {digest})."
        );
        text
    }

    /// Returns the outlets that were asked for.
    fn outlets(&self) -> impl Iterator<Item = &str> {
        self.source.iter().chain(&self.sources).map(String::as_str)
    }

    /// Returns the canonical query, unless that is what was typed.
    fn canonical(&self, typed: &str) -> Option<&str> {
        let query = self.query.as_str();
        (query != typed && !query.is_empty()).then_some(query)
    }
}

/// Returns a time of a receipt as people read it: `2025-12-01`, or `2025-12-01 16:40:00`.
fn moment(time: &str) -> String {
    let time = time.strip_suffix("+08:00").unwrap_or(time);
    time.strip_suffix("T00:00:00").unwrap_or(time).replace('T', " ")
}

/// Returns a number with its thousands apart: `140,802`.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.char_indices() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::question::Order;

    fn receipt() -> Receipt {
        Receipt {
            receipt: 1,
            program: "xunwen 0.1.0".to_owned(),
            answered_at: "2026-11-29T15:43:03+08:00".to_owned(),
            query: "微短剧 AND 河南".to_owned(),
            notes: Vec::new(),
            since: Some("2025-12-01T00:00:00+08:00".to_owned()),
            until: Some("2026-01-01T00:00:00+08:00".to_owned()),
            source: Some("晚报".to_owned()),
            sources: Vec::new(),
            unnamed: false,
            order: Order::Newest,
            exact_only: true,
            offset: 0,
            limit: None,
            generation: 7,
            fingerprint: "f".to_owned(),
            articles: 140_802,
            exact: 23,
            digest: "0123456789abcdef".to_owned(),
            ids: Vec::new(),
        }
    }

    #[test]
    fn all_of_a_receipt_is_said_in_both_languages() {
        let chinese = "以检索式“微短剧 河南”检索（规范写法“微短剧 AND 河南”，发表于2025-12-01及以后，\
            发表于2026-01-01之前，媒体“晚报”），在索引第7代的140,802篇文章中命中23篇\
            （xunwen 0.1.0，2026-11-29 15:43:03，北京时间；命中文章编号的xxh3摘要：0123456789abcdef）。";
        let english = "A search for “微短剧 河南” (canonical form “微短剧 AND 河南”, published from \
            2025-12-01 on, published before 2026-01-01, outlet “晚报”) found 23 of 140,802 articles in \
            generation 7 of the index (xunwen 0.1.0, 2026-11-29 15:43:03 China time; xxh3 digest of the \
            ids of the articles found: 0123456789abcdef).";
        assert_eq!(receipt().sentence("微短剧 河南", SentenceLanguage::Zh), chinese);
        assert_eq!(receipt().sentence(" 微短剧 河南 ", SentenceLanguage::En), english);
    }

    #[test]
    fn what_was_not_asked_is_not_said() {
        let bare = Receipt { since: None, until: None, source: None, ..receipt() };
        let said = bare.sentence("微短剧 AND 河南", SentenceLanguage::En);
        assert!(said.starts_with("A search for “微短剧 AND 河南” found 23 of"), "{said}");
        let all = Receipt { query: String::new(), ..bare };
        let said = all.sentence("", SentenceLanguage::Zh);
        assert!(said.starts_with("检索全部文章，在索引第7代的"), "{said}");
    }

    #[test]
    fn several_outlets_and_none_are_said() {
        let sources = vec!["晚报".to_owned(), "晨报".to_owned()];
        let several = Receipt { source: None, sources, unnamed: true, ..receipt() };
        let said = several.sentence("", SentenceLanguage::Zh);
        assert!(said.contains("，媒体“晚报”、“晨报”、未署名者），"), "{said}");
        let said = several.sentence("", SentenceLanguage::En);
        assert!(said.contains(", outlet “晚报” or “晨报” or none) found"), "{said}");
    }

    #[test]
    fn thousands_are_set_apart() {
        let shown = [0, 999, 1000, 140_802, 1_000_000].map(grouped);
        assert_eq!(shown, ["0", "999", "1,000", "140,802", "1,000,000"]);
    }
}
