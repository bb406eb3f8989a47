// The filters: fields, presets, and those that are set, as chips that remove them.
import { byId, button, renew } from "./dom.js";
import { value, values } from "./state.js";

export const FIELDS = ["q", "since", "until", "sort"];

// The first day of a time that ends today.
function daysAgo(days) {
  const day = new Date();
  day.setDate(day.getDate() - days);
  return [day.getFullYear(), day.getMonth() + 1, day.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
}

const PRESETS = { week: 6, month: 29, year: 364 };

export function showFields(words, go) {
  for (const name of FIELDS) byId(name).value = value(name) || (name === "sort" ? "relevance" : "");
  byId("exact").checked = value("exact") === "true";
  byId("expand").checked = value("expand") !== "none";
  renew(byId("presets"), Object.entries(PRESETS).map(([name, days]) => {
    const since = daysAgo(days);
    const preset = button("link", words.presets[name], () => go({ since, until: "" }), `preset ${name}`);
    preset.setAttribute("aria-pressed", String(value("since") === since && !value("until")));
    return preset;
  }));
}

// What the fields say, as changes of the address.
export function fieldChanges() {
  const changes = Object.fromEntries(FIELDS.map((name) => [name, byId(name).value.trim()]));
  if (changes.sort === "relevance") changes.sort = "";
  changes.exact = byId("exact").checked ? "true" : "";
  if (byId("expand").checked !== (value("expand") !== "none")) changes.expand = byId("expand").checked ? "" : "none";
  return changes;
}

export function showChips(words, go) {
  const [since, until] = [value("since"), value("until")];
  const sources = values("source");
  const chips = [];
  if (since || until) chips.push([since === until ? since : `${since} … ${until}`, { since: "", until: "" }]);
  for (const source of sources) chips.push([source, { source: sources.filter((other) => other !== source) }]);
  if (value("unnamed")) chips.push([words.unnamed, { unnamed: "" }]);
  if (value("expand")) chips.push([value("expand") === "none" ? words.noOthers : `${words.others}: ${value("expand")}`, { expand: "" }]);
  if (value("exact") === "true") chips.push([words.exactOnly, { exact: "" }]);
  renew(byId("chips"), chips.map(([text, changes]) => {
    const chip = button("chip", `${text} ✕`, () => go(changes), `chip ${text}`);
    chip.setAttribute("aria-label", words.without(text));
    return chip;
  }));
}
