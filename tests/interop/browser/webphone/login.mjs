// Login, settings, and who is talked to.
import assert from "node:assert/strict";

export default async function login({ tab, options }) {
  await tab.goto();
  assert.equal(await tab.page.evaluate(() => window.isSecureContext && typeof navigator.mediaDevices.getUserMedia), "function", "a secure context");
  for (const [url, status, type] of await scripts(tab)) assert.ok(status === 200 && /^(text|application)\/javascript\b/.test(type), `${url}: ${status} ${type}`);
  await tab.login(options.user, "wrong");
  await tab.$(".fault:not(:empty)").waitFor();
  assert.equal(await tab.$(".footer").count(), 0, "a wrong password shows nothing");
  await tab.login();
  await tab.registered();
  assert.equal(await tab.page.title(), options.title);

  await tab.go("settings");
  const shown = await tab.$("#main input:not([type=checkbox])").evaluateAll((all) => all.map((input) => input.value));
  for (const part of [`User ${options.user}`, options.user, options.domain]) assert.ok(shown.includes(part), `${part} in ${shown}`);
  assert.ok(shown.some((value) => value.startsWith("wss://")), `a WebSocket URL in ${shown}`);
  assert.ok(!(await tab.page.content()).includes(options.password) && !shown.includes(options.password), "the password is nowhere in the page");
  const locked = await tab.$("#main form input:enabled").count();
  assert.equal(locked > 0, options.editable, "what may be edited");
  if (options.editable) await editName(tab);

  await tab.page.reload();
  await tab.registered();
  const foreign = tab.requests.map(({ url }) => new URL(url)).filter(({ protocol, hostname }) => protocol !== "data:" && protocol !== "blob:" && hostname !== new URL(options.web).hostname);
  assert.deepEqual(foreign.map(String), [], "requests to other hosts");
  assert.deepEqual([...new Set(tab.sockets.map(({ protocol, hostname }) => `${protocol}//${hostname}`))], [`wss://${options.domain}`], "WebSockets");
  assert.deepEqual(tab.requests.filter(({ url }) => /^(http|ws):/.test(url)), [], "clear-text requests");

  await tab.$(".menu-button").click();
  await tab.$(".drawer.open >> text=Log out").click();
  await tab.$(".login").waitFor();
  await tab.page.reload();
  await tab.$(".login").waitFor();
}

/** WP-APP-RUN-1: [url, status, type] of each script of the page; there are some. */
async function scripts(tab) {
  const found = await tab.page.evaluate(() => Promise.all([...document.scripts].filter(({ src }) => src).map(async ({ src }) => {
    const answer = await fetch(src);
    return [src, answer.status, answer.headers.get("content-type")];
  })));
  assert.ok(found.length > 0, "a script in the page");
  return found;
}

/** WP-NAV-SET-2: a change is used at once and survives a reload. */
async function editName(tab) {
  await tab.$("#main input[name=displayName]").fill("Ada <b>");
  await tab.$("#main form button.primary").click();
  await tab.until(() => tab.sentOf("REGISTER").some((message) => message.includes('"Ada <b>"')), "a registration under the new name");
  await tab.page.reload();
  await tab.registered();
  assert.equal(await tab.$("#main input[name=displayName]").inputValue(), "Ada <b>");
  await tab.$("#main >> text=As provisioned").click();
  await tab.registered();
}
