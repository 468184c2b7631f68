// WebSockets do not get through: the phone says so, and tries again with growing pauses.
import assert from "node:assert/strict";

const COUNT_SOCKETS = () => {
  window.__tries = [];
  const Plain = window.WebSocket;
  window.WebSocket = class extends Plain {
    constructor(...words) {
      super(...words);
      window.__tries.push(performance.now());
    }
  };
};

export default async function blocked({ tab }) {
  await tab.page.addInitScript(COUNT_SOCKETS);
  await tab.goto();
  await tab.login();
  await tab.$(".bar .status[data-state=offline]").waitFor();
  assert.match(await tab.$("#main .state").first().textContent(), /no connection for calls.*tries again/i);
  await tab.go("dialpad");
  assert.equal(await tab.$("button.dial").isDisabled(), true, "nothing to dial with");
  const tries = await tab.until(() => tab.page.evaluate(() => window.__tries.length >= 3 && window.__tries), "a third try");
  // Pauses of two and four seconds, a quarter more or less; a busy machine makes them longer only.
  assert.ok(tries[2] - tries[0] > 4000, `three tries in ${tries[2] - tries[0]} ms`);
}
