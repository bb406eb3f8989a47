// The words of the page, in Chinese and English.

const SYNTAX = ["微短剧 河南", "河南 OR 郑州", "微短剧 -广告", "“新质生产力”", "（河南 或 郑州）微短剧", "chat*", "微短剧 近/10字 出海", "微短剧 同句 出海", "标题:微短剧", "来源:人民日报", "日期:2025-12"];
const SYNTAX_ZH = ["都要出现", "出现其一", "不要出现", "短语，保留空格", "括号", "词的开头", "相距不远", "在同一句里", "只在一处", "来源", "日期"];
const SYNTAX_EN = ["all must stand", "one must stand", "must not stand", "phrase, keeps its spaces", "brackets", "beginning of a word", "close together", "in one sentence", "in one field", "outlet", "date"];
const KEYS = ["/", "j · k", "Enter", "n · p", "x · Esc", "[ · ]", "?"];
const KEYS_ZH = ["到搜索框", "下一篇、上一篇", "打开文章", "文中下一处、上一处", "关闭文章", "上一页、下一页", "这份说明"];
const KEYS_EN = ["to the search box", "next hit, hit before", "open the article", "next mark, mark before", "close the article", "page before, next page", "this guide"];
const EXAMPLES = ["微短剧 出海", "碳中和 -碳达峰", "标题:低空经济", "人工智能 同句 就业", "无人机送货为什么这么快"];

const rows = (what, written) => what.map((text, at) => [text, written[at]]);
const number = (lang) => (count) => count.toLocaleString(lang);
const zh = number("zh-CN");
const en = number("en");
const many = (count, one, more) => `${en(count)} ${count === 1 ? one : more}`;

// Messages about a malformed query, by the server's `reason`.
const REASONS_ZH = {
  "nothing-before": "这里的运算符前面缺关键词",
  "nothing-after": "这里的运算符后面缺关键词",
  "empty-brackets": "括号里没有关键词",
  "unclosed-bracket": "括号没有关上",
  "unopened-bracket": "多了一个右括号",
  "unclosed-quote": "引号没有关上",
  "bare-star": "* 前面缺词的开头",
  number: "数字缺失，或超出范围",
  boost: "权重要大于 0，且不能太大",
  date: "日期写作 2025、2025-12、2025-12-31 或 最近30天",
  "backward-range": "日期范围的结束早于开始",
  "not-a-place": "这个运算符两边要是关键词、短语或（甲 或 乙）",
  "chained-distance": "两个距离之间要有“且”",
  "not-in-field": "这里不能用在字段后面",
  "only-negations": "只说了不要什么，还要说要什么",
  "too-deep": "括号套得太深",
};

// Notes on a query, by their `name`: how the place was read, and what to write instead.
const NOTES_ZH = {
  "dash-before-keyword": "按文字查找；不要出现的词，前面写连字符：-广告",
  "exclamation-before-keyword": "按文字查找；不要出现的词，前面写连字符：-广告",
  "plus-before-keyword": "按文字查找；不写加号，关键词也都要出现",
  "lone-sign": "按文字查找；用空格隔开的关键词都要出现",
  "small-operator": "按文字查找；运算符要大写：OR、NOT",
  "other-distance": "按文字查找；距离写作 near/10 或 近/10字",
  "unknown-field": "按文字查找；字段有 标题: 正文: 摘要: 导语: 来源: 标签: 语言: 日期:",
  tilde: "按文字查找；距离写在两个关键词之间：微短剧 近/10字 出海",
  range: "按文字查找；日期范围写作 日期:2024..2025",
  regex: "按文字查找；不支持正则表达式",
  braces: "按文字查找；分组用圆括号",
  truncation: "按文字查找；任意词尾写作 econom*",
  "leading-wildcard": "按文字查找；中文关键词在长词里也能找到",
  "wildcard-in-word": "按文字查找；通配符用在汉字之间，或词的末尾：chat*",
  "minus-before-number": "按文字查找；要排除它，先写要出现的词：微短剧 -3.2%",
  "punctuation-dropped": "是标点，不参与查找",
  "only-punctuation": "只有标点，什么也找不到；请输入文字或数字",
};

const PROBLEMS_ZH = {
  "query-too-costly": "关键词太多了",
  "too-large": "太长或太多了",
  date: "日期写作 2025-12-30、2025-12 或 2025",
  busy: "现在查询的人太多，请稍后再试",
  dear: "这个查询太费时，前面还有同样费时的查询在等，请稍后再试，或去掉几个常用字",
  slow: "查询用时太久，请稍后再试，或换一个范围小些的",
  "cursor-gone": "索引更新了，原来的翻页已失效；下面是现在的第一页",
  cursor: "翻页与这次查询不符",
  "no-article": "没有这篇文章",
  internal: "索引读不出来",
};

const PROBLEMS_EN = { "cursor-gone": "the index has changed and that page is no longer kept; this is the first page of today's answer" };

const chinese = {
  lang: "zh-CN", other: "English", go: "搜索", box: "关键词", hint: "微短剧 河南 -广告",
  filters: "筛选", sort: "排序", relevance: "最相关", newest: "最新", oldest: "最早", exactOnly: "只看精确", since: "从", until: "到", source: "来源",
  exact: "精确", related: "相关", matched: "含", via: "又作", others: "也找别的说法", noOthers: "不找别的说法", alsoFor: (part) => `${part} 也作`, number: zh,
  kinds: { regional: "地区用词", names: "译名", numbers: "数字写法", learned: "另一种语言的说法" }, onlyThis: "只看这个来源", below: "与所问相近，但没有包含全部关键词。",
  tierOf: { exact: (count) => `精确 ${zh(count)} 篇`, related: (count) => `相关 ${zh(count)} 篇` },
  found: (s) => `精确 ${zh(s.exact)} 篇${s.related === undefined ? "" : `，相关 ${zh(s.related)} 篇`}；索引共 ${zh(s.articles)} 篇 · ${s.elapsed_ms} 毫秒`,
  none: "没有找到。换个说法，或放宽筛选。", csv: "导出 CSV", jsonl: "导出 JSONL", receipt: "下载凭证", articles: (count) => `${zh(count)} 篇`, headline: "标题",
  without: (text) => `去掉筛选：${text}`, timeline: "时间轴：点一段，只看那段", period: (period, found) => `${period}：${zh(found)} 篇`, most: (count) => `最多 ${zh(count)} 篇`,
  previous: "← 上一页", next: "下一页 →", original: "原文", close: "关闭", markBack: "上一处", markOn: "下一处", noMarks: "没有标记", guide: "使用说明",
  note: (n) => (NOTES_ZH[n.name] ? `“${n.found}”${NOTES_ZH[n.name]}。` : n.message),
  failed: "连不上服务器。", problem: (p) => (p.code === "query" ? `看不懂这里：${REASONS_ZH[p.reason] ?? p.detail}。` : `${PROBLEMS_ZH[p.code] ?? p.detail}。`),
  promise: "先求全，再求近：含有关键词的文章一篇不漏，数目精确；其后是内容相近的文章。",
  index: (i) => `${zh(i.articles)} 篇文章${i.oldest ? `，${i.oldest.slice(0, 10)} 至 ${i.newest.slice(0, 10)}` : ""}，${zh(i.sources.length)} 个来源`,
  examples: EXAMPLES, syntaxTitle: "查询写法", syntax: rows(SYNTAX_ZH, SYNTAX), keysTitle: "按键", keys: rows(KEYS_ZH, KEYS),
};

const english = {
  lang: "en", other: "中文", go: "Search", box: "Keywords", hint: "微短剧 河南 -广告",
  filters: "Filters", sort: "Order", relevance: "best first", newest: "newest first", oldest: "oldest first", exactOnly: "exact only", since: "From", until: "To", source: "Outlet",
  exact: "exact", related: "related", matched: "by", via: "via", others: "other wordings too", noOthers: "no other wordings", alsoFor: (part) => `also for ${part}:`, number: en,
  kinds: { regional: "regional word", names: "name", numbers: "number", learned: "in the other language" }, onlyThis: "only this outlet", below: "About what was asked, without holding all of it.",
  tierOf: { exact: (count) => `${en(count)} exact`, related: (count) => `${en(count)} related` },
  found: (s) => `${en(s.exact)} exact${s.related === undefined ? "" : `, ${en(s.related)} related`} of ${many(s.articles, "article", "articles")} · ${s.elapsed_ms} ms`,
  none: "Nothing found. Try other words, or fewer filters.", csv: "Export CSV", jsonl: "Export JSONL", receipt: "Receipt", articles: (count) => many(count, "article", "articles"), headline: "headline",
  without: (text) => `take away the filter ${text}`, timeline: "timeline: click a period to narrow to it", period: (period, found) => `${period}: ${many(found, "article", "articles")}`, most: (count) => `at most ${many(count, "article", "articles")}`,
  previous: "← Previous", next: "Next →", original: "Original", close: "close", markBack: "mark before", markOn: "next mark", noMarks: "no marks", guide: "Guide",
  note: (n) => `${n.message}.`,
  failed: "The server cannot be reached.", problem: (p) => `${p.code === "query" ? "Cannot read this: " : ""}${PROBLEMS_EN[p.code] ?? p.detail}.`,
  promise: "Complete, then related: every article that holds the keywords, exactly counted; below those, articles that are about them.",
  index: (i) => `${many(i.articles, "article", "articles")}${i.oldest ? `, ${i.oldest.slice(0, 10)} to ${i.newest.slice(0, 10)}` : ""}, ${many(i.sources.length, "outlet", "outlets")}`,
  examples: EXAMPLES, syntaxTitle: "How to write a query", syntax: rows(SYNTAX_EN, SYNTAX), keysTitle: "Keys", keys: rows(KEYS_EN, KEYS),
};

export const languages = { zh: chinese, en: english };
