// Elements. Answers are only ever shown as text, never parsed as HTML.

const bytes = new TextEncoder();
const letters = new TextDecoder();

export const byId = (id) => document.getElementById(id);

export function element(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

// Appends a text with its marks, which are byte ranges; a mark may continue from the line before.
export function marked(parent, { text, marks }) {
  const all = bytes.encode(text);
  let from = 0;
  for (const [start, end, goesOn] of marks) {
    parent.append(letters.decode(all.subarray(from, start)));
    parent.append(element("mark", goesOn ? "goes-on" : "", letters.decode(all.subarray(start, end))));
    from = end;
  }
  parent.append(letters.decode(all.subarray(from)));
  return parent;
}

// Splits a text at its line breaks, together with the marks that span one.
export function lines({ text, marks }) {
  let from = 0;
  const cut = text.split("\n").map((line) => {
    const end = from + bytes.encode(line).length;
    const own = marks.filter(([start, stop]) => start < end && stop > from);
    const moved = own.map(([start, stop]) => [Math.max(start, from) - from, Math.min(stop, end) - from, start < from]);
    from = end + 1;
    return { text: line, marks: moved };
  });
  return cut.filter((line) => line.text.trim());
}

// A day, or a day and a minute.
export const time = (published) => published?.replace("T", " ").slice(0, 16);
