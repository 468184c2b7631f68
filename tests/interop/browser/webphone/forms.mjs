// Forms of buttons and of replies: what opens them, what changes them, and what must not start anything.
import assert from "node:assert/strict";

export default async function forms({ tab }) {
  await tab.comeIn("/agent");
  const press = (id) => tab.$(`.action[data-id="${id}"]`).click();
  const form = tab.$("dialog");
  await names(tab, press, form);
  await onlyOnce(tab, press, form);
  await widths(tab, press, form);
  await chains(tab, press, form);
  await dataOfAScript(tab, press, form);
  await oneAtATime(tab, press);
  await nothingElseStarts(tab, form);
}

const close = async (tab, form) => {
  await tab.page.keyboard.press("Escape");
  await form.waitFor({ state: "detached" });
};

/** WP-FN-4, -5, -6, WP-ACT-FORM-1: the same form in any spelling; WP-ACT-FORM-2: an unknown one is none. */
async function names(tab, press, form) {
  const make = async (fn) => (await tab.admin("POST", "button", { label: fn, fn, placement: "agent", sort_order: 600 })).id;
  const spelt = [135, 145, await make('OPENFORM("FEEDBACK FORM")'), await make("openform(Feedback Form)")];
  await tab.page.reload();
  await tab.registered();
  for (const id of spelt) {
    await press(id);
    await form.waitFor();
    assert.equal(await form.getAttribute("aria-label"), "Feedback Form", `button ${id}`);
    await close(tab, form);
  }
  await press(119);
  await tab.$(".toast.error >> text=No Such Form").first().waitFor();
  assert.equal(await form.count(), 0);
}

/** WP-FORM-MERGE-6: what a script changed is for one opening. */
async function onlyOnce(tab, press, form) {
  const fields = () => form.locator("[data-name]").evaluateAll((all) => all.map((one) => one.dataset.name));
  await press(45);
  await form.waitFor();
  assert.deepEqual(await fields(), ["first_name", "last_name", "name", "notes", "country"]);
  await close(tab, form);
  await press(135);
  await form.waitFor();
  assert.deepEqual(await fields(), ["first_name", "last_name", "name", "notes"]);
  assert.equal(await form.locator("[name=first_name]").inputValue(), "");
  await close(tab, form);
}

/** WP-FORM-SET-10: a field of width 6 takes about half the room of one of width 12, side by side with it; gaps count for a little. */
async function widths(tab, press, form) {
  await tab.page.setViewportSize({ width: 1280, height: 800 });
  await press(103);
  await form.waitFor();
  const boxes = await Promise.all(["product", "quantity", "email"].map((name) => form.locator(`[data-name=${name}]`).boundingBox()));
  const [ratio, other] = [boxes[1].width / boxes[0].width, boxes[2].width / boxes[0].width];
  assert.ok(ratio > 0.4 && ratio < 0.52 && Math.abs(ratio - other) < 0.02, `6 to 12 is ${ratio}`);
  await close(tab, form);
}

/** WP-CHAIN-5: a form's reply changes the next form; -4: an action without a name is none; -LOOP-1: a form that opens itself waits. */
async function chains(tab, press, form) {
  await press(166);
  await form.locator("[name=product]").fill("Tea");
  await form.locator("button.primary").click();
  await tab.$('dialog[aria-label="Feedback Form"]').waitFor();
  assert.equal(await form.locator("[name=last_name]").inputValue(), "From the order");
  assert.equal(await form.locator("[name=last_name]").getAttribute("aria-required"), "true");
  await close(tab, form);
  await press(169);
  await form.locator("[name=word]").fill("hush");
  await form.locator("button.primary").click();
  await form.waitFor({ state: "detached" });
  assert.equal(await tab.$(".toast.error").filter({ hasNotText: "No Such Form" }).count(), 0, "nothing more happens");
  await press(155);
  for (let round = 1; round <= 3; round += 1) {
    await form.locator("[name=again]").fill(`round ${round}`);
    await form.locator("button.primary").click();
    await tab.until(async () => tab.requestsTo("POST", "form/206") === round && (await form.locator("[name=again]").inputValue()) === "", `round ${round}`);
  }
  await close(tab, form);
  assert.equal(tab.requestsTo("POST", "form/206"), 3, "not one more by itself");
}

/** WP-FORM-DATA-2, -3, WP-FORM-SET-1: data before defaults, no field for data of none, and what nobody touched is handed in. */
async function dataOfAScript(tab, press, form) {
  const { id: script } = await tab.admin("POST", "script", { name: "data", returns: { __: {
    formSchema: [{ name: "note", defaultValue: "the default" }, { name: "untouched", defaultValue: "as it stands" }],
    formData: { note: "the data", stranger: "nobody" } } } });
  const { id } = await tab.admin("POST", "button", { label: "Data", placement: "agent", sandbox_id: script, form_id: 205, sort_order: 700 });
  await tab.page.reload();
  await tab.registered();
  await press(id);
  await form.waitFor();
  assert.equal(await form.locator("[name=note]").inputValue(), "the data");
  assert.equal(await form.locator("[data-name=stranger]").count(), 0);
  const posted = tab.page.waitForRequest((request) => request.method() === "POST" && request.url().endsWith("/form/205"));
  await form.locator("button.primary").click();
  assert.deepEqual((await posted).postDataJSON(), { note: "the data", untouched: "as it stands" });
  const answer = tab.$("dialog[aria-label=Answer]");   // that form's script gives back what it got
  await answer.waitFor();
  await answer.locator("button").click();
  await answer.waitFor({ state: "detached" });
}

/** WP-ACT-ONE-1: while a slow script is under way a second press is refused. */
async function oneAtATime(tab, press) {
  const answered = tab.page.waitForResponse((response) => response.url().endsWith("/agent/next"));
  await press(164);
  await press(143);
  await tab.$(".toast >> text=One action at a time.").first().waitFor();
  await answered;
  await tab.$('.action[data-id="164"]:not([aria-busy])').waitFor();
  assert.equal(tab.requestsTo("POST", "agent/next"), 1);
}

/** WP-CHAIN-1, -6, -8: neither a form handed in outside a chain, nor an address, nor a message makes the phone do anything. */
async function nothingElseStarts(tab, form) {
  const reply = await tab.page.evaluate(async () => (await fetch("/api/softphone/form/203", { method: "POST",
    headers: { "content-type": "application/json" }, body: JSON.stringify({ first_name: "Ada" }) })).json());
  assert.equal(reply.__.action.name, "makeCall", "the server answers with an action, and leaves it to the page");
  for (const path of ["/agent?fn=makeCall(alt_phone)", "/agent#makeCall(alt_phone)", "/agent?form_id=203&action=openForm"]) {
    await tab.goto(path);
    await tab.registered();
  }
  const lead = await tab.$('.record [data-key="key"] dd').textContent();
  await tab.page.evaluate((action) => { for (const message of [action, { __: { action } }, action.name]) window.postMessage(message, "*"); },
    { name: "makeCall", params: ["alt_phone"] });
  await tab.$('.action[data-id="143"]').click();   // one thing that a button starts: whatever was before it has been heard
  await tab.until(async () => (await tab.$('.record [data-key="key"] dd').textContent()) !== lead, "the next record");
  assert.equal(await form.count(), 0);
  assert.deepEqual(tab.sentOf("INVITE"), []);
}
