// The app: who is logged in, which page is shown, and the phone beneath all pages.
import { Agent } from "./agent.js";
import { Emitter } from "./emitter.js";
import { dialable } from "./model/number.js";
import { hasFlag, titleOf } from "./model/flags.js";
import { menuItems } from "./model/menu.js";
import { setQuirks } from "./model/quirks.js";
import { Api } from "./net/api.js";
import { Phone } from "./phone/phone.js";
import { startRinging, stopRinging } from "./phone/tones.js";
import { Push } from "./push.js";
import { SdkBridge } from "./sdk.js";
import { LocalStore } from "./store/local.js";
import { pageAt } from "./view/pages.js";
import { renderShell } from "./view/shell.js";
import { toast } from "./view/toast.js";

/** Emits "prov", "route", "install" and "balance". */
export class App extends Emitter {
  config = {};
  prov = null;
  online = true;
  installPrompt = null;
  store = new LocalStore("nobody");
  #root;

  constructor(root, audio) {
    super();
    this.#root = root;
    this.api = new Api();
    this.phone = new Phone(audio);
    this.agent = new Agent(this.api);
    this.push = new Push(this);
    this.api.onExpired = () => this.#expired();
    this.sdk = new SdkBridge(this);
  }

  async start() {
    this.#listen();
    this.push.registerWorker();
    try {
      this.config = (await this.api.get("config")) ?? {};
    } catch (error) {
      this.online = error.status !== 0;
    }
    setQuirks(this.config.quirks);
    this.#applyLook();
    await this.#resume();
    this.go(location.pathname + location.search, { replace: true });
  }

  get menu() {
    return menuItems(this.prov);
  }

  flag(name) {
    return hasFlag(this.prov, name);
  }

  hasPage(path) {
    return pageAt(this, path) !== undefined;
  }

  /** Shows a page of the phone; an unknown or disabled one leads to the first of the menu. */
  go(path, { replace = false } = {}) {
    const known = this.hasPage(path) ? path : this.menu[0]?.url ?? "/dialpad";
    const target = this.prov || known === "/signup" ? known : location.pathname;
    if (target !== location.pathname + location.search) {
      history[replace ? "replaceState" : "pushState"](null, "", target);
    }
    this.#render();
  }

  async login(username, password, otp) {
    this.#provisioned(await this.api.login(username, password, otp));
    this.go(location.pathname === "/signup" ? "/" : location.pathname, { replace: true });
  }

  async logout() {
    await this.push.unsubscribe().catch(() => {});
    await this.phone.stop();
    await this.api.logout().catch(() => {});
    this.prov = null;
    this.emit("prov");
    history.replaceState(null, "", "/");
    this.#render();
  }

  /** The session is over; a call that is up is not ended by it. */
  async #expired() {
    if (!this.prov || this.phone.call) return;
    this.prov = null;
    toast("Please log in again.", "error");
    this.#render();
    await this.phone.stop();
  }

  dial(text) {
    const number = dialable(text);
    if (!number) throw new Error("This is not a number.");
    return this.phone.dial(number);
  }

  /** Dials for a page: what goes wrong is shown. */
  tryDial(text) {
    try {
      this.dial(text);
      return true;
    } catch (error) {
      toast(error.message, "error");
      return false;
    }
  }

  /** The provisioned SIP user with what its owner may change and did. */
  get sipUser() {
    const own = this.flag("EDIT_SETTINGS") ? this.store.settings : {};
    return { ...this.prov?.sipUser, ...own };
  }

  async registerPhone(user = this.sipUser) {
    this.phone.autoAnswer = this.flag("AUTO_ANSWER") || this.prov?.autoAnswer === true;
    if (user?.username && user.wsServer && user.realm) await this.phone.start(user, this.prov?.codec);
  }

  async #resume() {
    try {
      this.#provisioned(await this.api.get("prov"));
    } catch (error) {
      if (error.status === 0) this.online = false;
    }
  }

  #provisioned(prov) {
    if (!prov?.sipUser) throw new Error("The server knows no phone for this user.");
    this.prov = prov;
    this.online = true;
    this.store = new LocalStore(String(prov.sipUser.username));
    this.#applyLook();
    this.emit("prov");
    this.registerPhone().catch((error) => toast(error.message, "error"));
  }

  /** CSS goes in as text of one element, so that it cannot break out of it. */
  #applyLook() {
    const style = document.querySelector("#brand") ?? document.head.appendChild(Object.assign(document.createElement("style"), { id: "brand" }));
    style.textContent = String(this.prov?.css ?? this.config.css ?? "");
    document.title = titleOf(this.config, this.prov);
  }

  #render() {
    document.title = titleOf(this.config, this.prov);
    renderShell(this, this.#root);
    this.emit("route");
  }

  #listen() {
    window.addEventListener("popstate", () => this.#render());
    window.addEventListener("online", () => this.phone.hurry());
    window.addEventListener("offline", () => toast("There is no network.", "error"));
    window.addEventListener("beforeinstallprompt", (event) => {
      event.preventDefault();
      this.installPrompt = event;
      this.emit("install");
    });
    window.addEventListener("appinstalled", () => { this.installPrompt = null; this.emit("install"); });
    navigator.serviceWorker?.addEventListener("message", ({ data }) => { if (data?.type === "wake") this.phone.hurry(); });
    this.phone.on("call", (call) => this.#onCall(call));
    this.phone.on("missed", ({ number, name }) => this.#remember({ direction: "in", number, name, startedAt: Date.now(), duration: 0, result: "Missed" }));
  }

  #onCall(call) {
    const bell = () => {
      if (call.state === "ringing" || (call.state === "dialling" && call.ringing)) startRinging(call.direction === "in");
      else stopRinging();
    };
    let state = "";
    bell();
    call.on("change", () => { if (state !== `${call.state}${call.ringing}`) bell(); state = `${call.state}${call.ringing}`; });
    call.on("notice", (text) => toast(text, "error"));
    call.on("ended", () => { stopRinging(); this.#remember(call); });
  }

  #remember({ direction, number, name, startedAt, duration, result }) {
    this.store.addCall({ direction, number, name, start: new Date(startedAt).toISOString(), duration, result });
    this.emit("history");
  }
}
