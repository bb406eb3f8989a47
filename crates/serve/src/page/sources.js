// The outlets: how many articles of each were found, and of how many.
import { ask } from "./api.js";
import { button, element, table } from "./dom.js";
import { csv, download, fileName } from "./files.js";
import { counted, value, without } from "./state.js";

export async function sourcesView(words, go, signal) {
  const params = counted();
  params.set("by", "source");
  params.set("limit", "100");
  const whole = without(params, "q");
  const [facet, all] = await Promise.all([ask("api/facet", params, signal), ask("api/facet", whole, signal)]);
  const archive = new Map(all.counts.map(({ name, articles }) => [name, articles]));
  const share = (name, articles) => (archive.has(name) ? articles / archive.get(name) * 10_000 : null);
  const shown = facet.counts.map(({ name, articles, also }) => ({ name, articles, also: also ?? [], of: archive.get(name) ?? null, share: share(name, articles) }));
  const rows = shown.map(({ name, articles, also, of, share: per }) => [
    element("span", "", button("link", name, () => go({ source: name, unnamed: "", tab: "" }), `outlet ${name}`), also.length ? ` ${also.join(" · ")}` : ""),
    words.number(articles), of === null ? "–" : words.number(of), per === null ? "–" : words.share(per),
  ]);
  if (facet.without) rows.push([words.unnamed, words.number(facet.without), words.number(all.without), all.without ? words.share(facet.without / all.without * 10_000) : "–"]);
  const others = facet.others?.values ? [element("p", "quiet", words.otherOutlets(facet.others.values, facet.others.articles))] : [];
  const save = button("", words.csv, () => download(csv([["outlet", "articles", "all", "per_10000"], ...shown.map(({ name, articles, of, share: per }) => [name, articles, of, per])]), fileName(`${value("q")} outlets`, "csv"), "text/csv"), "sources csv");
  return [element("p", "controls", save), table([words.sourcesHead, words.tabArticles, words.allArticles, words.share10000], rows, "numbers"), ...others];
}
