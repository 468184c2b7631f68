// Balance, payments and vouchers.
import assert from "node:assert/strict";

export default async function payments({ tab }) {
  await tab.comeIn("/payment");
  const shows = (amount) => tab.until(async () => (await tab.$(".amount").textContent()) === amount
    && (await tab.$(".bar .balance").textContent()) === amount, `the balance ${amount}`);
  await shows("US$25.50");
  await offered(tab);
  const card = tab.$('form[data-method="stripe"]');
  const pay = async (amount, token) => {
    await card.locator("[name=amount]").fill(amount);
    await card.locator("[name=token]").fill(token);
    await card.locator("button.primary:enabled").click();
  };
  await pay("10", "tok_decline");
  await tab.$(".toast.error").first().waitFor();
  await pay("10", "tok_ok");
  await shows("US$35.50");
  assert.equal(tab.requestsTo("POST", "payment"), 2);

  const voucher = tab.$('form[data-method="voucher"]');
  const redeem = async () => {
    await voucher.locator("[name=code]").fill("WELCOME5");
    const answered = tab.page.waitForResponse((response) => response.url().endsWith("/voucher"));
    await voucher.locator("button.primary:enabled").click();
    return (await answered).status();
  };
  assert.equal(await redeem(), 200);
  await shows("US$40.50");
  assert.equal(await redeem(), 409, "a voucher is good once");
  await shows("US$40.50");
}

/** WP-FLAG-PAY-1: the methods that the portal provisions, each with its label, currencies and least amount, and no other. */
async function offered(tab) {
  const { paymentMethods } = await tab.page.evaluate(async () => (await fetch("/api/softphone/prov")).json());
  const forms = tab.$("form[data-method]:not([data-method=voucher])");
  assert.deepEqual((await forms.evaluateAll((all) => all.map((one) => one.dataset.method))).sort(), Object.keys(paymentMethods).sort());
  for (const [name, method] of Object.entries(paymentMethods)) {
    const one = tab.$(`form[data-method="${name}"]`);
    assert.equal(await one.locator("h2").textContent(), method.label);
    const currencies = await one.locator("select[name=currency] option").evaluateAll((all) => all.map(({ value }) => value));
    assert.deepEqual(currencies, method.currencies.map((code) => code.toUpperCase()));
    assert.equal(await one.locator("[name=amount]").getAttribute("min"), String(method.min_payment));
  }
}
