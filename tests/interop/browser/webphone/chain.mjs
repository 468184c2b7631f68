// The agent's page: buttons, forms, chains, and what must stay inert.
import assert from "node:assert/strict";

export default async function chain({ tab, context, options }) {
  await tab.comeIn("/agent");
  const button = (id) => tab.$(`.action[data-id="${id}"]`);
  await button(45).waitFor();
  await buttonsLook(tab, button);

  // WP-PREC-12, WP-FORM-*: script and form; the schema is merged, required blocks, the form's reply calls.
  await button(45).click();
  const form = tab.$("dialog");
  await form.waitFor();
  assert.equal(tab.requestsTo("POST", "button/45"), 1);
  assert.equal(await form.locator("[name=first_name]").inputValue(), "New Updated name");
  assert.equal(await form.locator("[name=name]").inputValue(), "Jonathan");
  const order = await form.locator("[data-name]").evaluateAll((all) => all.map((one) => one.dataset.name));
  assert.equal(order.at(-1), "country", `new fields come last: ${order}`);
  await form.locator("button.primary").click();
  assert.equal(await form.locator('[name=last_name][aria-invalid="true"]').count(), 1, "an empty required field blocks");
  assert.equal(tab.requestsTo("POST", "form/203"), 0);
  await form.locator("[name=last_name]").fill("<img src=x onerror=alert(1)>");
  await form.locator("button.primary").click();
  await tab.inCall();   // makeCall(alt_phone)
  assert.equal(tab.requestsTo("POST", "form/203"), 1);
  assert.match(tab.sentOf("INVITE")[0], /^INVITE sip:160@/, "the number of the record");
  assert.equal(await form.count(), 0, "the form is gone");
  await tab.hears("the echo");

  // WP-ACT-MIC, WP-PREC-13: toggleMic of a button with a form runs alone. WP-NI-*: inert keys beside an action.
  await button(113).click();
  await tab.$('.call [aria-label="Mute"][aria-pressed=true]').waitFor();
  await button(153).click();
  await tab.$('.call [aria-label="Mute"][aria-pressed=false]').waitFor();
  for (const id of [151, 152, 154]) {   // formId alone, eval alone, a list of actions
    await button(id).click();
    await tab.$(`.action[data-id="${id}"]:not([aria-busy])`).waitFor();
  }
  await tab.until(() => tab.requestsTo("POST", "button/154") === 1, "the last of the scripts");
  assert.equal(await form.count(), 0, "formId opens nothing");
  assert.equal(await tab.page.evaluate(() => window.__pwn), undefined, "eval is not executed");
  await button(102).click();   // endCall
  await tab.callOver();

  await fields(tab, button);
  await replies(tab, button);
  await chainOfFive(tab, button);
  await records(tab, button);

  // WP-ACT-REDIR: a new page, and the phone stays.
  const opened = context.waitForEvent("page");
  await button(138).click();
  await (await opened).close();
  await button(147).click();   // javascript:
  await tab.$(".toast.error").first().waitFor();
  assert.equal(await tab.page.evaluate(() => window.__pwn), undefined);
  await button(136).click();   // redirect(/contacts)
  await tab.$("#main h1 >> text=Contacts").waitFor();
  assert.equal(tab.url.origin, new URL(options.web).origin);
}

/** Placement, order, label, icon glyph, colour of the type, tooltip in that colour. */
async function buttonsLook(tab, button) {
  const ids = await tab.$(".action").evaluateAll((all) => all.map((one) => Number(one.dataset.id)));
  assert.ok(ids.includes(170) && !ids.includes(171) && !ids.includes(172) && !ids.includes(300), `${ids}`);
  assert.ok(ids.indexOf(131) < ids.indexOf(45) && ids.indexOf(173) + 1 === ids.indexOf(174), `${ids}`);
  const look = await button(45).evaluate((one) => ({
    glyph: getComputedStyle(one.querySelector(".fa-copy"), "::before").content,
    family: getComputedStyle(one.querySelector(".fa-copy"), "::before").fontFamily || getComputedStyle(one.querySelector(".fa-copy")).fontFamily,
    text: one.firstElementChild.nextSibling.textContent, colour: getComputedStyle(one).backgroundColor,
    tip: getComputedStyle(one.querySelector(".tip")).backgroundColor }));
  assert.equal(look.text, "Agent Populate Form");
  assert.ok(look.glyph.length > 2 && look.glyph !== "none" && /Awesome/.test(look.family), JSON.stringify(look));
  assert.equal(look.tip, look.colour, "the tooltip takes the colour of the type");
  const other = await button(131).evaluate((one) => getComputedStyle(one).backgroundColor);
  assert.notEqual(look.colour, other, "types have colours of their own");
  await button(45).hover();
  await button(45).locator(".tip").waitFor({ state: "visible" });
  assert.equal(await button(45).locator(".tip").textContent(), "Red tooltip");
}

/** Kinds of fields, what blocks, and a form that is closed without handing it in. */
async function fields(tab, button) {
  const form = tab.$("dialog");
  await button(176).click();
  await form.waitFor();
  assert.equal(await form.locator("[name=plain]").inputValue(), "as it is");
  assert.equal(await form.getByLabel("Plain").count(), 1, "the label");
  assert.equal(await form.locator("[name=locked]").isDisabled(), true);
  assert.equal(await form.locator("[data-name=secret]").isVisible(), false);
  assert.equal(await form.locator("textarea[name=long]").count(), 1);
  await tab.page.keyboard.press("Escape");
  await form.waitFor({ state: "detached" });

  await button(103).click();   // openForm('Order Form')
  await form.waitFor();
  await form.locator("[name=product]").fill("Tea");
  await form.locator("[name=quantity]").fill("many");
  await form.locator("[name=email]").fill("nobody");
  await form.locator("button.primary").click();
  const wrong = await form.locator('[aria-invalid="true"]').evaluateAll((all) => all.map(({ name }) => name));
  assert.deepEqual(wrong, ["quantity", "email"], "a regex and a rule that are not met");
  assert.equal(tab.requestsTo("POST", "form/204"), 0);
  await form.locator("text=Cancel").click();
  await form.waitFor({ state: "detached" });
}

/** Replies without an action are shown by their type, errors too; a slow script comes before its form. */
async function replies(tab, button) {
  await button(117).click();
  await tab.$(".toast >> text=This lead asked not to be called.").waitFor();
  await button(157).click();
  await tab.$(".toast.error >> text=the customer has no such thing").waitFor();
  await button(160).click();
  const answer = tab.$("dialog[aria-label=Answer]");
  await answer.waitFor();
  assert.match(await answer.textContent(), /<b>old<\/b>/, "HTML is text");
  await answer.locator("button").click();
  await answer.waitFor({ state: "detached" });
  await button(120).click();
  await tab.$("dialog [name=first_name]").waitFor();
  assert.equal(await tab.$("dialog [name=first_name]").inputValue(), "Slowly made");
  await tab.page.keyboard.press("Escape");
  await tab.$("dialog").waitFor({ state: "detached" });
  const asked = tab.requests.length;
  await button(101).click();   // a button with nothing in it
  await button(115).click();   // a name that is no action
  assert.deepEqual(tab.requests.slice(asked).map(({ url }) => url), [], "nothing happens");
}

/** WP-CHAIN-2, -3: five forms, each opened by the reply to the one before, and `next` at the end. */
async function chainOfFive(tab, button) {
  const record = await tab.$('.record [data-key="key"] dd').textContent();
  await button(150).click();
  for (let step = 1; step <= 5; step += 1) {
    await tab.$(`dialog[aria-label="Chain ${step}"]`).waitFor();
    await tab.$("dialog button.primary").click();
  }
  await tab.until(async () => (await tab.$('.record [data-key="key"] dd').textContent()) !== record, "the next record");
}

/** WP-ACT-SAVE, WP-ACT-NEXT, and HTML in a lead's name shown as text. */
async function records(tab, button) {
  await button(140).click();
  await tab.$(".toast.success >> text=Saved: Yes").first().waitFor();
  for (let left = 8; left > 0; left -= 1) {
    if (await tab.$('.record [data-key="first_name"] dd:has-text("<b>Bobby</b>")').count()) break;
    const asked = tab.requestsTo("POST", "agent/next");
    const answered = tab.page.waitForResponse((response) => response.url().endsWith("/agent/next"));
    await button(143).click();
    await answered;
    assert.equal(tab.requestsTo("POST", "agent/next"), asked + 1);
    await tab.$(".action[data-id='143']:not([aria-busy])").waitFor();
  }
  assert.equal(await tab.$(".record dd").filter({ hasText: "<b>Bobby</b>" }).count(), 1, "HTML is text");
}
