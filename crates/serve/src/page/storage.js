// What the browser keeps for the reader. It may keep nothing: then all of this still works for one visit.

const here = new Map();

function store() {
  try {
    return globalThis.localStorage ?? null;
  } catch {
    return null;
  }
}

export function kept(name, otherwise) {
  if (here.has(name)) return here.get(name);
  try {
    const text = store()?.getItem(`xunwen.${name}`);
    return text ? JSON.parse(text) : otherwise;
  } catch {
    return otherwise;
  }
}

export function keep(name, value) {
  here.set(name, value);
  try {
    store()?.setItem(`xunwen.${name}`, JSON.stringify(value));
  } catch {
    // The storage is full or forbidden; `here` has it.
  }
}
