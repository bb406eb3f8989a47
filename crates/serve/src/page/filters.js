// The filters: those that are set, as chips that remove them, and the outlets of the exact tier.
import { byId, element } from "/dom.js";
import { FIELDS, value } from "/state.js";

// The most outlets shown.
const MOST = 12;

export function showFields() {
  for (const name of FIELDS) byId(name).value = value(name) || (name === "sort" ? "relevance" : "");
  byId("exact").checked = value("exact") === "true";
  byId("expand").checked = value("expand") !== "none";
}

export function showChips(words, go) {
  const [since, until] = [value("since"), value("until")];
  const chips = [];
  if (since || until) chips.push([since === until ? since : `${since} … ${until}`, { since: "", until: "" }]);
  if (value("source")) chips.push([value("source"), { source: "" }]);
  if (value("expand")) chips.push([value("expand") === "none" ? words.noOthers : `${words.others}: ${value("expand")}`, { expand: "" }]);
  if (value("exact") === "true") chips.push([words.exactOnly, { exact: "" }]);
  byId("chips").replaceChildren(...chips.map(([text, changes]) => {
    const chip = element("button", "chip", `${text} ✕`);
    chip.type = "button";
    chip.setAttribute("aria-label", words.without(text));
    chip.addEventListener("click", () => go(changes));
    return chip;
  }));
}

export function showSources(facets, go) {
  const counts = facets.find(({ kind }) => kind === "source")?.counts.slice(0, MOST) ?? [];
  byId("sources").replaceChildren(...counts.map(({ name, articles }) => {
    const button = element("button", "link", name);
    button.type = "button";
    button.addEventListener("click", () => go({ source: name }));
    const li = element("li");
    li.append(button, element("span", "count", String(articles)));
    return li;
  }));
}
