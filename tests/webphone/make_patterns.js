// Makes patterns.json: random patterns and texts, and what JavaScript itself says of them. Node 20:
//   node tests/webphone/make_patterns.js 11 400 > tests/webphone/patterns.json
// Each line: pattern, text, whether the whole text fits without regard to case, whether a part fits exactly.
let state = Number(process.argv[2] || 1);
const wanted = Number(process.argv[3] || 100);

function below(limit) {
  state = (Math.imul(state, 1103515245) + 12345) >>> 0;
  return Math.floor((state / 4294967296) * limit);
}
const pick = (list) => list[below(list.length)];
const times = (count, make) => Array.from({ length: count }, make).join("");

const letters = ["a", "b", "c", "A", "B", "0", "1", "_", "-", " ", "/", "x", "{", "}", "]", "é", "中"];
const literals = [...letters, "\\.", "\\*", "\\(", "\\t"];
const edges = ["^", "$", "\\b", "\\B"];
const classes = ["\\d", "\\w", "\\s", "\\D", "\\W", "\\S", "."];
const members = ["a", "b", "A-C", "0-9", "a-c", "_", "\\d", "\\w", "\\s", ".", "x", "\\]", "\\-"];

const set = () => `[${below(3) ? "" : "^"}${times(1 + below(3), () => pick(members))}${below(6) ? "" : "-"}]`;

function atom(depth) {
  const kind = below(depth > 0 ? 10 : 7);
  if (kind < 4) return pick(literals);
  if (kind === 4) return pick(classes);
  if (kind === 5) return set();
  if (kind === 6) return pick([...edges, "a", "b", "c", "x"]);
  return `${pick(["(", "(?:"])}${choice(depth - 1)})`;
}

function count() {
  const least = below(2);
  return [`*`, `+`, `?`, `{${below(3)}}`, `{${least},${least + below(3)}}`, `{${least},}`][below(12)] || "";
}

function repeated(part) {
  const often = edges.includes(part) ? "" : count();
  return part + often + (often && below(4) === 0 ? "?" : "");
}

const sequence = (depth) => times(below(4) + (depth === 2 ? 1 : 0), () => repeated(atom(depth)));

function choice(depth) {
  let made = sequence(depth);
  while (below(4) === 0) made += `|${sequence(depth)}`;
  return made;
}

const cases = [];
while (cases.length < wanted) {
  const pattern = choice(2);
  const text = times(below(7), () => pick([...letters, ".", "*", "(", "\t", "\n"]));
  try {
    const whole = new RegExp(`^(?:${pattern})$`, "i").test(text);
    const part = new RegExp(pattern).test(text);
    const bothWays = cases.length % 4;  // a quarter each that fits wholly, in part, and as it comes
    if ((bothWays === 0 && !whole) || (bothWays === 1 && (whole || !part))) continue;
    cases.push(JSON.stringify([pattern, text, whole, part]));
  } catch {
    continue;  // no pattern at all
  }
}
console.log(`[\n${cases.join(",\n")}\n]`);
