// The guide: shown on an empty page and when the question mark is clicked.
import { ask } from "/api.js";
import { byId, element } from "/dom.js";

export async function showWelcome(words, signal) {
  const place = byId("welcome");
  place.hidden = false;
  const index = await ask("/api/index", "", signal);
  const examples = element("p", "examples");
  for (const query of words.examples) {
    const link = element("a", "", query);
    link.href = `?${new URLSearchParams({ q: query })}`;
    examples.append(link);
  }
  place.replaceChildren(element("p", "promise", words.promise), element("p", "facts", words.index(index)), examples, table(words.syntax));
}

export const hideWelcome = () => { byId("welcome").hidden = true; };

export function showGuide(words) {
  byId("guide-body").replaceChildren(element("h3", "", words.keysTitle), table(words.keys), element("h3", "", words.syntaxTitle), table(words.syntax));
  byId("guide").showModal();
}

function table(rows) {
  const made = element("table");
  for (const [what, written] of rows) {
    const row = element("tr");
    const cell = element("td");
    cell.append(element("code", "", written));
    row.append(element("th", "", what), cell);
    row.firstChild.scope = "row";
    made.append(row);
  }
  return made;
}
