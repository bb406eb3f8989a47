// The trend: several queries over time, as shares or counts.
import { ask } from "./api.js";
import { COLOURS, lineChart, pngFile, svgFile } from "./chart.js";
import { button, element, table } from "./dom.js";
import { csv, download, fileName } from "./files.js";
import { counted, value, values, without } from "./state.js";

const MOST = 8;

const asked = () => (values("tq").length ? values("tq") : [value("q")]).slice(0, MOST);

export async function trendView(words, go, signal) {
  const queries = asked();
  const params = without(counted(), "q");
  for (const query of queries) params.append("q", query);
  params.set("by", value("by") || "auto");
  const { periods, summary } = await ask("api/trend", params, signal);
  const isCount = value("draw") === "counts";
  const name = (at) => queries[at] || words.allArticles;
  const series = queries.map((_, at) => ({
    name: name(at),
    values: periods.map((period) => (period.series[at] ? (isCount ? period.series[at].found : period.series[at].per_10000) : null)),
  }));
  const number = isCount ? words.number : words.share;
  const chart = lineChart(periods.map(({ period }) => period), series, words.chart(queries.map((_, at) => name(at))), number);
  const figure = element("figure", "chart", chart, legend(summary.queries, name, words));
  return [form(queries, summary.by, words, go), figure, files(chart, periods, queries, words), numbers(periods, queries.map((_, at) => name(at)), words)];
}

function legend(queries, name, words) {
  const list = element("ul", "legend");
  queries.forEach(({ found, undated }, at) => {
    const key = element("span", "key");
    key.style.background = COLOURS[at % COLOURS.length];
    const told = [words.articles(found), undated ? words.undated(undated) : ""].filter(Boolean).join(" · ");
    list.append(element("li", "", key, ` ${name(at)} `, element("span", "count", told)));
  });
  return list;
}

function choice(label, options, chosen, key, act) {
  const select = element("select");
  select.dataset.key = key;
  select.append(...options.map(([name, text]) => new Option(text, name)));
  select.value = chosen;
  select.addEventListener("change", () => act(select.value));
  return element("label", "", label, " ", select);
}

function form(queries, unit, words, go) {
  const box = element("textarea");
  Object.assign(box, { rows: Math.min(MOST, queries.length + 1), value: queries.join("\n"), spellcheck: false });
  box.dataset.key = "trend queries";
  const typed = () => box.value.split("\n").map((query) => query.trim()).filter(Boolean).slice(0, MOST);
  const units = ["year", "quarter", "month", "day"].map((name) => [name, words.units[name]]);
  const made = element("form", "controls", element("label", "wide", words.trendQueries, box),
    choice(words.trendUnit, units, unit, "trend unit", (by) => go({ by, tq: typed() })),
    choice(words.trendMeasure, [["", words.perTenThousand], ["counts", words.counts]], value("draw"), "trend measure", (draw) => go({ draw, tq: typed() })));
  const draw = element("button", "", words.draw);
  draw.dataset.key = "trend draw";
  made.append(draw);
  made.addEventListener("submit", (event) => {
    event.preventDefault();
    go({ tq: typed() });
  });
  return made;
}

function files(chart, periods, queries, words) {
  const name = (ending) => fileName(`${queries.join(" ")} trend`, ending);
  const heads = ["period", "articles", ...queries.flatMap((query) => [query, `${query} per 10,000`])];
  const rows = () => periods.map(({ period, articles, series }) => [period, articles, ...series.flatMap((point) => [point?.found, point?.per_10000])]);
  return element("p", "controls",
    button("", words.csv, () => download(csv([heads, ...rows()]), name("csv"), "text/csv"), "trend csv"),
    button("", words.svg, () => download(svgFile(chart), name("svg")), "trend svg"),
    button("", words.png, async () => download(await pngFile(chart), name("png")), "trend png"));
}

function numbers(periods, names, words) {
  const rows = periods.map(({ period, articles, series }) => [period, words.number(articles), ...series.map((point) => (point ? `${words.number(point.found)} (${words.share(point.per_10000)})` : "–"))]);
  return table([words.periodHead, words.allArticles, ...names], rows, "numbers");
}
