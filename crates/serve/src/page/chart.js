// Charts of lines, as SVG that stands alone as a file: colours and sizes are in its attributes.
import { drawn } from "./dom.js";

const [WIDTH, HEIGHT] = [860, 320];
const MARGIN = { left: 56, right: 12, top: 12, bottom: 28 };
// Told apart by people who see colours differently, too (Okabe and Ito 2008), on white and on black.
export const COLOURS = ["#d55e00", "#0072b2", "#009e73", "#cc79a7", "#b58900", "#56b4e9", "#7f7f7f", "#8c564b"];
const DASHES = ["", "6 3", "2 3", "8 3 2 3", "", "6 3", "2 3", "8 3 2 3"];

// A round number at or above `most`, to end the axis at.
function roundUp(most) {
  if (!(most > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(most));
  return [1, 2, 2.5, 5, 10].map((step) => step * power).find((end) => end >= most) ?? most;
}

// Draws `series` of `{ name, values }` over `periods`; a `null` is a gap.
export function lineChart(periods, series, label, number) {
  const end = roundUp(Math.max(...series.flatMap(({ values }) => values.filter((value) => value !== null)), 0));
  const x = (at) => MARGIN.left + (WIDTH - MARGIN.left - MARGIN.right) * (periods.length > 1 ? at / (periods.length - 1) : 0.5);
  const y = (value) => HEIGHT - MARGIN.bottom - (HEIGHT - MARGIN.top - MARGIN.bottom) * value / end;
  const text = (content, at) => drawn("text", { "font-size": 12, "font-family": "sans-serif", fill: "currentColor", ...at }, content);
  const svg = drawn("svg", { xmlns: "http://www.w3.org/2000/svg", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": label, color: "#666" });
  for (const part of [0, 0.25, 0.5, 0.75, 1]) {
    const level = y(end * part);
    svg.append(drawn("line", { x1: MARGIN.left, x2: WIDTH - MARGIN.right, y1: level, y2: level, stroke: "currentColor", "stroke-opacity": 0.25 }));
    svg.append(text(number(end * part), { x: MARGIN.left - 6, y: level + 4, "text-anchor": "end" }));
  }
  const every = Math.ceil(periods.length / 8);
  periods.forEach((period, at) => {
    if (at % every === 0) svg.append(text(period, { x: x(at), y: HEIGHT - 8, "text-anchor": at === 0 ? "start" : at === periods.length - 1 ? "end" : "middle" }));
  });
  series.forEach(({ name, values }, index) => svg.append(line(name, values, index, x, y, periods, number)));
  return svg;
}

function line(name, values, index, x, y, periods, number) {
  const colour = COLOURS[index % COLOURS.length];
  let isDrawing = false;
  const path = values.map((value, at) => {
    if (value === null) { isDrawing = false; return ""; }
    const step = `${isDrawing ? "L" : "M"}${x(at).toFixed(1)} ${y(value).toFixed(1)}`;
    isDrawing = true;
    return step;
  }).join("");
  const group = drawn("g", {}, drawn("path", { d: path, fill: "none", stroke: colour, "stroke-width": 2, "stroke-dasharray": DASHES[index % DASHES.length] }));
  values.forEach((value, at) => {
    if (value === null) return;
    group.append(drawn("circle", { cx: x(at), cy: y(value), r: 3, fill: colour }, drawn("title", {}, `${name} · ${periods[at]}: ${number(value)}`)));
  });
  return group;
}

const written = (svg) => new XMLSerializer().serializeToString(svg);
export const svgFile = (svg) => new Blob([written(svg)], { type: "image/svg+xml" });

// Returns the chart as a picture of twice its size, on white.
export async function pngFile(svg) {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(written(svg))}`;
  image.width = WIDTH;
  image.height = HEIGHT;
  await image.decode();
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width: 2 * WIDTH, height: 2 * HEIGHT });
  const paint = canvas.getContext("2d");
  paint.fillStyle = "#fff";
  paint.fillRect(0, 0, canvas.width, canvas.height);
  paint.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((done) => { canvas.toBlob(done, "image/png"); });
}
