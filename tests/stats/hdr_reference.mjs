// Our histograms against hdr-histogram-js, which we did not write: it must read ours, we must read its.
// Usage: hdr_reference.sh, which installs the packages first
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { build, decodeFromCompressedBase64, encodeIntoCompressedBase64 } from "hdr-histogram-js";

const tool = process.argv[2];
const layout = {
  lowestDiscernibleValue: 1,
  highestTrackableValue: 3_600_000_000,
  numberOfSignificantValueDigits: 3,
  bitBucketSize: 64,
};

// The same numbers every time; xorshift32.
let state = 2463534242;
function random() {
  state ^= state << 13;
  state ^= state >>> 17;
  state ^= state << 5;
  return (state >>> 0) / 2 ** 32;
}
const draw = (n, from, to) =>
  Array.from({ length: n }, () => Math.floor(from * Math.pow(to / from, random())));

const samples = {
  one: [1234],
  "every small value": Array.from({ length: 3000 }, (_, i) => i + 1),
  "borders of magnitudes": Array.from({ length: 31 }, (_, i) => [2 ** i, 2 ** i + 1, 2 ** (i + 1) - 1]).flat(),
  "latencies around 20 ms": draw(5000, 15_000, 60_000),
  "all magnitudes": draw(20_000, 1, 3_600_000_000),
  "many of a kind": Array.from({ length: 70_000 }, (_, i) => (i % 3 ? 777 : 250_000)),
  "the very top": [3_600_000_000, 3_599_999_999, 1],
};

function ours(lines) {
  const output = execFileSync(tool, { input: lines.join("\n") + "\n", maxBuffer: 1 << 28 });
  return output.toString().trim().split("\n").map((line) => JSON.parse(line));
}

function compare(what, us, reference) {
  assert.equal(us.count, reference.totalCount, `${what}: count`);
  assert.equal(us.max, reference.highestEquivalentValue(reference.maxValue), `${what}: max`);
  assert.equal(us.min, reference.lowestEquivalentValue(reference.minNonZeroValue), `${what}: min`);
  for (const [p, value] of Object.entries(us.percentiles))
    assert.equal(value, reference.getValueAtPercentile(Number(p)), `${what}: p${p}`);
  const near = (a, b) => Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(b));
  assert.ok(near(us.mean, reference.mean), `${what}: mean ${us.mean} ${reference.mean}`);
  assert.ok(near(us.stddev, reference.stdDeviation), `${what}: stddev ${us.stddev} ${reference.stdDeviation}`);
}

let checked = 0;
for (const [name, values] of Object.entries(samples)) {
  const reference = build(layout);
  for (const value of values) reference.recordValue(value);
  const [recorded] = ours([`values ${values.join(" ")}`]);
  compare(`${name}, both recorded`, recorded, reference);
  compare(`${name}, they read ours`, recorded, decodeFromCompressedBase64(recorded.histogram, 64));
  const [read] = ours([`histogram ${encodeIntoCompressedBase64(reference)}`]);
  compare(`${name}, we read theirs`, read, reference);
  assert.equal(read.histogram, recorded.histogram, `${name}: the same counts give the same text`);
  checked += 1;
}
const [empty] = ours(["values"]);
assert.equal(decodeFromCompressedBase64(empty.histogram, 64).totalCount, 0);
console.log(`${checked} histograms agree both ways`);
