// The address bar is the only state of the page, so it can be shared and navigated back to.

const BOUNDS = ["q", "source", "since", "until"];
export const FIELDS = [...BOUNDS, "sort"];

export const state = () => new URLSearchParams(location.search);
export const value = (name) => state().get(name) ?? "";

// The parameters that decide which articles are found.
export function question() {
  const params = new URLSearchParams();
  for (const name of FIELDS) if (value(name)) params.set(name, value(name));
  if (value("exact") === "true") params.set("exact", "true");
  if (value("expand")) params.set("expand", value("expand"));
  return params;
}

// The question without the parameters that change only the related tier.
export function cited() {
  const params = question();
  params.delete("expand");
  return params;
}

// The question without the parameters that only rank.
export function counted() {
  const params = new URLSearchParams();
  for (const name of BOUNDS) if (value(name)) params.set(name, value(name));
  return params;
}

// Goes to another address; a changed question starts on its first page.
export function address(changes) {
  const params = state();
  if (!("cursor" in changes) && !("article" in changes)) params.delete("cursor");
  for (const [name, text] of Object.entries(changes)) text ? params.set(name, text) : params.delete(name);
  return params.size ? `?${params}` : location.pathname;
}

// Returns the query that finds a text literally.
export const quoted = (text) => (/^[\p{L}\p{N}]+$/u.test(text) ? text : `“${text}”`);
