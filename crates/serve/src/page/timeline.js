// The timeline: bars for years, months or days; a click narrows to one of them.
import { byId, element } from "/dom.js";
import { counted, value } from "/state.js";

// More months than this are shown as years.
const MOST_MONTHS = 60;
const SVG = "http://www.w3.org/2000/svg";

// The unit to ask for: days within a month, months otherwise.
export function periodsAsked() {
  const params = counted();
  const [since, until] = [value("since"), value("until")];
  const isMonth = since.length >= 7 && since.slice(0, 7) === until.slice(0, 7);
  params.set("by", isMonth ? "day" : "month");
  return params;
}

export function showTimeline({ periods, summary }, words, go) {
  const points = periods.map(({ period, series }) => ({ period, found: series[0]?.found ?? 0 }));
  const bars = summary.by === "month" && points.length > MOST_MONTHS ? years(points) : points;
  const most = Math.max(0, ...bars.map(({ found }) => found));
  byId("time").hidden = most === 0;
  byId("timeline").setAttribute("aria-label", words.timeline);
  byId("timeline").replaceChildren(...bars.map((point) => bar(point, most, words, go)));
  byId("first-period").textContent = bars[0]?.period ?? "";
  byId("last-period").textContent = bars.length > 1 ? bars.at(-1).period : "";
  byId("most").textContent = words.most(most);
}

export const hideTimeline = () => { byId("time").hidden = true; };

function years(months) {
  const found = new Map();
  for (const month of months) {
    const year = month.period.slice(0, 4);
    found.set(year, (found.get(year) ?? 0) + month.found);
  }
  return [...found].map(([period, found]) => ({ period, found }));
}

function bar({ period, found }, most, words, go) {
  const button = element("button");
  button.type = "button";
  button.title = words.period(period, found);
  button.setAttribute("aria-label", button.title);
  button.dataset.period = period;
  button.disabled = found === 0;
  const svg = document.createElementNS(SVG, "svg");
  const rect = document.createElementNS(SVG, "rect");
  const height = found === 0 ? 0 : Math.max(3, found / most * 100);
  for (const [name, size] of Object.entries({ width: "100%", height: `${height}%`, y: `${100 - height}%` })) rect.setAttribute(name, size);
  svg.append(rect);
  button.append(svg);
  button.addEventListener("click", () => go({ since: period, until: period }));
  return button;
}
