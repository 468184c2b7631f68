// How the reply of a script is shown: text as a message, lists and objects readable, nothing as nothing.

const MOST_ROWS = 200;

/** {kind: "none"} · {kind: "text", text} · {kind: "rows", rows: [[name, text]]} */
export function describe(answer) {
  if (answer === null || answer === undefined || answer === "") return { kind: "none" };
  if (typeof answer !== "object") return { kind: "text", text: String(answer) };
  const rows = Object.entries(answer).filter(([name]) => Array.isArray(answer) || name !== "__").slice(0, MOST_ROWS);
  if (rows.length === 0) return { kind: "none" };
  return { kind: "rows", rows: rows.map(([name, value]) => [label(answer, name), plain(value)]) };
}

const label = (answer, name) => (Array.isArray(answer) ? String(Number(name) + 1) : name);
const plain = (value) => (value !== null && typeof value === "object" ? JSON.stringify(value) : String(value ?? ""));
