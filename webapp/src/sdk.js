// The SDK bridge: the page that embeds the phone asks by postMessage, and hears of what happens.
//
// The first proper message binds the bridge to its container and origin; whatever comes from elsewhere is not heard.
import { SessionState } from "sip.js";
import { dialable } from "./model/number.js";

const SETTINGS = ["username", "password", "realm", "displayName", "wsServer", "cli"];
const SESSION = { [SessionState.Initial]: "session-initial", [SessionState.Establishing]: "session-establising",   // as published
                  [SessionState.Established]: "session-established", [SessionState.Terminating]: "session-terminating",
                  [SessionState.Terminated]: "session-terminated" };

const aCall = (app) => {
  if (!app.phone.call) throw new Error("There is no call.");
  return app.phone.call;
};

const DOES = {
  config: (app, data) => configure(app, data),
  register: (app, data) => (Object.keys(data).length > 0 ? configure(app, data) : app.registerPhone()),
  unregister: (app) => app.phone.unregister(),
  call: (app, { destination }) => {
    const number = dialable(destination);
    if (!number) throw new Error("This destination cannot be dialled.");
    app.phone.dial(number);
  },
  answer: (app) => aCall(app).answer(),
  reject: (app) => aCall(app).hangUp(),
  hangup: (app) => aCall(app).hangUp(),
  mute: (app) => aCall(app).setMuted(true),
  unmute: (app) => aCall(app).setMuted(false),
  sendDTMF: (app, { tone }) => aCall(app).sendTone(String(tone ?? "")),
  provision: () => { throw new Error("Provisioning by e-mail is not offered here."); },
  validate: () => { throw new Error("Provisioning by e-mail is not offered here."); },
};

/** Credentials of the portal when there is no server in them; otherwise the settings as they are. */
async function configure(app, data) {
  const given = Object.fromEntries(SETTINGS.filter((key) => typeof data[key] === "string" && data[key]).map((key) => [key, data[key]]));
  if (!given.username || !given.password) throw new Error("A username and a password are needed.");
  if (given.wsServer && given.realm) return app.registerPhone(given);
  await app.login(given.username, given.password);   // registers with what the portal provisions
  const { username: _name, password: _secret, ...own } = given;
  return Object.keys(own).length > 0 ? app.registerPhone({ ...app.sipUser, ...own }) : undefined;
}

export class SdkBridge {
  #app;
  #container;
  #origin;

  constructor(app) {
    this.#app = app;
    if (window.parent === window) return;
    window.addEventListener("message", (event) => this.#onMessage(event));
    app.phone.on("register", (state) => this.#tell(`register-${state.toLowerCase()}`, {}));
    app.phone.on("call", (call) => this.#follow(call));
  }

  async #onMessage({ source, origin, data: message }) {
    if (source !== window.parent || message === null || typeof message !== "object") return;
    const { _type: type, containerId, id, fn, data } = message;
    if (type !== "webphone-sdk" || typeof containerId !== "string" || !containerId || !Object.hasOwn(DOES, fn)) return;
    if (this.#container === undefined) [this.#container, this.#origin] = [containerId, origin];
    if (containerId !== this.#container || origin !== this.#origin) return;
    try {
      await DOES[fn](this.#app, data !== null && typeof data === "object" ? data : {});
      this.#post({ id, data: {} });
    } catch (error) {
      this.#post({ id, error: String(error.message ?? error) });
    }
  }

  #follow(call) {
    this.#tell(SESSION[call.sessionState], detailOf(call));
    call.on("session", (state) => this.#tell(SESSION[state], detailOf(call)));
    call.on("ended", () => {
      this.#tell("cdr", { ...detailOf(call), duration: call.duration, result: call.result });
      this.#tell("session-idle", {});
    });
  }

  #tell(event, detail) {
    if (event) this.#post({ event, data: { detail } });
  }

  #post(message) {
    if (this.#container === undefined) return;
    window.parent.postMessage({ containerId: this.#container, ...message }, this.#origin === "null" ? "*" : this.#origin);
  }
}

const detailOf = ({ direction, number, name }) => ({ direction, number, name });
