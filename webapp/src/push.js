// The worker and push: a call wakes the phone while its page is closed. Without PushManager all the rest still works.

/** Base64url, as keys travel. */
const bytesOf = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));

export class Push {
  #app;

  constructor(app) {
    this.#app = app;
  }

  registerWorker() {
    navigator.serviceWorker?.register("/sw.js").catch(() => {});   // a browser without it, or one that forbids it
  }

  get possible() {
    return "serviceWorker" in navigator && "PushManager" in window && "Notification" in window && Boolean(this.#key);
  }

  get #key() {
    const { prov, config } = this.#app;
    return prov?.push?.vapidPublicKey ?? config.vapidPublicKey ?? "";
  }

  async isOn() {
    return this.possible && Notification.permission === "granted" && Boolean(await this.#current());
  }

  /** Asks for permission, subscribes, and tells the portal once. */
  async subscribe() {
    if ((await Notification.requestPermission()) !== "granted") throw new Error("Notifications are not allowed.");
    const worker = await navigator.serviceWorker.ready;
    const subscription = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytesOf(this.#key) });
    await this.#app.api.post("push", subscription.toJSON());
  }

  async unsubscribe() {
    const subscription = this.possible ? await this.#current() : null;
    if (!subscription) return;
    await this.#app.api.remove("push", subscription.toJSON());
    await subscription.unsubscribe();
  }

  async #current() {
    const worker = await navigator.serviceWorker.getRegistration("/");
    return worker?.pushManager.getSubscription() ?? null;
  }
}
