// Push: the subscription reaches the portal once and can be taken away; the worker shows who calls. The subscription itself is
// made up here, for Chromium's own push service is on the Internet; its keys are real, the endpoint is the tester's.
import assert from "node:assert/strict";
import { createECDH, randomBytes } from "node:crypto";

export const settings = { permissions: ["microphone", "notifications"] };

/** In the page: a PushManager that subscribes to `subscription`. */
const SUBSCRIBE_HERE = (subscription) => {
  let current = null;
  PushManager.prototype.subscribe = async (wanted) => {
    if (!wanted.userVisibleOnly || new Uint8Array(wanted.applicationServerKey).length !== 65) throw new Error("no VAPID key");
    current = { toJSON: () => subscription, unsubscribe: async () => { current = null; return true; } };
    return current;
  };
  PushManager.prototype.getSubscription = async () => current;
};

export default async function push({ tab, context, options, say }) {
  const keys = createECDH("prime256v1");
  keys.generateKeys();
  const subscription = { endpoint: options.endpoint, expirationTime: null,
    keys: { p256dh: keys.getPublicKey("base64url"), auth: randomBytes(16).toString("base64url") } };
  await tab.page.addInitScript(SUBSCRIBE_HERE, subscription);
  await tab.comeIn("/settings");
  const box = tab.$("#notify");
  await box.check();
  await tab.until(() => tab.requestsTo("POST", "push") === 1, "the subscription");
  await tab.page.evaluate(() => navigator.serviceWorker.ready);

  const devtools = await context.newCDPSession(tab.page);
  await devtools.send("ServiceWorker.enable");
  const registration = await registrationOf(devtools, tab, options.web);
  const data = JSON.stringify({ type: "incoming", caller: "<b>1002</b>", call_id: "c-1" });
  await devtools.send("ServiceWorker.deliverPushMessage", { origin: options.web, registrationId: registration, data });
  const shown = await tab.until(() => notifications(tab), "a notification");
  assert.deepEqual(shown, [{ title: "Incoming call", body: "<b>1002</b>", tag: "c-1" }]);
  say("notified");

  await tab.$("#notify:enabled").uncheck();
  await tab.until(() => tab.requestsTo("DELETE", "push") === 1, "the end of the subscription");
  await tab.$("#notify:enabled").waitFor();
  assert.equal(await tab.$(".toast.error").count(), 0, "no complaint");
  assert.equal(tab.requestsTo("POST", "push"), 1, "the subscription is told once");

  await withoutPush(context, tab, options);
}

async function registrationOf(devtools, tab, origin) {
  let found;
  devtools.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => {
    found = registrations.find(({ scopeURL, isDeleted }) => scopeURL === `${origin}/` && !isDeleted)?.registrationId ?? found;
  });
  await devtools.send("ServiceWorker.disable");
  await devtools.send("ServiceWorker.enable");
  return tab.until(() => found, "the registration of the worker");
}

const notifications = async (tab) => {
  const list = await tab.page.evaluate(async () => (await (await navigator.serviceWorker.getRegistration("/")).getNotifications())
    .map(({ title, body, tag }) => ({ title, body, tag })));
  return list.length > 0 && list;
};

/** WP-APP-PUSH-3: a browser that has no PushManager (iOS) has all the rest. */
async function withoutPush(context, tab) {
  await tab.page.addInitScript(() => { delete window.PushManager; });
  await tab.page.reload();
  await tab.registered();
  assert.equal(await tab.page.evaluate(() => "PushManager" in window), false);
  assert.equal(await tab.$("#notify").isDisabled(), true);
  await tab.dial("160");
  await tab.inCall();
  await tab.handle("Hang up").click();
  await tab.callOver();
}
