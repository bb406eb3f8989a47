// Exports: which articles, in which form, with which columns; the size is told before.
import { ask, place } from "./api.js";
import { element, link } from "./dom.js";
import { fill } from "./panel.js";
import { openSheet } from "./sheet.js";
import { question } from "./state.js";
import { tickedIds } from "./hits.js";

const TABLES = ["excel", "csv", "xlsx"];
const USUAL = ["rank", "tier", "id", "title", "source", "published_at", "url"];

let chosen = { format: "excel", what: "all", related: false, columns: USUAL };

function params() {
  const asked = question();
  asked.set("format", chosen.format);
  if (chosen.what === "ticked") asked.set("ids", tickedIds().join(","));
  if (chosen.related) asked.set("related", "true");
  if (TABLES.includes(chosen.format)) asked.set("fields", chosen.columns.join(","));
  return asked;
}

function select(label, options, name, change) {
  const made = element("select");
  made.id = `export-${name}`;
  made.append(...options.map(([value, text]) => new Option(text, value)));
  made.value = chosen[name];
  made.addEventListener("change", () => change(made.value));
  return element("label", "", label, " ", made);
}

function check(text, isOn, id, change) {
  const box = element("input");
  Object.assign(box, { type: "checkbox", checked: isOn, id });
  box.addEventListener("change", () => change(box.checked));
  return element("label", "check", box, element("span", "", text));
}

export function openExport(words) {
  openSheet(words.export, words, (signal) => form(words, signal));
}

function form(words, signal) {
  const ticked = tickedIds().length;
  if (ticked === 0) chosen = { ...chosen, what: "all" };
  const [columns, size] = [element("fieldset", "columns-chosen"), element("div", "panel")];
  const save = link("download", words.download, "#");
  save.id = "export-download";
  save.setAttribute("download", "");
  const show = () => {
    columns.hidden = !TABLES.includes(chosen.format);
    save.href = place("api/export", params());
    fill(size, words, signal, async () => [element("p", "quiet", words.exportSize(await ask("api/export/size", params(), signal)))]);
  };
  const change = (changes) => { chosen = { ...chosen, ...changes }; show(); };
  const what = [["all", words.exportAll], ...(ticked ? [["ticked", `${words.exportTicked} (${words.ticked(ticked)})`]] : [])];
  columns.append(element("legend", "", words.exportColumns), ...Object.entries(words.columns).map(([name, text]) => check(text, chosen.columns.includes(name), `column-${name}`, (isOn) => {
    const columnsNow = Object.keys(words.columns).filter((other) => (other === name ? isOn : chosen.columns.includes(other)));
    change({ columns: columnsNow.length ? columnsNow : ["id"] });
  })));
  show();
  return [element("p", "controls", select(words.exportWhat, what, "what", (value) => change({ what: value })), select(words.exportForm, Object.entries(words.forms), "format", (value) => change({ format: value }))),
    check(words.exportRelated, chosen.related, "export-related", (related) => change({ related })), columns, size, element("p", "", save)];
}
