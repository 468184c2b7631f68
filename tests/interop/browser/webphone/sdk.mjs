// The phone inside a page of somebody else, driven by messages as the published connector sends them.
import assert from "node:assert/strict";

const SHOP = "https://shop.example";

/** The page of the embedder, with the connector's wire format: {id, containerId, fn, data, _type}. */
const pageOf = (phone) => `<!doctype html><title>Shop</title><div id="holder"></div><script>
  window.events = [];
  const waiting = new Map();
  window.addEventListener("message", ({ data }) => {
    if (data?.containerId !== "holder") return;
    if (data.event) return window.events.push(data);
    const done = waiting.get(data.id);
    waiting.delete(data.id);
    if (done) done(data);
  });
  const frame = document.createElement("iframe");
  frame.allow = "microphone";
  [frame.width, frame.height, frame.src] = [400, 600, ${JSON.stringify(phone)}];
  window.loaded = new Promise((done) => frame.addEventListener("load", done));
  document.querySelector("#holder").append(frame);
  window.post = (message) => frame.contentWindow.postMessage(message, ${JSON.stringify(phone)});
  window.ask = (fn, data) => new Promise((done) => {
    const id = Math.random();
    waiting.set(id, done);
    window.post({ id, containerId: "holder", fn, data, _type: "webphone-sdk" });
  });
</script>`;

/** WP-SDK-4: calls from elsewhere, answered and rejected by the embedder. */
async function beingCalled({ tab, page, ask, say }) {
  const seen = (event) => page.evaluate((name) => window.events.filter((one) => one.event === name && one.data.detail?.direction === "in").length, event);
  say("answer");
  await tab.until(async () => (await seen("session-initial")) === 1, "a call from elsewhere");
  assert.equal((await ask("answer")).error, undefined);
  await tab.until(async () => (await seen("session-established")) === 1, "the answer");
  assert.equal((await ask("hangup")).error, undefined);
  await tab.until(async () => (await seen("cdr")) === 1, "its end");
  say("reject");
  await tab.until(async () => (await seen("session-initial")) === 2, "another call");
  assert.equal((await ask("reject")).error, undefined);
  await tab.until(async () => (await seen("cdr")) === 2, "the end of that");
}

export default async function sdk({ tab, options, say }) {
  const { page } = tab;
  await page.route(`${SHOP}/**`, (route) => route.fulfill({ contentType: "text/html", body: pageOf(options.web) }));
  await page.goto(`${SHOP}/`);
  const phone = page.frameLocator("iframe");
  await phone.locator(".login").waitFor();
  const ask = (fn, data) => page.evaluate(([name, words]) => window.ask(name, words), [fn, data]);
  const happened = (event) => tab.until(() => page.evaluate((name) => window.events.some((one) => one.event === name), event), `the event ${event}`);

  // WP-SDK-3: the URL and credentials are enough.
  assert.match((await ask("config", { username: options.user, password: "wrong" })).error, /./);
  const configured = await ask("config", { username: options.user, password: options.password });
  assert.equal(configured.error, undefined);
  await happened("register-registered");

  // WP-SDK-5: what is no message of the SDK, or of another container, does nothing.
  const before = tab.sentOf("INVITE").length;
  await page.evaluate(() => {
    window.post({ id: 1, containerId: "holder", fn: "call", data: { destination: "160" } });
    window.post({ id: 2, containerId: "other", fn: "call", data: { destination: "160" }, _type: "webphone-sdk" });
    window.post({ id: 3, containerId: "holder", fn: "constructor", data: {}, _type: "webphone-sdk" });
    window.post("call");
  });
  // Messages keep their order: once this one is answered, the others have been heard.
  assert.match((await ask("hangup")).error, /no call/);
  assert.equal(tab.sentOf("INVITE").length, before);

  // WP-SDK-2, -4: a call, mute, keys, hang up; and the events of it.
  assert.equal((await ask("call", { destination: "160" })).error, undefined);
  await happened("session-established");
  for (const [fn, data] of [["mute"], ["unmute"], ["sendDTMF", { tone: "5" }]]) assert.equal((await ask(fn, data)).error, undefined, fn);
  assert.equal((await ask("hangup")).error, undefined);
  for (const event of ["session-terminated", "cdr", "session-idle"]) await happened(event);
  const cdr = await page.evaluate(() => window.events.find(({ event }) => event === "cdr").data.detail);
  assert.deepEqual([cdr.number, cdr.direction, cdr.result], ["160", "out", "Answered"]);
  assert.match(tab.sentOf("INVITE")[0], /^INVITE sip:160@/);
  await beingCalled({ tab, page, ask, say });
  assert.match((await ask("call", { destination: "sip:x y" })).error, /./);
  assert.match((await ask("provision", { email: "a@b.example" })).error, /not offered/);
  assert.equal((await ask("unregister")).error, undefined);
  await happened("register-unregistered");
}
