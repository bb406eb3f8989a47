// The structure of a summary that was flattened into one line: headings, bullets, references.
//
// Services that condense Chinese articles in English write `Core Insights - … [1] - … Group 1: Title - …`.
// Only a text that begins with such a heading, or holds a numbered group, is taken for one; a dash in prose, a
// dateline or a bracketed number elsewhere stays text.
import { byteLength, element, lines, marked, part } from "./dom.js";

const LEAD = /^(?:Core (?:Viewpoints?|Views?|Insights?|Points?|Ideas?|Findings?)|Key (?:Points?|Takeaways?|Insights?|Findings?)|(?:Executive )?Summary|Overview)$/;
const GROUP = /^Group \d{1,2}: /;
// Words of a heading in title case; small words may stand inside.
const SMALL = /^(?:a|an|and|as|at|by|for|from|in|into|of|on|or|over|the|to|vs\.?|with|&)$/;
const CAPITAL = /^[“"'(]*[\p{Lu}\p{Nd}]/u;
const MOST_WORDS = 12;
// A sentence or reference ends.
const END = /(?:[.!?。！？][”"’')]*|\[\d{1,3}\])$/;
const BULLET = /(?:^|\s)[-–•]\s+/g;
const REFERENCE = /((?:\[\d{1,3}\])+)/;

const isGroup = (text) => GROUP.test(text) && isHeading(text.replace(GROUP, ""));

function isHeading(text) {
  if (LEAD.test(text) || isGroup(text)) return true;
  const words = text.split(/\s+/);
  if (words.length > MOST_WORDS || /[.!?;:,。！？；：，]$/.test(text)) return false;
  return CAPITAL.test(words[0]) && words.every((word) => CAPITAL.test(word) || SMALL.test(word));
}

// Splits the end of a bullet from a heading that follows it: `… [2] Industry Overview`.
function ending(text) {
  const trimmed = text.trimEnd();
  if (END.test(trimmed)) return { body: trimmed.length, heading: trimmed.length };
  const ends = [...trimmed.matchAll(/(?:[.!?。！？][”"’')]*|\[\d{1,3}\])\s+/g)];
  for (const end of ends) {
    const from = end.index + end[0].length;
    if (isHeading(trimmed.slice(from))) return { body: end.index + end[0].trimEnd().length, heading: from };
  }
  return null;
}

// Returns the blocks of a text as `[kind, from, to]`, in characters; none for a text without structure. A
// passage may begin anywhere in a summary.
function outline(text, isPassage) {
  const blocks = [];
  let kind = "paragraph";
  let from = 0;
  for (const dash of text.matchAll(BULLET)) {
    const before = text.slice(from, dash.index);
    const isFirst = blocks.length === 0;
    if (isFirst && (!before.trim() || isHeading(before.trim()))) {
      if (before.trim()) blocks.push(["heading", from, dash.index]);
    } else {
      const cut = ending(before);
      if (!cut) continue;
      blocks.push([kind, from, from + cut.body]);
      if (cut.heading < before.trimEnd().length) blocks.push(["heading", from + cut.heading, dash.index]);
    }
    kind = "bullet";
    from = dash.index + dash[0].length;
  }
  blocks.push([kind, from, text.length]);
  const headings = blocks.filter(([of]) => of === "heading").map(([, start, end]) => text.slice(start, end).trim());
  const isKnown = headings.some((heading) => LEAD.test(heading) || isGroup(heading));
  const hasReferences = blocks.some(([of, start, end]) => of === "bullet" && END.test(text.slice(start, end).trim())) && REFERENCE.test(text);
  return isKnown || (isPassage && hasReferences) ? blocks : [];
}

// Returns the blocks of a marked text: `{ kind, text, marks, others }`.
export function blocks(whole, isPassage = false) {
  const { text } = whole;
  return outline(text, isPassage).map(([kind, start, end]) => {
    const inner = text.slice(start, end);
    const from = start + inner.length - inner.trimStart().length;
    const to = end - (inner.length - inner.trimEnd().length);
    return { kind, ...part(whole, byteLength(text.slice(0, from)), byteLength(text.slice(0, Math.max(from, to)))) };
  }).filter((block) => block.text);
}

// Appends a block, its references raised.
function written(parent, block) {
  let from = 0;
  for (const piece of block.text.split(REFERENCE)) {
    const to = from + byteLength(piece);
    const own = part(block, from, to);
    marked(REFERENCE.test(piece) ? parent.appendChild(element("sup", "reference")) : parent, own);
    from = to;
  }
  return parent;
}

// Lays out a summary for reading: headings, lists of bullets, paragraphs.
export function summaryParts(whole) {
  const found = blocks(whole);
  if (found.length === 0) return lines(whole).map((line) => marked(element("p"), line));
  const parts = [];
  for (const block of found) {
    if (block.kind === "bullet") {
      if (parts.at(-1)?.tagName !== "UL") parts.push(element("ul", "bullets"));
      parts.at(-1).append(written(element("li"), block));
    } else {
      parts.push(written(element(block.kind === "heading" ? "h3" : "p"), block));
    }
  }
  return parts;
}

// Lays out a passage of a summary for a list: the bullet that matched, under its heading.
export function passageParts(passage) {
  const found = passage.field === "summary" ? blocks(passage, true) : [];
  if (found.length === 0) return [marked(element("p"), passage)];
  const isMarked = ({ marks, others }) => marks.length + others.length > 0;
  const shown = found.find((block) => block.kind !== "heading" && isMarked(block)) ?? found.find(({ kind }) => kind !== "heading") ?? found[0];
  const before = found.slice(0, found.indexOf(shown)).findLast(({ kind }) => kind === "heading");
  const line = element("p", shown.kind === "bullet" ? "bullet" : "");
  if (before) line.append(written(element("strong", "heading"), before), " ");
  return [written(line, shown)];
}
