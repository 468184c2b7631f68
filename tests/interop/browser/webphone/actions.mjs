// Actions of buttons on the phone itself: answering, ending, calling numbers of the record, muting, leading elsewhere, saving.
import assert from "node:assert/strict";

export default async function actions({ tab, context, say }) {
  await context.route("https://www.example.com/**", (route) => route.fulfill({ contentType: "text/html", body: "<title>Elsewhere</title>" }));
  await tab.comeIn("/agent");
  const press = async (id) => {
    await tab.$(`.action[data-id="${id}"]`).click();
    await tab.$(`.action[data-id="${id}"]:not([aria-busy])`).waitFor();
  };
  await press(131);   // answerCall, and nobody rings
  await tab.$(".toast >> text=There is no call.").first().waitFor();
  await calling(tab, press);
  await inACall(tab, press, context);
  await beingCalled(tab, press, say);
  await records(tab, press);
  await leadingElsewhere(tab, press, context);
}

/** WP-ACT-CALL-1 to -5, WP-FN-2, -3: what is dialled, and what is not. */
async function calling(tab, press) {
  for (const [id, number] of [[133, "160"], [134, "161"], [144, "160"]]) {
    const before = tab.sentOf("INVITE").length;
    await press(id);
    await tab.inCall();
    assert.match(tab.sentOf("INVITE")[before], new RegExp(`^INVITE sip:${number}@`), `button ${id}`);
    await press(132);
    await tab.callOver();
  }
  await tab.until(() => tab.sentOf("BYE").length === 3, "the BYE of endCall");
  const before = tab.sentOf("INVITE").length;
  await press(146);   // makeCall(12345)
  await tab.$(".toast.error >> text=makeCall takes alt_phone or phone_code.").first().waitFor();
  assert.equal(tab.sentOf("INVITE").length, before);
  assert.ok(!tab.sent.some((message) => /^INVITE sip:(alt_phone|phone_code|12345)@/i.test(message)), "never the word itself");
}

/** WP-ACT-MIC-1, WP-ACT-CALL-6, WP-ACT-REDIR-4: with the echo on the line. */
async function inACall(tab, press, context) {
  await press(133);
  await tab.inCall();
  await tab.hears("the echo");
  await press(139);
  await tab.hearsNothing();
  await press(139);
  await tab.hears("the echo again");
  const before = tab.sentOf("INVITE").length;
  await press(134);
  await tab.$(".toast.error >> text=There is a call already.").first().waitFor();
  assert.equal(tab.sentOf("INVITE").length, before);
  const opened = context.waitForEvent("page");
  await press(138);
  const page = await opened;
  await page.waitForURL("https://www.example.com/");
  await page.close();
  assert.equal(tab.url.pathname, "/agent");
  await tab.hears("the echo beside another page");
  await press(132);
  await tab.callOver();
  await tab.admin("PUT", "lead/1", { alt_phone: "164" });   // rings for ever
  await tab.page.reload();
  await tab.registered();
  await press(133);
  await tab.inCall("dialling");
  await tab.until(() => tab.received.some((message) => message.startsWith("SIP/2.0 180")), "ringing");
  await press(132);
  await tab.callOver();
  await tab.until(() => tab.sentOf("CANCEL").length === 1, "a CANCEL");
}

/** WP-ACT-ANSWER-1, WP-ACT-END-2, WP-FLAG-ANS-3: somebody else's phone rings this one. */
async function beingCalled(tab, press, say) {
  say("answer");
  await tab.inCall("ringing");
  assert.equal(answers(tab), 0);
  await press(131);
  await tab.inCall();
  assert.equal(answers(tab), 1);
  await press(132);
  await tab.callOver();
  say("refuse");
  await tab.inCall("ringing");
  await press(132);
  await tab.callOver();
  await tab.configure({ flags: ["AUTO_ANSWER"] });
  const before = answers(tab);
  say("twice");
  await tab.inCall();
  await tab.until(() => tab.sent.some((message) => message.startsWith("SIP/2.0 486")), "a second call turned away");
  assert.equal(answers(tab), before + 1, "only the first was answered");
  await press(132);
  await tab.callOver();
}

const answers = (tab) => tab.sent.filter((message) => message.startsWith("SIP/2.0 200") && message.includes("\r\nm=audio")).length;

/** WP-ACT-SAVE-1 to -4 in the operator's table; WP-ACT-CALL-4 and WP-ACT-NEXT-2 at the last records. */
async function records(tab, press) {
  const stored = async () => (await tab.admin("GET", "lead/1")).decision;
  for (const [id, word] of [[140, "Yes"], [141, "No"], [142, "Unknown"]]) {
    await press(id);
    await tab.$(`.toast.success >> text=Saved: ${word}`).first().waitFor();
    assert.equal(await stored(), word);
  }
  await press(148);   // save(Maybe)
  await tab.$(".toast.error >> text=save takes Yes, No or Unknown.").first().waitFor();
  assert.equal(await stored(), "Unknown");
  const shown = (key) => tab.$(`.record [data-key="key"] dd:text-is("${key}")`).waitFor();
  for (const key of ["15550110", "15550120", "15550130", "15550140", "15550150", "15550160"]) {
    await press(143);
    await shown(key);
    if (key === "15550150") await cannotCall(tab, press, 133, "The record has no alternative phone.");
    if (key === "15550160") await cannotCall(tab, press, 134, "The record has no phone code.");
  }
  await press(143);
  await tab.$("text=That was the last record.").waitFor();
  await cannotCall(tab, press, 133, "There is no record to call.");
}

async function cannotCall(tab, press, id, complaint) {
  const before = tab.sentOf("INVITE").length;
  await press(id);
  await tab.$(`.toast.error >> text=${complaint}`).first().waitFor();
  assert.equal(tab.sentOf("INVITE").length, before);
}

/** WP-ACT-REDIR-2, -3, -5: sites of others with and without a scheme, and pages of the phone. */
async function leadingElsewhere(tab, press, context) {
  const make = async (fn) => (await tab.admin("POST", "button", { label: fn, fn, placement: "agent", sort_order: 500 })).id;
  const inside = await make("redirect(/settings, false)");
  const blank = [await make("redirect(www.example.com, true, _blank)"), await make("redirect(www.example.com, _BLANK, TRUE)")];
  await tab.page.reload();
  await tab.registered();
  for (const id of blank) {
    const opened = context.waitForEvent("page");
    await press(id);
    const page = await opened;
    await page.waitForURL("https://www.example.com/");
    await page.close();
  }
  await tab.$(`.action[data-id="${inside}"]`).click();
  await tab.page.waitForURL("**/settings");
  assert.equal(tab.url.origin, new URL(tab.options.web).origin);
  await tab.go("agent");
  await tab.$('.action[data-id="137"]').click();   // redirect(www.example.com, true)
  await tab.page.waitForURL("https://www.example.com/");
}
