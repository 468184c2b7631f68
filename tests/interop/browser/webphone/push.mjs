// Push: subscribed once, woken by a call while the page is closed, unsubscribed; and life without push.
// Chromium's own push service is on the Internet, so the subscription is made up here: its keys are real, its service is ours.
import assert from "node:assert/strict";
import { PushService } from "./push_service.mjs";

export const settings = { permissions: ["microphone", "notifications"] };

/** In the page: a PushManager that subscribes to `subscription`, and remembers it over a reload. */
const SUBSCRIBE_HERE = (subscription) => {
  const made = { toJSON: () => subscription, unsubscribe: async () => { localStorage.removeItem("subscribed"); return true; } };
  PushManager.prototype.subscribe = async (wanted) => {
    if (!wanted.userVisibleOnly || new Uint8Array(wanted.applicationServerKey).length !== 65) throw new Error("no VAPID key");
    localStorage.setItem("subscribed", "yes");
    return made;
  };
  PushManager.prototype.getSubscription = async () => (localStorage.getItem("subscribed") ? made : null);
};

export default async function push({ tab, context, options, say }) {
  const service = await PushService.start(options);
  await tab.page.addInitScript(SUBSCRIBE_HERE, service.subscription);
  await tab.comeIn("/settings");
  const key = await tab.page.evaluate(async () => (await (await fetch("/api/softphone/config")).json()).vapidPublicKey);
  await tab.$("#notify").check();
  await tab.until(() => tab.requestsTo("POST", "push") === 1, "the subscription");
  await tab.$("#notify:enabled").waitFor();
  await tab.page.evaluate(() => navigator.serviceWorker.ready);
  const devtools = await context.newCDPSession(tab.page);
  const registration = await registrationOf(devtools, tab);

  await tab.page.goto("about:blank");   // nobody is there
  say("closed");
  await tab.until(() => service.messages.length > 0, "a push");
  const [message] = service.messages;
  service.checkSender(message, key);
  const text = service.open(message);
  const { type, caller, call_id: callId } = JSON.parse(text);
  assert.deepEqual([type, caller], ["incoming", options.caller]);
  await devtools.send("ServiceWorker.deliverPushMessage", { origin: options.web, registrationId: registration, data: text });

  await tab.goto("/dialpad");   // what a click on the notification opens
  await tab.inCall("ringing");
  const shown = await tab.until(() => notifications(tab), "the notification");
  assert.deepEqual(shown, [{ title: "Incoming call", body: options.caller, tag: callId }]);
  await tab.handle("Answer").click();
  await tab.inCall();
  await tab.hears("the caller");
  await tab.callOver();
  assert.equal(service.messages.length, 1, "one call, one push");

  await tab.go("settings");
  await tab.$("#notify:checked").uncheck();
  await tab.until(() => tab.requestsTo("DELETE", "push") === 1, "the end of the subscription");
  await tab.$("#notify:enabled").waitFor();
  assert.equal(await tab.$(".toast.error").count(), 0, "no complaint");
  assert.equal(tab.requestsTo("POST", "push"), 1, "the subscription is told once");
  await withoutPush(tab);
}

async function registrationOf(devtools, tab) {
  let found;
  devtools.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => {
    const scope = `${new URL(tab.options.web).origin}/`;
    found = registrations.find(({ scopeURL, isDeleted }) => scopeURL === scope && !isDeleted)?.registrationId ?? found;
  });
  await devtools.send("ServiceWorker.enable");
  return tab.until(() => found, "the registration of the worker");
}

const notifications = async (tab) => {
  const list = await tab.page.evaluate(async () => (await (await navigator.serviceWorker.getRegistration("/")).getNotifications())
    .map(({ title, body, tag }) => ({ title, body, tag })));
  return list.length > 0 && list;
};

/** A browser that has no PushManager (iOS) has all the rest. */
async function withoutPush(tab) {
  await tab.page.addInitScript(() => { delete window.PushManager; });
  await tab.goto("/settings");
  await tab.registered();
  assert.equal(await tab.page.evaluate(() => "PushManager" in window), false);
  assert.equal(await tab.$("#notify").isDisabled(), true);
  await tab.dial("160");
  await tab.inCall();
  await tab.handle("Hang up").click();
  await tab.callOver();
}
