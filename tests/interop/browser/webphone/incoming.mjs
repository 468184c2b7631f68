// A call from elsewhere, answered by hand (or by itself where the flag says so) and ended by the other side.
import assert from "node:assert/strict";

const RINGING = 10_000;

export default async function incoming({ tab, options, say }) {
  await tab.comeIn("/dialpad");
  say("registered");
  if (options.automatic) {
    await tab.inCall();
  } else {
    await tab.inCall("ringing");
    assert.ok((await tab.$(".call .person").textContent()).includes(options.caller), "who calls");
    const since = Date.now();   // WP-FLAG-ANS-2: ten seconds later it still rings, and nobody has answered
    await tab.until(() => Date.now() - since > RINGING, "ten seconds of ringing");
    assert.equal(await tab.$('.call[data-state="ringing"]').count(), 1);
    assert.ok(!tab.sent.some((message) => message.startsWith("SIP/2.0 200") && message.includes("\r\nm=audio")), "no answer by itself");
    await tab.handle("Answer").click();
    await tab.inCall();
  }
  await tab.hears("the caller");
  say("talking");
  await tab.callOver();
  const answer = tab.sent.find((message) => message.startsWith("SIP/2.0 200") && message.includes("\r\nm=audio"));
  assert.ok(tab.sent.findIndex((message) => message.startsWith("SIP/2.0 180")) < tab.sent.indexOf(answer), "it rings before it answers");
  assert.match(answer, / opus\/48000\/2/, "Opus in the answer");
  assert.ok(!/ PCM[AU]\//.test(answer), "deleted codecs are not in the answer either");
  await tab.go("history");
  assert.equal((await tab.$("#main .list strong").allTextContents())[0], options.caller, "the caller in the history");
}
