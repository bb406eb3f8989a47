// What the pages in both languages share.

const SYNTAX = ["微短剧 河南", "河南 OR 郑州", "微短剧 -广告", "“新质生产力”", "（河南 或 郑州）微短剧", "chat*", "微短剧 近/10字 出海", "微短剧 同句 出海", "标题:微短剧", "来源:人民日报", "日期:2025-12"];
export const KEYS = ["/", "j · k", "Enter", "n · p", "x · Esc", "[ · ]", "?"];
export const EXAMPLES = ["微短剧 出海", "碳中和 -碳达峰", "标题:低空经济", "人工智能 同句 就业", "无人机送货为什么这么快"];

export const rows = (what, written) => what.map((text, at) => [text, written[at]]);
export const syntaxRows = (what) => rows(what, SYNTAX);
export const keyRows = (what) => rows(what, KEYS);
export const number = (lang) => (count) => Number(count).toLocaleString(lang);
// A share of 10,000, short enough to compare.
export const share = (value) => (value === 0 ? "0" : value >= 100 ? value.toFixed(0) : value >= 1 ? value.toFixed(1) : value.toPrecision(2));
export const bytes = (count) => (count < 1000 ? `${count} B` : count < 1e6 ? `${(count / 1e3).toFixed(0)} kB` : `${(count / 1e6).toFixed(1)} MB`);
