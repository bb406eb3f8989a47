// Requests to the server.

// Faults that are not answers: `offline` (this machine has no network), `unreachable` (the server does not
// answer), `foreign` (something else answered, such as a proxy).
export class Fault extends Error {
  constructor(kind, cause) {
    super(kind, { cause });
    this.kind = kind;
  }
}

// A problem that the server states.
export class Refusal extends Error {
  constructor(problem) {
    super(problem.detail);
    this.problem = problem;
  }
}

// The address of a path beside the page, which may lie under a prefix of a proxy.
export const place = (path, params = "") => `${path}${String(params) && `?${params}`}`;

async function response(path, params, signal) {
  try {
    return await fetch(place(path, params), { signal });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Fault(navigator.onLine === false ? "offline" : "unreachable", error);
  }
}

// Returns an answer as text.
export async function askText(path, params, signal) {
  const answer = await response(path, params, signal);
  if (!answer.ok) throw await refusal(answer);
  return answer.text();
}

// Returns an answer as JSON.
export async function ask(path, params, signal) {
  const answer = await response(path, params, signal);
  if (!answer.ok) throw await refusal(answer);
  try {
    return await answer.json();
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Fault("foreign", error);
  }
}

async function refusal(answer) {
  try {
    const problem = await answer.json();
    if (typeof problem.detail === "string") return new Refusal(problem);
  } catch (error) {
    if (error.name === "AbortError") return error;
  }
  return new Fault("foreign", `status ${answer.status}`);
}
