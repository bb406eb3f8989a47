// Problems: a query that cannot be read is shown with the place of the error marked.
import { byId, element, marked } from "/dom.js";
import { value } from "/state.js";

export function showProblem(error, words) {
  const place = byId("problem");
  const problem = error?.problem;
  byId("q").setAttribute("aria-invalid", String(problem?.code === "query"));
  place.hidden = !error;
  place.replaceChildren();
  if (!error) return;
  place.append(element("p", "", problem ? words.problem(problem) : words.failed));
  if (problem?.span) place.append(at(value("q"), problem.span));
}

// The query with the place marked; an error at the end is marked with a sign of its own.
function at(text, [start, end]) {
  const code = element("code");
  const span = start === end ? { text: `${text}▁`, marks: [[start, start + 3]] } : { text, marks: [[start, end]] };
  return marked(code, span);
}
