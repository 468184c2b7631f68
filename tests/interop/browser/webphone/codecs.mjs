// Codec Delete and Codec Priority as the operator writes them, in what the browser offers; each rule beside what it offers without any.
import assert from "node:assert/strict";

const without = (...gone) => (plain) => plain.filter((name) => !gone.includes(name));
const first = (...names) => (plain) => [...names, ...plain.filter((name) => !names.includes(name))];
const asItWas = (plain) => plain;

/** [row, deleted, first, what is left of the browser's own list] */
const RULES = [
  ["DEL-1: a full name", "G722", "", without("G722")],
  ["DEL-2: a pattern", "PC.*", "", without("PCMU", "PCMA")],
  ["DEL-3: from the start of the name to its end", "CM.*, 722, PC, event", "", asItWas],
  ["DEL-4: letter case", "pcm.*, g722", "", without("PCMU", "PCMA", "G722")],
  ["DEL-5: never Opus, whatever is written", "opus, opus.*, .*, OPUS", "", (plain) => plain.filter((name) => name === "opus")],
  ["DEL-8: several entries, by lines and commas", "PC.*\nG722, red", "", without("PCMU", "PCMA", "G722", "red")],
  ["DEL-9: telephone-event and comfort noise", "telephone.*, cn.*", "", without("telephone-event", "CN")],
  ["DEL-10: no pattern at all", "PC[, (, *", "", asItWas],
  ["DEL-11: what no browser has", "AMR, GSM, GSM-EFR, G723, G729, ILBC", "", asItWas],
  ["PRI-1, PRI-2: in their order, the rest as it was", "", "PCMA, opus", first("PCMA", "opus")],
  ["PRI-3: a pattern", "", "red.*", first("red")],
  ["PRI-4: in both lists", "PCMA, opus", "PCMA, opus", (plain) => first("opus")(without("PCMA")(plain))],
];

export default async function codecs({ tab }) {
  await tab.comeIn("/dialpad");
  const plain = await offered(tab);
  for (const name of ["opus", "red", "G722", "PCMU", "PCMA", "telephone-event"]) assert.ok(plain.includes(name), `${name} in ${plain}`);
  for (const [row, codecDelete, codecPriority, rule] of RULES) {
    await tab.configure({ codecDelete, codecPriority });
    assert.deepEqual(await offered(tab, row), rule(plain), row);
  }
}

/** Names of the codecs of one INVITE, in the order of its media line; `telephone-event` and others of several rates once. */
async function offered(tab, row = "") {
  const invites = tab.sentOf("INVITE").length;
  await tab.dial("160");
  await tab.inCall();
  if (row.startsWith("DEL-9")) await keyAsInfo(tab);
  await tab.handle("Hang up").click();
  await tab.callOver();
  const invite = tab.sentOf("INVITE")[invites];
  assert.match(invite, /\r\na=rtpmap:\d+ opus\/48000\/2\r\n/, `OPUS-1 ${row}`);
  return [...new Set(namesOf(invite))];
}

/** WP-CODEC-DEL-6: whatever the description says of a format, the format is in the media line; RED's parameters name such formats too. */
function namesOf(invite) {
  const formats = /\r\nm=audio \d+ \S+ ([\d ]+)\r\n/.exec(invite)[1].split(" ");
  const names = new Map([...invite.matchAll(/\r\na=rtpmap:(\d+) ([^/]+)/g)].map(([, format, name]) => [format, name]));
  for (const [, kind, format] of invite.matchAll(/\r\na=(rtpmap|fmtp|rtcp-fb):(\d+) /g)) assert.ok(formats.includes(format), `${kind}:${format}`);
  for (const [, format, words] of invite.matchAll(/\r\na=fmtp:(\d+) ([^\r]*)/g))
    if (names.get(format) === "red") for (const other of words.split("/")) assert.ok(formats.includes(other), `red of ${other}`);
  assert.ok(formats.every((format) => names.has(format)), `a name for each of ${formats}`);
  return formats.map((format) => names.get(format));
}

/** Without telephone-event a key goes as INFO. */
async function keyAsInfo(tab) {
  await tab.handle("Keys").click();
  await tab.$('.call .keypad [data-key="5"]').click();
  await tab.until(() => tab.sentOf("INFO").some((message) => message.includes("Signal=5")), "the key as INFO");
}
