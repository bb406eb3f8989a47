// The concordance: every keyword with what stands to its left and right.
import { ask } from "./api.js";
import { button, element, languageOf, link, table, time } from "./dom.js";
import { csv, download, fileName } from "./files.js";
import { address, counted, value } from "./state.js";

const WIDTH = 24;
const LINES = 50;

function params(cursor) {
  const asked = counted();
  asked.set("limit", String(LINES));
  asked.set("width", String(WIDTH));
  if (value("ksort")) asked.set("sort", value("ksort"));
  if (cursor) asked.set("cursor", cursor);
  return asked;
}

function line({ id, published_at, source, left, keyword, right }, go) {
  const cells = [["left", left], ["keyword", keyword], ["right", right]].map(([name, text]) => {
    const cell = element("td", name, name === "keyword" ? element("mark", "", text) : text);
    cell.lang = languageOf(text);
    return cell;
  });
  const title = link("", [time(published_at)?.slice(0, 10), source].filter(Boolean).join(" · ") || id, address({ article: id }));
  title.dataset.key = id;
  title.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    go({ article: id });
  });
  return element("tr", "", ...cells, element("td", "facts", title));
}

export async function kwicView(words, go, signal) {
  const first = await ask("api/kwic", params(), signal);
  const shown = [...first.lines];
  const grid = table([words.kwicLeft, words.kwicMatch, words.kwicRight, words.tabArticles], [], "kwic");
  const body = grid.querySelector("tbody");
  body.append(...shown.map((one) => line(one, go)));
  const parts = [controls(words, go, shown), element("p", "quiet", words.kwicLines(first.summary.lines, first.summary.exact)), grid];
  if (first.next) parts.push(further(first.next, body, shown, words, go, signal));
  const counts = element("div", "frequencies");
  parts.push(counts);
  showFrequencies(counts, words, signal);
  return parts;
}

function controls(words, go, shown) {
  const order = element("select");
  order.dataset.key = "kwic order";
  order.append(...Object.entries(words.kwicOrders).map(([name, text]) => new Option(text, name === "date" ? "" : name)));
  order.value = value("ksort");
  order.addEventListener("change", () => go({ ksort: order.value }));
  const save = button("", words.csv, () => {
    const rows = shown.map(({ id, published_at, source, field, left, keyword, right }) => [id, published_at, source, field, left, keyword, right]);
    download(csv([["id", "published_at", "source", "field", "left", "keyword", "right"], ...rows]), fileName(`${value("q")} kwic`, "csv"), "text/csv");
  }, "kwic csv");
  return element("p", "controls", element("label", "", words.kwicSort, " ", order), save);
}

// A button that shows further lines, while there are some.
function further(cursor, body, shown, words, go, signal) {
  let next = cursor;
  const more = button("", words.more, async () => {
    more.disabled = true;
    try {
      const page = await ask("api/kwic", params(next), signal);
      shown.push(...page.lines);
      body.append(...page.lines.map((one) => line(one, go)));
      next = page.next;
      more.hidden = !next;
    } finally {
      more.disabled = false;
    }
  }, "kwic more");
  return more;
}

// What stands most often beside the keywords; a part of its own, which may be refused for very many articles.
async function showFrequencies(region, words, signal) {
  for (const side of ["left", "right"]) {
    const asked = params();
    asked.set("limit", "0");
    asked.delete("sort");
    asked.set("frequencies", side);
    try {
      const { frequencies } = await ask("api/kwic", asked, signal);
      if (!frequencies?.words?.length) continue;
      const rows = frequencies.words.map(({ word, lines }) => [word, words.number(lines)]);
      region.append(element("section", "", element("h2", "", words.frequencies[side]), element("p", "quiet", words.frequenciesOf(frequencies.lines)), table([words.word, words.together], rows)));
    } catch (error) {
      if (error.name !== "AbortError" && !error.problem) throw error;
    }
  }
}

