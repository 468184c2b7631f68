// A tab with the phone in it: what a person does there, and what may be looked at from outside.
import assert from "node:assert/strict";

/** Keeps every connection, for getStats: the app shows none. */
const KEEP_CONNECTIONS = () => {
  window.__connections = [];
  const Plain = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Plain {
    constructor(...words) {
      super(...words);
      window.__connections.push(this);
    }
  };
};

export class Tab {
  errors = [];
  console = [];
  requests = [];
  sockets = [];    // URLs of WebSockets
  sent = [];       // SIP messages that left on the WebSocket
  received = [];

  static async open(context, options) {
    const page = context.pages()[0] ?? (await context.newPage());
    await page.addInitScript(KEEP_CONNECTIONS);
    return new Tab(page, options);
  }

  constructor(page, options) {
    [this.page, this.options] = [page, options];
    page.on("pageerror", (error) => this.errors.push(error.message));
    page.on("console", (message) => this.console.push(message.text()));
    page.on("request", (request) => this.requests.push({ method: request.method(), url: request.url() }));
    page.on("websocket", (socket) => {
      this.sockets.push(new URL(socket.url()));
      socket.on("framesent", ({ payload }) => this.sent.push(String(payload)));
      socket.on("framereceived", ({ payload }) => this.received.push(String(payload)));
    });
  }

  get url() { return new URL(this.page.url()); }

  goto(path = "/") { return this.page.goto(this.options.web + path); }

  /** The phone's own elements, by selector. */
  $(selector) { return this.page.locator(selector); }

  async login(user = this.options.user, password = this.options.password) {
    await this.$("[name=username]").fill(user);
    await this.$("[name=password]").fill(password);
    await this.$(".login button.primary").click();
  }

  async comeIn(path = "/") {
    await this.goto(path);
    await this.login();
    await this.registered();
  }

  registered() { return this.$(".bar .status[data-state=registered]").waitFor(); }

  /** A page of the footer menu. */
  async go(id) {
    await this.$(`.footer [data-id=${id}]`).click();
    await this.$(`.footer [data-id=${id}][aria-current=page]`).waitFor();
  }

  async press(keys) {
    for (const key of keys) await this.$(`.dialpad [data-key="${key}"]`).click();
  }

  async dial(number) {
    await this.go("dialpad");
    await this.press(number);
    await this.$("button.dial:not([disabled])").click();
  }

  async inCall(state = "established") { await this.$(`.call[data-state=${state}]`).waitFor(); }

  async callOver() { await this.$(".call").waitFor({ state: "hidden" }); }

  handle(label) { return this.$(`.call .handles [aria-label="${label}"]`); }

  /** Waits until `look` holds; it is asked again and again, for nothing announces what it is about. */
  async until(look, what) {
    const end = Date.now() + (this.options.patience ?? 60_000);
    for (;;) {
      const value = await look();
      if (value) return value;
      assert.ok(Date.now() < end, `${what} did not come about`);
      await new Promise((next) => setTimeout(next, 50));
    }
  }

  /** Entries of getStats of the last connection, by type. */
  stats() {
    return this.page.evaluate(async () => {
      const all = {};
      const connection = window.__connections.at(-1);
      if (!connection || connection.connectionState === "closed") return all;
      for (const entry of (await connection.getStats()).values()) all[entry.type] = entry;
      return all;
    });
  }

  /** Heard from now on: some seconds of audio that is not silence. */
  async hears(what = "the other side") {
    const before = (await this.stats())["inbound-rtp"]?.totalAudioEnergy ?? 0;
    await this.until(async () => ((await this.stats())["inbound-rtp"]?.totalAudioEnergy ?? 0) > before + 0.0001, `hearing ${what}`);
  }

  /** Packets still come, and there is no sound in them; the fake microphone beeps once a second. */
  async hearsNothing() {
    const look = async () => (await this.stats())["inbound-rtp"];
    await this.until(async () => {
      const before = await look();
      await this.until(async () => (await look()).packetsReceived > before.packetsReceived + 75, "packets of silence");
      return (await look()).totalAudioEnergy < before.totalAudioEnergy + 0.00002;
    }, "silence");
  }

  requestsTo(method, path) {
    return this.requests.filter((one) => one.method === method && new URL(one.url).pathname === `/api/softphone/${path}`).length;
  }

  /** What the operator does meanwhile: a request at the deployment's admin door. */
  async admin(method, path, body) {
    const { url, token } = this.options.admin;
    const answer = await fetch(`${url}/admin/${path}`, { method, body: body && JSON.stringify(body),
      headers: { authorization: `Bearer ${token}`, ...(body && { "content-type": "application/json" }) } });
    assert.ok(answer.ok, `${method} ${path}: ${answer.status} ${answer.ok ? "" : await answer.text()}`);
    return answer.status === 204 ? undefined : answer.json();
  }

  /** The brand as the operator changes it, and the phone as it is after that. */
  async configure(settings) {
    await this.admin("PUT", `webphone/${new URL(this.options.web).hostname}`, settings);
    await this.page.reload();
    await this.registered();
  }

  sentOf(method) { return this.sent.filter((message) => message.startsWith(`${method} `)); }
}
