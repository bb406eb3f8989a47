// The address bar is the only state of the page: what is in it can be shared, and gone back to.

const BOUNDS = ["q", "source", "since", "until"];
export const FIELDS = [...BOUNDS, "sort"];

export const state = () => new URLSearchParams(location.search);
export const value = (name) => state().get(name) ?? "";

// What decides which articles answer.
export function question() {
  const params = new URLSearchParams();
  for (const name of FIELDS) if (value(name)) params.set(name, value(name));
  if (value("exact") === "true") params.set("exact", "true");
  if (value("expand")) params.set("expand", value("expand"));
  return params;
}

// The question without what changes the related tier alone.
export function cited() {
  const params = question();
  params.delete("expand");
  return params;
}

// The question without what only ranks.
export function counted() {
  const params = new URLSearchParams();
  for (const name of BOUNDS) if (value(name)) params.set(name, value(name));
  return params;
}

// Another address; a change of the question begins on its first page.
export function address(changes) {
  const params = state();
  if (!("cursor" in changes) && !("article" in changes)) params.delete("cursor");
  for (const [name, text] of Object.entries(changes)) text ? params.set(name, text) : params.delete(name);
  return params.size ? `?${params}` : location.pathname;
}

// A text as the query that finds it literally.
export const quoted = (text) => (/^[\p{L}\p{N}]+$/u.test(text) ? text : `“${text}”`);
