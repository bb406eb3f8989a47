// The outlets of the exact tier: several can be ticked, and any can be found by a part of its name.
import { ask } from "./api.js";
import { byId, element } from "./dom.js";
import { fill } from "./panel.js";
import { counted, value, values, without } from "./state.js";

// The most outlets shown at once.
const MOST = 12;

const asked = () => without(counted(), "source", "unnamed");

// Answers which outlets there are; without outlets among the filters, the answer to the search has them.
async function facet(like, given, signal) {
  if (given && !like && !values("source").length && !value("unnamed")) return given;
  const params = asked();
  params.set("by", "source");
  params.set("limit", "100");
  if (like) params.set("like", like);
  return ask("api/facet", params, signal);
}

function row(name, text, articles, isTicked, words, change) {
  const box = element("input");
  Object.assign(box, { type: "checkbox", checked: isTicked });
  box.dataset.key = `outlet ${name}`;
  box.addEventListener("change", () => change(box.checked));
  return element("li", "", element("label", "", box, element("span", "name", text)), element("span", "count", words.number(articles)));
}

export function showOutlets(given, words, go, signal) {
  const chosen = values("source");
  const like = byId("like").value.trim();
  return fill(byId("outlets"), words, signal, async () => {
    const { counts, without: unnamed, others } = await facet(like, given, signal);
    const first = counts.filter(({ name }) => chosen.includes(name));
    const rest = counts.filter(({ name }) => !chosen.includes(name)).slice(0, MOST);
    const gone = chosen.filter((name) => !like && !counts.some((count) => count.name === name)).map((name) => ({ name, articles: 0 }));
    const list = element("ul");
    for (const { name, articles, also } of [...first, ...gone, ...rest]) {
      const change = (isTicked) => go({ source: isTicked ? [...chosen, name] : chosen.filter((other) => other !== name) });
      list.append(row(name, [name, ...(also ?? [])].join(" · "), articles, chosen.includes(name), words, change));
    }
    if (!like && unnamed) {
      list.append(row("", words.unnamed, unnamed, Boolean(value("unnamed")), words, (isTicked) => go({ unnamed: isTicked ? "true" : "" })));
    }
    const hidden = counts.slice(rest.length + first.length);
    const values_ = hidden.length + (others?.values ?? 0);
    const articles = hidden.reduce((sum, count) => sum + count.articles, others?.articles ?? 0);
    if (list.childElementCount === 0) return [element("p", "quiet", words.noOutlet)];
    return values_ ? [list, element("p", "quiet", words.otherOutlets(values_, articles))] : [list];
  });
}
