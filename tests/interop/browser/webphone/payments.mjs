// Balance, payments and vouchers.
import assert from "node:assert/strict";

export default async function payments({ tab }) {
  await tab.comeIn("/payment");
  const shows = (amount) => tab.until(async () => (await tab.$(".amount").textContent()) === amount
    && (await tab.$(".bar .balance").textContent()) === amount, `the balance ${amount}`);
  await shows("US$25.50");
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
