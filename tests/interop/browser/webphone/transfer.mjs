// A blind transfer: the other side is sent to the echo, says that it got there, and only then our leg ends.
import assert from "node:assert/strict";

export default async function transfer({ tab, options }) {
  await tab.comeIn("/dialpad");
  await tab.until(async () => {   // until the other phone is registered
    await tab.dial(options.callee);
    await tab.until(() => tab.page.evaluate(() => document.querySelector(".call").hidden || document.querySelector(".call").dataset.state === "established"), "an answer");
    return tab.$(".call[data-state=established]").count();
  }, "a call");
  await tab.hears("the other phone");
  await tab.handle("Transfer").click();
  await tab.$(".call .transfer input").fill("160");
  await tab.$(".call .transfer button").click();
  await tab.callOver();
  const refer = tab.sentOf("REFER");
  assert.equal(refer.length, 1);
  assert.match(refer[0], /\r\nRefer-To: <?sip:160@/i);
  assert.ok(tab.received.some((message) => message.startsWith("NOTIFY ") && /\r\n\r\nSIP\/2\.0 200/.test(message)), "the news that it got there");
  await tab.until(() => tab.sentOf("BYE").length === 1, "a BYE");
  await tab.go("history");
  assert.match(await tab.$("#main .list li").first().textContent(), new RegExp(options.callee));
}
