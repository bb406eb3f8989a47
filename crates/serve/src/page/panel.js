// Panels: parts of the page that load, fail and are tried again each on its own.
import { button, element, renew } from "./dom.js";
import { faultText } from "./problem.js";

// Loads and shows one part; a failure is said in its place, with a button that tries again. Returns whether
// it is shown.
export async function fill(region, words, signal, load) {
  region.hidden = false;
  region.setAttribute("aria-busy", "true");
  try {
    const content = await load();
    if (signal.aborted) return false;
    renew(region, content);
    return true;
  } catch (error) {
    if (signal.aborted || error.name === "AbortError") return false;
    const again = button("", words.again, () => fill(region, words, signal, load), "again");
    const said = element("p", "message", faultText(error, words), " ", again);
    said.setAttribute("role", "alert");
    renew(region, [said], again);
    return false;
  } finally {
    if (!signal.aborted) region.removeAttribute("aria-busy");
  }
}
