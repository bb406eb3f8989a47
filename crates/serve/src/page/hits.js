// The hits: those that contain the query and, clearly apart below, those that are about it.
import { byId, button, element, languageOf, link, marked, renew, time } from "./dom.js";
import { passageParts } from "./structure.js";
import { address, quoted, value, values } from "./state.js";

// The most related hits that are shown: the nearest.
export const NEAREST = 20;

// Which articles are ticked, for exports; kept from page to page of one question.
const ticked = new Set();
let tickedOf = "";

export const tickedIds = () => [...ticked];

export function showHits({ hits, summary, previous, next }, words, go, asked) {
  if (tickedOf !== asked) ticked.clear();
  tickedOf = asked;
  const most = summary.exact + NEAREST;
  const shown = hits.filter((hit) => hit.tier === "exact" || hit.rank <= most);
  const counts = { exact: summary.exact, related: Math.min(NEAREST, summary.related ?? 0) };
  for (const tier of ["exact", "related"]) {
    const section = byId(`${tier}-tier`);
    const own = shown.filter((hit) => hit.tier === tier);
    section.hidden = own.length === 0;
    section.querySelector("h2").textContent = words.tierOf[tier](counts[tier]);
    renew(section.querySelector("ol"), own.map((hit) => item(hit, words, go)));
  }
  showStatus(summary, hits.length > 0, words);
  showRead(summary, words);
  showNotes(summary.notes ?? [], words);
  showOthers(summary.expansions ?? [], words, go);
  const isLast = !next || (shown.at(-1)?.rank ?? most) >= most;
  byId("pages").hidden = !previous && isLast;
  for (const [id, cursor] of [["previous", previous], ["next", isLast ? null : next]]) {
    byId(id).disabled = !cursor;
    byId(id).dataset.cursor = cursor ?? "";
  }
  byId("place").textContent = shown.length ? `${shown[0].rank}–${shown.at(-1).rank}` : "";
}

function showStatus(summary, hasHits, words) {
  const said = hasHits || summary.exact || summary.related ? words.found(summary) : words.none;
  const killing = summary.exact === 0 && summary.parts?.length ? ` ${words.kills(summary.parts)}` : "";
  byId("status").textContent = said + killing;
}

// How the query was read, where that is not simply how it was typed.
function showRead({ read, query }, words) {
  byId("read").hidden = !read || read === query;
  byId("read").textContent = byId("read").hidden ? "" : words.read(read);
}

// What was read in another way than may have been meant, one line a note.
function showNotes(notes, words) {
  byId("notes").hidden = notes.length === 0;
  byId("notes").replaceChildren(...notes.map((note) => element("li", "", words.note(note))));
}

// Other wordings of the query, one line per keyword; a click searches for one of them.
function showOthers(expansions, words, go) {
  const parts = new Map();
  for (const one of expansions) parts.set(one.of, [...(parts.get(one.of) ?? []), one]);
  byId("others").hidden = parts.size === 0;
  renew(byId("others"), [...parts].map(([part, others]) => {
    const line = element("li", "", words.alsoFor(part));
    for (const { text, kind, articles } of others) {
      const wording = button("link", text, () => go({ q: quoted(text) }), `other ${text}`);
      wording.title = `${words.kinds[kind]} · ${words.articles(articles)}`;
      line.append(wording, element("span", "count", words.number(articles)));
    }
    return line;
  }));
}

export function hideHits() {
  for (const id of ["read", "notes", "others", "exact-tier", "related-tier", "pages"]) byId(id).hidden = true;
  byId("status").textContent = "";
}

function item(hit, words, go) {
  const title = link("title", "", address({ article: hit.id }));
  title.dataset.key = hit.id;
  title.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    go({ article: hit.id });
  });
  if (hit.title.text) marked(title, hit.title);
  else Object.assign(title, { textContent: hit.headline ?? hit.id, lang: languageOf(hit.headline ?? "") });
  const heading = element("h3", "", title);
  if (!hit.title.text) heading.classList.add("untitled");
  const shown = element("div", "hit", heading, facts(hit, words, go), ...hit.passages.flatMap(passageParts));
  return element("li", "", tick(hit.id, title.textContent, words), shown);
}

function tick(id, title, words) {
  const box = element("input");
  Object.assign(box, { type: "checkbox", checked: ticked.has(id) });
  box.setAttribute("aria-label", words.tick(title));
  box.dataset.key = `tick ${id}`;
  box.addEventListener("change", () => (box.checked ? ticked.add(id) : ticked.delete(id)));
  return element("label", "tick", box);
}

function facts(hit, words, go) {
  const line = element("p", "facts");
  line.append(element("span", `tier ${hit.tier}`, words[hit.tier]));
  if (hit.source) {
    const source = button("link", hit.source, () => go({ source: hit.source, unnamed: "" }), `source ${hit.id}`);
    source.title = words.onlyThis;
    source.disabled = values("source").length === 1 && value("source") === hit.source;
    line.append(source);
  }
  if (hit.published_at) line.append(element("time", "", time(hit.published_at)));
  if (hit.matched) line.append(element("span", "matched", `${words.matched} ${hit.matched.join(" · ")}`));
  if (hit.via) line.append(element("span", "via", `${words.via} ${hit.via.join(" · ")}`));
  return line;
}
