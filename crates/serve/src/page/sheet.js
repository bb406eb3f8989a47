// The sheet: a dialog that any part of the page may fill.
import { byId } from "./dom.js";
import { fill } from "./panel.js";

let loading = new AbortController();

// Opens the sheet under a title; `load` makes its content.
export function openSheet(title, words, load) {
  loading.abort();
  loading = new AbortController();
  const { signal } = loading;
  byId("sheet-title").textContent = title;
  byId("sheet-body").replaceChildren();
  if (!byId("sheet").open) byId("sheet").showModal();
  byId("sheet-title").focus();
  return fill(byId("sheet-body"), words, signal, () => load(signal));
}

export function closeSheet() {
  loading.abort();
  byId("sheet").close();
}

export const isSheetOpen = () => byId("sheet").open;
