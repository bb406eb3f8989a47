// Problems: a query that cannot be read is shown with the place of the error marked, a field with its error
// beside it.
import { byId, element, marked } from "./dom.js";
import { value } from "./state.js";

const FIELDS = ["since", "until", "source"];

// What went wrong, in words: what the server states, or what kept it from answering, or a fault of this page.
export function faultText(error, words) {
  if (error.problem) return words.problem(error.problem);
  return error.kind ? words.faults[error.kind] : words.faults.script(String(error.message ?? error));
}

export function showProblem(error, words) {
  const place = byId("problem");
  const problem = error?.problem;
  const field = FIELDS.find((name) => name === problem?.field);
  byId("q").setAttribute("aria-invalid", String(problem?.code === "query"));
  for (const name of FIELDS) showAtField(name, name === field ? words.problem(problem) : "");
  if (field) byId("filters").open = true;
  place.hidden = !error || Boolean(field);
  place.replaceChildren();
  if (place.hidden) return;
  place.append(element("p", "", faultText(error, words)));
  if (problem?.span) place.append(at(value("q"), problem.span));
}

function showAtField(name, text) {
  const place = byId(`${name}-problem`);
  place.hidden = !text;
  place.textContent = text;
  byId(name === "source" ? "like" : name).setAttribute("aria-invalid", String(Boolean(text)));
}

// The query with the place marked; an error at the end is marked with a sign of its own.
function at(text, [start, end]) {
  const code = element("code");
  const span = start === end ? { text: `${text}▁`, marks: [[start, start + 3]] } : { text, marks: [[start, end]] };
  return marked(code, span);
}
