// The timeline: of every 10,000 articles of a period, how many were found; behind it, grey, the archive. A
// range is chosen by dragging or by keyboard, and left again by the breadcrumb.
import { ask } from "./api.js";
import { byId, button, drawn, element } from "./dom.js";
import { fill } from "./panel.js";
import { counted, value } from "./state.js";

const HEIGHT = 100;

export const hideTimeline = () => { byId("time").hidden = true; };

export function showTimeline(words, go, signal) {
  const figure = byId("time");
  const params = counted();
  params.set("by", "auto");
  return fill(figure, words, signal, async () => {
    const { periods, summary } = await ask("api/trend", params, signal);
    const bars = periods.map(({ period, articles, series }) => ({ period, articles, found: series[0]?.found ?? 0, share: series[0]?.per_10000 ?? 0 }));
    const isEmpty = bars.every(({ found }) => found === 0);
    const undated = summary.queries[0]?.undated ?? 0;
    const parts = [crumbs(words, go)];
    if (!isEmpty) parts.push(plot(bars, summary.by, words, go), caption(bars, undated, words));
    else if (undated) parts.push(element("figcaption", "", words.undated(undated)));
    figure.classList.toggle("empty", isEmpty);
    return parts;
  });
}

// The way out of a range: all time, its year, its month.
function crumbs(words, go) {
  const [since, until] = [value("since"), value("until")];
  const steps = [];
  if (since || until) {
    steps.push([words.wholeTime, "", ""]);
    for (const length of [4, 7]) {
      const shared = since.slice(0, length) === until.slice(0, length) && since.length > length;
      if (shared && since.length >= length) steps.push([since.slice(0, length), since.slice(0, length), since.slice(0, length)]);
    }
  }
  const line = element("p", "crumbs");
  for (const [text, from, to] of steps) line.append(button("link", text, () => go({ since: from, until: to }), `crumb ${from}`), " › ");
  if (steps.length) line.append(since === until ? since : `${since} … ${until}`);
  return line;
}

function caption(bars, undated, words) {
  const most = Math.max(...bars.map(({ share }) => share));
  const middle = [words.most(most), undated ? words.undated(undated) : ""].filter(Boolean).join(" · ");
  const ends = [bars[0].period, middle, bars.length > 1 ? bars.at(-1).period : ""];
  return element("figcaption", "", ...ends.map((text) => element("span", "", text)));
}

function said({ period, found, share, articles }, words) {
  return articles ? words.period(period, found, share, articles) : words.noPeriod(period);
}

function plot(bars, unit, words, go) {
  const svg = drawn("svg", { viewBox: `0 0 ${bars.length} ${HEIGHT}`, preserveAspectRatio: "none", "aria-hidden": "true" });
  const [mostShare, mostArticles] = [Math.max(...bars.map(({ share }) => share)), Math.max(...bars.map(({ articles }) => articles))];
  const columns = bars.map((bar, at) => {
    const column = drawn("g", { "data-period": bar.period }, drawn("title", {}, said(bar, words)), drawn("rect", { class: "hit-area", x: at, y: 0, width: 1, height: HEIGHT }));
    for (const [name, height, width] of [["archive", bar.articles / mostArticles, 0.86], ["share", bar.share / mostShare, 0.5]]) {
      const tall = height > 0 ? Math.max(2, height * HEIGHT) : 0;
      column.append(drawn("rect", { class: name, x: at + (1 - width) / 2, y: HEIGHT - tall, width, height: tall }));
    }
    return column;
  });
  svg.append(...columns);
  const slider = element("div", "", svg);
  slider.id = "timeline";
  Object.assign(slider, { tabIndex: 0, role: "slider", title: words.pickRange });
  slider.setAttribute("aria-label", words.timeline(words.units[unit]));
  slider.setAttribute("aria-valuemin", "0");
  slider.setAttribute("aria-valuemax", String(bars.length - 1));
  choosing(slider, columns, bars, words, go);
  return slider;
}

// Lets a range be chosen on `slider`, from the bar `fixed` to the bar `moved`.
function choosing(slider, columns, bars, words, go) {
  let fixed = bars.length - 1;
  let moved = fixed;
  let isDragging = false;
  const paint = (isChosen) => {
    const [from, to] = [Math.min(fixed, moved), Math.max(fixed, moved)];
    columns.forEach((column, at) => column.classList.toggle("chosen", isChosen && at >= from && at <= to));
    const name = from === to ? said(bars[from], words) : `${bars[from].period} … ${bars[to].period}`;
    slider.setAttribute("aria-valuenow", String(moved));
    slider.setAttribute("aria-valuetext", name);
  };
  const choose = () => go({ since: bars[Math.min(fixed, moved)].period, until: bars[Math.max(fixed, moved)].period });
  const under = (event) => {
    const { left, width } = slider.getBoundingClientRect();
    return Math.min(bars.length - 1, Math.max(0, Math.floor((event.clientX - left) / width * bars.length)));
  };
  slider.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    fixed = moved = under(event);
    isDragging = true;
    slider.setPointerCapture(event.pointerId);
    paint(true);
  });
  slider.addEventListener("pointermove", (event) => {
    if (!isDragging) return;
    moved = under(event);
    paint(true);
  });
  slider.addEventListener("pointerup", () => {
    if (!isDragging) return;
    isDragging = false;
    choose();
  });
  slider.addEventListener("pointercancel", () => { isDragging = false; paint(false); });
  slider.addEventListener("focus", () => paint(true));
  slider.addEventListener("blur", () => paint(false));
  slider.addEventListener("keydown", (event) => {
    const to = { ArrowLeft: moved - 1, ArrowDown: moved - 1, ArrowRight: moved + 1, ArrowUp: moved + 1, Home: 0, End: bars.length - 1 }[event.key];
    if (to === undefined && event.key !== "Enter") return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Enter") return choose();
    moved = Math.min(bars.length - 1, Math.max(0, to));
    if (!event.shiftKey) fixed = moved;
    paint(true);
  });
  paint(false);
}
