// Elements. Answers are only ever shown as text, never parsed as HTML.

const bytes = new TextEncoder();
const letters = new TextDecoder();
const SVG = "http://www.w3.org/2000/svg";

export const byId = (id) => document.getElementById(id);

export function element(name, className, ...content) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...content.filter((part) => part !== undefined && part !== null));
  return made;
}

export function drawn(name, attributes, ...content) {
  const made = document.createElementNS(SVG, name);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  made.append(...content);
  return made;
}

// A button that acts; `key` names it for the focus after the list around it was made anew.
export function button(className, text, act, key) {
  const made = element("button", className, text);
  made.type = "button";
  if (key) made.dataset.key = key;
  made.addEventListener("click", act);
  return made;
}

export function link(className, text, address, external = false) {
  const made = element("a", className, text);
  made.href = address;
  if (external) Object.assign(made, { target: "_blank", rel: "noopener noreferrer" });
  return made;
}

export function table(heads, rows, className = "") {
  const head = element("tr", "", ...heads.map((text) => Object.assign(element("th", "", text), { scope: "col" })));
  const lines = rows.map((cells) => element("tr", "", ...cells.map((cell) => (cell instanceof HTMLTableCellElement ? cell : element("td", "", cell)))));
  const made = element("table", className, element("thead", "", head), element("tbody", "", ...lines));
  return element("div", "scroll", made);
}

// The language that a text is written in, for fonts and voices.
export const languageOf = (text) => (/[\u3400-\u9fff\u{20000}-\u{3ffff}]/u.test(text) ? "zh" : /[A-Za-z]/.test(text) ? "en" : "");

// Appends a text with its marks and those of other wordings, which are byte ranges; a mark may continue from
// the line before.
export function marked(parent, { text, marks = [], others = [] }) {
  const all = bytes.encode(text);
  // Of a hit, `marks` hold the other wordings, too.
  const ranges = [...others.map((range) => ["other", ...range]), ...marks.map((range) => ["", ...range])];
  ranges.sort((one, two) => one[1] - two[1]);
  let from = 0;
  for (const [kind, start, end, goesOn] of ranges) {
    if (start < from) continue;
    parent.append(letters.decode(all.subarray(from, start)));
    const mark = element("mark", kind, letters.decode(all.subarray(start, end)));
    if (goesOn) mark.classList.add("goes-on");
    parent.append(mark);
    from = end;
  }
  parent.append(letters.decode(all.subarray(from)));
  const language = languageOf(text);
  if (language) parent.lang = language;
  return parent;
}

export const byteLength = (text) => bytes.encode(text).length;

// The part of a marked text from one place to another, in bytes; a mark that is cut goes on in the next part.
export function part({ text, marks = [], others = [] }, from, to) {
  const own = (ranges) => ranges.filter(([start, end]) => start < to && end > from)
    .map(([start, end]) => [Math.max(start, from) - from, Math.min(end, to) - from, start < from]);
  return { text: letters.decode(bytes.encode(text).subarray(from, to)), marks: own(marks), others: own(others) };
}

// Splits a text at its line breaks, together with the marks that span one.
export function lines(marked) {
  let from = 0;
  const cut = marked.text.split("\n").map((line) => {
    const to = from + byteLength(line);
    const own = part(marked, from, to);
    from = to + 1;
    return own;
  });
  return cut.filter((line) => line.text.trim());
}

// A day, or a day and a minute.
export const time = (published) => published?.replace("T", " ").slice(0, 16);

// Makes the content of `region` anew without losing the focus: it stays on the part of the same key, or goes
// to `otherwise`.
export function renew(region, content, otherwise) {
  const focused = region.contains(document.activeElement) ? document.activeElement : null;
  const key = focused && (focused.dataset.key ?? focused.id);
  region.replaceChildren(...content);
  if (!focused || region.contains(document.activeElement)) return;
  const same = key && [...region.querySelectorAll("[data-key], [id]")].find((one) => (one.dataset.key ?? one.id) === key && !one.disabled);
  (same ?? otherwise ?? byId("status")).focus({ preventScroll: true });
}
