// The guide: shown on an empty page and when the question mark is clicked.
import { ask } from "./api.js";
import { byId, element, link } from "./dom.js";
import { fill } from "./panel.js";
import { searchLists } from "./saved.js";
import { openSheet } from "./sheet.js";

export function showWelcome(words, signal) {
  const renew = () => showWelcome(words, signal);
  return fill(byId("welcome"), words, signal, async () => {
    const index = await ask("api/index", "", signal);
    const examples = element("p", "examples", ...words.examples.map((query) => link("", query, `?${new URLSearchParams({ q: query })}`)));
    return [element("p", "promise", words.promise), element("p", "facts", words.index(index)), examples, ...searchLists(words, renew), element("h2", "", words.syntaxTitle), pairs(words.syntax)];
  });
}

export const hideWelcome = () => { byId("welcome").hidden = true; };

export function openGuide(words) {
  openSheet(words.guide, words, () => [element("h3", "", words.keysTitle), pairs(words.keys), element("h3", "", words.syntaxTitle), pairs(words.syntax), element("p", "quiet", words.browsers)]);
}

function pairs(rows) {
  const made = element("table");
  for (const [what, written] of rows) {
    const head = Object.assign(element("th", "", what), { scope: "row" });
    const code = element("code", "", written);
    made.append(element("tr", "", head, element("td", "", code)));
  }
  return made;
}
