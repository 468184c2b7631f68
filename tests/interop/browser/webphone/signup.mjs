// A new account made in the phone, its credit, its login and its first call.
import assert from "node:assert/strict";

export default async function signup({ tab, options }) {
  await tab.goto();
  await tab.$(".login >> text=Sign up").click();
  const send = async (fields) => {
    for (const [name, value] of Object.entries(fields)) await tab.$(`[name=${name}]`).fill(value);
    const answered = tab.page.waitForResponse((response) => response.url().endsWith("/register"));
    await tab.$("button.primary:enabled").click();
    return (await answered).status();
  };
  const fields = { name: "Nell <i>New</i>", email: "nell@new.example", username: options.user, password: "pw-secret" };
  assert.equal(await send(fields), 409, "a name that is taken");
  assert.match(await tab.$(".fault").first().textContent(), /./);
  assert.equal(await tab.$("iframe").count(), 0, "no success before it");
  assert.equal(await send({ ...fields, username: "newcomer1" }), 201);
  const frame = tab.$("iframe.frame");
  await frame.waitFor();
  assert.ok((await frame.getAttribute("srcdoc")).endsWith(options.html), "the operator's HTML, byte for byte");
  await tab.page.frameLocator("iframe.frame").locator("b").waitFor();   // as HTML, not as text
  assert.equal(await tab.page.evaluate(() => window.__pwn), undefined, "its scripts do not run");
  assert.match(await tab.$(".plain").textContent(), /US\$5\.00 \(Completed/, "the credit of the template customer");

  await tab.$("text=Back to login").click();
  await tab.login("newcomer1", "pw-secret");
  await tab.registered();
  assert.equal(await tab.$(".bar .balance").textContent(), "US$5.00");
  await tab.dial("160");
  await tab.inCall();
  await tab.hears("the echo");
  await tab.handle("Hang up").click();
  await tab.callOver();
}
