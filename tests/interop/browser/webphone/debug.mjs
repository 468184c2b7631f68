// `*#0*#`: not a word of SIP on the console before it, all of it afterwards, and the code itself is never dialled.
import assert from "node:assert/strict";

const isSip = (line) => /^(SIP\/2\.0 \d|[A-Z]+ sips?:\S+ SIP\/2\.0)/m.test(line);

export default async function debug({ tab }) {
  await tab.comeIn("/dialpad");
  await tab.dial("162");
  await tab.inCall();
  await tab.handle("Hang up").click();
  await tab.callOver();
  assert.deepEqual(tab.console.filter(isSip), [], "SIP on the console before the code");
  const invites = tab.sentOf("INVITE").length;

  await tab.press("*#0");
  await tab.$(".footer [data-id=dialpad]").focus();
  await tab.page.keyboard.press("*");   // keys of a keyboard count, wherever the focus is
  assert.equal(await tab.$(".dialpad input.number").inputValue(), "*#0*");
  await tab.press("#");
  assert.equal(await tab.$(".dialpad input.number").inputValue(), "", "the field is cleared");
  assert.equal(tab.sentOf("INVITE").length, invites, "the code is not dialled");

  await tab.dial("162");
  await tab.inCall();
  await tab.handle("Hang up").click();
  await tab.callOver();
  await tab.until(() => tab.console.some((line) => /^BYE sip/m.test(line)), "a BYE on the console");
  const shown = tab.console.filter(isSip).join("\n");
  assert.match(shown, /^INVITE sip:162@/m);
  assert.match(shown, /^SIP\/2\.0 200/m);
  assert.ok(!/response="[0-9a-f]{32}"/.test(shown), "digests are masked");
  await tab.press("*#0*#");   // WP-DBG-4: a second time it stays on, until the page is loaded again
  const lines = tab.console.length;
  await tab.dial("162");
  await tab.inCall();
  await tab.handle("Hang up").click();
  await tab.callOver();
  await tab.until(() => tab.console.slice(lines).some((line) => /^BYE sip/m.test(line)), "a BYE after the second time");
  assert.ok(!tab.sent.some((message) => /^INVITE sip:(\*|%2A)/i.test(message)), "no INVITE to the code");
}
