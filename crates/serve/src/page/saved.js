// Searches that this browser keeps: those that were saved, and the last ones.
import { byId, button, element, link } from "./dom.js";
import { place } from "./api.js";
import { openSheet } from "./sheet.js";
import { counted, question, value } from "./state.js";
import { keep, kept } from "./storage.js";

const MOST = 20;
const address = () => `?${question()}`;

const name = () => {
  const rest = [...counted()].filter(([key]) => key !== "q").map(([, text]) => text);
  return [value("q"), ...rest].filter(Boolean).join(" · ");
};

export const isSaved = () => kept("saved", []).some((one) => one.address === address());

export function showKeep(words) {
  byId("keep").textContent = isSaved() ? words.kept : words.keep;
  byId("keep").setAttribute("aria-pressed", String(isSaved()));
}

export function toggleSaved(words) {
  const others = kept("saved", []).filter((one) => one.address !== address());
  keep("saved", isSaved() ? others : [{ address: address(), name: name() }, ...others]);
  showKeep(words);
}

export function remember() {
  const others = kept("history", []).filter((one) => one.address !== address());
  keep("history", [{ address: address(), name: name() }, ...others].slice(0, MOST));
}

// The searches that are kept, for the first page; `renew` shows that page again.
export function searchLists(words, renew) {
  const parts = [];
  const [saved, history] = [kept("saved", []), kept("history", [])];
  if (saved.length) {
    const items = saved.map((one) => {
      const drop = button("link", "✕", () => { keep("saved", kept("saved", []).filter((other) => other.address !== one.address)); renew(); }, `drop ${one.address}`);
      drop.setAttribute("aria-label", words.drop(one.name));
      return element("li", "", link("", one.name, one.address), " ", drop);
    });
    parts.push(element("h2", "", words.savedSearches), element("ul", "searches", ...items));
  }
  if (history.length) {
    const items = history.map((one) => element("li", "", link("", one.name, one.address)));
    parts.push(element("h2", "", words.lastSearches), element("ul", "searches", ...items), element("p", "", button("link", words.forget, () => { keep("history", []); renew(); }, "forget")));
  }
  return parts;
}

export function openSubscribe(words) {
  openSheet(words.subscribe, words, () => {
    const feed = (format) => {
      const params = counted();
      params.set("format", format);
      const made = link("", words.feeds[format], place("api/feed", params));
      made.id = `feed-${format}`;
      return element("li", "", made);
    };
    return [element("p", "quiet", words.subscribeWhat), element("ul", "feeds", feed("atom"), feed("json"))];
  });
}
