// Requests to the server.

// Returns the answer, or throws an error with the server's `problem`.
export async function ask(path, params, signal) {
  const response = await fetch(`${path}?${params}`, { signal });
  const answer = await response.json();
  if (!response.ok) throw Object.assign(new Error(answer.detail), { problem: answer });
  return answer;
}
