// The hits: those that contain the query and, clearly apart below, those that are about it.
import { byId, element, marked, time } from "/dom.js";
import { address, quoted, value } from "/state.js";

export function showHits({ hits, summary, previous, next }, words, go) {
  for (const tier of ["exact", "related"]) {
    const section = byId(`${tier}-tier`);
    const own = hits.filter((hit) => hit.tier === tier);
    section.hidden = own.length === 0;
    section.querySelector("h2").textContent = words.tierOf[tier](summary[tier] ?? 0);
    section.querySelector("ol").replaceChildren(...own.map((hit) => item(hit, words, go)));
  }
  byId("status").textContent = hits.length || summary.exact || summary.related ? words.found(summary) : words.none;
  showNotes(summary.notes ?? [], words);
  showOthers(summary.expansions ?? [], words, go);
  byId("pages").hidden = !previous && !next;
  for (const [id, cursor] of [["previous", previous], ["next", next]]) {
    byId(id).disabled = !cursor;
    byId(id).dataset.cursor = cursor ?? "";
  }
  byId("place").textContent = hits.length ? `${hits[0].rank}–${hits.at(-1).rank}` : "";
}

// What was read in another way than may have been meant, one line a note.
function showNotes(notes, words) {
  byId("notes").hidden = notes.length === 0;
  byId("notes").replaceChildren(...notes.map((note) => element("li", "", words.note(note))));
}

// Other wordings of the query, one line per keyword; a click searches for one of them.
function showOthers(expansions, words, go) {
  const parts = Map.groupBy(expansions, ({ of }) => of);
  byId("others").hidden = parts.size === 0;
  byId("others").replaceChildren(...[...parts].map(([part, others]) => {
    const line = element("li", "", words.alsoFor(part));
    for (const { text, kind, articles } of others) {
      const button = element("button", "link", text);
      button.type = "button";
      button.title = `${words.kinds[kind]} · ${words.articles(articles)}`;
      button.addEventListener("click", () => go({ q: quoted(text) }));
      line.append(button, element("span", "count", words.number(articles)));
    }
    return line;
  }));
}

export function hideHits() {
  for (const id of ["notes", "others", "exact-tier", "related-tier", "pages"]) byId(id).hidden = true;
  byId("status").textContent = "";
}

function item(hit, words, go) {
  const li = element("li");
  const link = element("a", "title");
  link.href = address({ article: hit.id });
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    go({ article: hit.id });
  });
  if (hit.title.text) marked(link, hit.title);
  else link.textContent = [...(hit.passages[0]?.text ?? hit.id)].slice(0, 30).join("");
  const title = element("h3");
  title.append(link);
  li.append(title, facts(hit, words, go), ...hit.passages.map((passage) => marked(element("p"), passage)));
  return li;
}

function facts(hit, words, go) {
  const line = element("p", "facts");
  line.append(element("span", `tier ${hit.tier}`, words[hit.tier]));
  if (hit.source) {
    const source = element("button", "link", hit.source);
    source.type = "button";
    source.title = words.onlyThis;
    source.disabled = value("source") === hit.source;
    source.addEventListener("click", () => go({ source: hit.source }));
    line.append(source);
  }
  if (hit.published_at) line.append(element("time", "", time(hit.published_at)));
  if (hit.matched) line.append(element("span", "matched", `${words.matched} ${hit.matched.join(" · ")}`));
  if (hit.via) line.append(element("span", "via", `${words.via} ${hit.via.join(" · ")}`));
  return line;
}
