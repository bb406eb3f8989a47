// Citations: of an article in the styles of reference lists, and of a search in words, from its receipt.
import { askText, place } from "./api.js";
import { button, element, link } from "./dom.js";
import { fill } from "./panel.js";
import { openSheet } from "./sheet.js";
import { cited } from "./state.js";
import { kept, keep } from "./storage.js";

function copyButton(text, words) {
  const told = element("span", "quiet");
  told.setAttribute("role", "status");
  const copy = button("", words.copy, async () => {
    try {
      await navigator.clipboard.writeText(text);
      told.textContent = ` ${words.copied}`;
    } catch {
      told.textContent = ` ${words.notCopied}`;
    }
  });
  return element("p", "", copy, told);
}

export function openArticleCitation(id, words) {
  openSheet(words.cite, words, (signal) => {
    const region = element("div", "panel");
    const select = element("select");
    select.id = "cite-style";
    select.append(...Object.entries(words.styles).map(([name, text]) => new Option(text, name)));
    select.value = kept("style", "gb-7714");
    const show = () => fill(region, words, signal, async () => {
      const text = await askText(`api/articles/${encodeURIComponent(id)}/citation`, new URLSearchParams({ style: select.value }), signal);
      const shown = element("pre", "citation", text.trim());
      shown.tabIndex = 0;
      return [shown, copyButton(text.trim(), words)];
    });
    select.addEventListener("change", () => { keep("style", select.value); show(); });
    show();
    return [element("p", "controls", element("label", "", words.citeStyle, " ", select)), region];
  });
}

export function openSearchCitation(words) {
  openSheet(words.citeSearch, words, async (signal) => {
    const params = cited();
    const lang = words.lang.slice(0, 2);
    const text = (await askText("api/receipt/words", new URLSearchParams([...params, ["lang", lang]]), signal)).trim();
    const receipt = link("download", words.receipt, place("api/receipt", params));
    receipt.id = "receipt";
    receipt.setAttribute("download", "receipt.json");
    const shown = element("pre", "citation", text);
    shown.tabIndex = 0;
    return [shown, copyButton(text, words), element("p", "quiet", words.receiptWhat), element("p", "", receipt)];
  });
}
