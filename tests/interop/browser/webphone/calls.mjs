// Calls out to the echo: media both ways, mute, hold, keys, codec rules, history.
import assert from "node:assert/strict";

export default async function calls({ tab }) {
  await tab.comeIn("/dialpad");
  await tab.dial("160");
  await tab.inCall();
  await tab.hears("its own echo");
  checkCodecs(tab.sentOf("INVITE")[0]);

  await tab.handle("Mute").click();
  await tab.$('.call [aria-label="Mute"][aria-pressed=true]').waitFor();
  await tab.hearsNothing();
  await tab.handle("Mute").click();
  await tab.hears("itself again");

  await tab.handle("Hold").click();
  await tab.$('.call [aria-label="Hold"][aria-pressed=true]').waitFor();
  assert.match(tab.sentOf("INVITE").at(-1), /\r\na=sendonly\r\n/, "the re-INVITE of a hold");
  await tab.handle("Hold").click();
  await tab.$('.call [aria-label="Hold"][aria-pressed=false]').waitFor();
  await tab.hears("itself after the hold");

  const words = tab.sent.length;
  await tab.handle("Keys").click();
  for (const key of "12#") await tab.$(`.call .keypad [data-key="${key}"]`).click();
  await tab.until(() => tab.page.evaluate(() => window.__connections.at(-1).getSenders()[0].dtmf.toneBuffer === ""), "the end of the tones");
  assert.equal(tab.sent.slice(words).filter((message) => message.startsWith("INFO")).length, 0, "tones go as RFC 4733 events");

  await tab.handle("Hang up").click();
  await tab.callOver();
  await tab.until(() => tab.sentOf("BYE").length === 1, "a BYE");

  await tab.dial("164");   // rings for ever
  await tab.inCall("dialling");
  await tab.until(() => tab.received.some((message) => message.startsWith("SIP/2.0 18")), "ringing");
  await tab.handle("Hang up").click();
  await tab.callOver();
  await tab.until(() => tab.sentOf("CANCEL").length === 1, "a CANCEL");
  await tab.until(() => tab.received.some((message) => message.startsWith("SIP/2.0 487")), "the end of the INVITE");
  await digits(tab);
  await tab.go("history");
  const numbers = await tab.$("#main .list strong").allTextContents();
  assert.deepEqual(numbers.slice(0, 3), ["166", "164", "160"], "history, newest first");
}

/** WP-SIG-DTMF-1: every key, and the deployment's own account of what it heard. */
async function digits(tab) {
  const keys = "0123456789*#";
  await tab.dial("166");
  await tab.inCall();
  await tab.until(async () => (await tab.stats())["outbound-rtp"]?.packetsSent > 10, "media");
  await tab.handle("Keys").click();
  for (const key of keys) await tab.$(`.call .keypad [data-key="${key}"]`).click();
  await tab.until(() => tab.page.evaluate(() => window.__connections.at(-1).getSenders()[0].dtmf.toneBuffer === ""), "the end of the tones");
  await tab.handle("Hang up").click();
  await tab.callOver();
  const told = await tab.until(async () => (await tab.admin("GET", "events?kind=digits"))[0], "the digits");
  assert.equal(told.detail, keys);
}

/** The stand-in's brand deletes PC.* and opus.*, and puts G722 first: Opus stays, PCMU and PCMA are gone. */
function checkCodecs(invite) {
  const names = new Map([...invite.matchAll(/\r\na=rtpmap:(\d+) ([^/]+)/g)].map(([, number, name]) => [number, name]));
  const formats = /\r\nm=audio \d+ \S+ ([\d ]+)\r\n/.exec(invite)[1].split(" ");
  const offered = formats.map((number) => names.get(number));
  assert.equal(offered[0], "G722", `${offered}`);
  assert.ok(offered.includes("opus"), `${offered}`);
  assert.ok(!offered.some((name) => name === undefined || /^PCM/.test(name)), `${offered}`);
  assert.deepEqual([...names.keys()].filter((number) => !formats.includes(number)), [], "rtpmap of what is not offered");
}
