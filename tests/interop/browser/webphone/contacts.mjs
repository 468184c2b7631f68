// Contacts: the customer's phonebook and one's own.
import assert from "node:assert/strict";

export default async function contacts({ tab }) {
  await tab.comeIn("/contacts");
  const entry = (name) => tab.$("#main .list li").filter({ hasText: name });
  await entry("Echo desk").waitFor();
  assert.match(await entry("Echo desk").textContent(), /160.*12/s, "number and extension");
  assert.equal(await entry("Echo desk").locator(".mdi-server").count(), 1, "where it comes from");
  assert.equal(await entry("Globex").count(), 0, "nobody else's phonebook");

  await tab.$('[aria-label="Add a contact"]').click();
  const dialog = tab.$("dialog");
  await dialog.getByLabel("Name", { exact: true }).fill("<b>Zoë</b>");
  await dialog.getByLabel("Number", { exact: true }).fill("162");
  await dialog.locator("button.primary").click();
  await entry("<b>Zoë</b>").waitFor();
  await tab.page.reload();
  await tab.registered();
  await entry("<b>Zoë</b>").waitFor();
  assert.equal(await entry("<b>Zoë</b>").locator(".mdi-server").count(), 0);

  await tab.$("input[type=search]").fill("echo");
  assert.equal(await tab.$("#main .list li").count(), 1, "what the search finds");
  await entry("Echo desk").locator("button.link").first().click();
  await tab.inCall();
  assert.match(tab.sentOf("INVITE")[0], /^INVITE sip:160@/);
  await tab.hears("the echo desk");
  await tab.handle("Hang up").click();
  await tab.callOver();
}
