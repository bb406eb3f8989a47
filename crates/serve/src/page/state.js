// The address bar is the only state of the page, so it can be shared and navigated back to.

// What decides which articles are found; several outlets are several `source`.
const BOUNDS = ["q", "source", "unnamed", "since", "until"];
const ASKED = [...BOUNDS, "sort", "exact", "expand"];

export const state = () => new URLSearchParams(location.search);
export const value = (name) => state().get(name) ?? "";
export const values = (name) => state().getAll(name).filter(Boolean);

function chosen(names) {
  const params = new URLSearchParams();
  for (const name of names) for (const text of values(name)) params.append(name, text);
  return params;
}

// The parameters that decide what is found and in what order.
export const question = () => chosen(ASKED);
// Whether anything is asked at all; an order alone is no question.
export const isQuestion = () => chosen(BOUNDS).size > 0;

// The question without the parameters that change only the related tier.
export const cited = () => chosen([...BOUNDS, "sort", "exact"]);

// The question without the parameters that only rank.
export const counted = () => chosen(BOUNDS);

export function without(params, ...names) {
  const rest = new URLSearchParams(params);
  for (const name of names) rest.delete(name);
  return rest;
}

// What belongs to the answer that was shown, and not to a changed question.
const OF_ANSWER = ["cursor", "article"];

// Returns another address; a list sets a parameter several times, an empty text takes it away. A changed
// question starts on its first page.
export function address(changes) {
  const params = state();
  const names = Object.keys(changes);
  if (!names.some((name) => OF_ANSWER.includes(name))) for (const name of OF_ANSWER) params.delete(name);
  for (const name of names) {
    params.delete(name);
    for (const text of [changes[name]].flat()) if (text) params.append(name, text);
  }
  return params.size ? `?${params}` : location.pathname;
}

// Returns the query that finds a text literally.
export const quoted = (text) => (/^[\p{L}\p{N}]+$/u.test(text) ? text : `“${text.replaceAll(/["“”]/g, " ")}”`);
