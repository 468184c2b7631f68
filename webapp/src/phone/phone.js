// The phone: registered as the portal says, at most one call at a time, back again with growing pauses when the line is lost.
import { Inviter, Registerer, RegistererState, UserAgent } from "sip.js";
import { Emitter } from "../emitter.js";
import { asUser } from "../model/number.js";
import { Call } from "./call.js";
import { AUDIO, handlerFactory } from "./media.js";
import { logConnector } from "./trace.js";

const EXPIRES = 600;
const FIRST_PAUSE = 2000;
const LONGEST_PAUSE = 60_000;
const STOPPING = 3000;

/** Emits "state" (offline, connecting, registered, unregistered, refused), "register", "call" and "notice". */
export class Phone extends Emitter {
  state = "offline";
  reason = "";
  call = null;
  autoAnswer = false;
  #audio;
  #user;
  #agent;
  #registerer;
  #wanted = false;
  #pause = FIRST_PAUSE;
  #timer;
  #door = 0;
  #turn = Promise.resolve();

  constructor(audio) {
    super();
    this.#audio = audio;
  }

  get user() {
    return this.#user;
  }

  /** `user` is the provisioned sipUser: username, password, displayName, cli, realm, wsServer; `codecs` its rules. */
  start(user, codecs) {
    return this.#inTurn(async () => {
      await this.#leave();
      [this.#user, this.codecs, this.#wanted, this.#door, this.#pause] = [user, codecs, true, 0, FIRST_PAUSE];
      await this.#connect();
    });
  }

  stop() {
    return this.#inTurn(() => this.#leave());
  }

  /** One after the other: two starts at once would leave a phone behind that nobody ends. */
  #inTurn(work) {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => {});
    return done;
  }

  async #leave() {
    this.#wanted = false;
    clearTimeout(this.#timer);
    const agent = this.#agent;
    [this.#agent, this.#registerer] = [undefined, undefined];
    if (this.call) await this.call.hangUp().catch(() => {});
    if (agent) await putAway(agent);
    this.#become("offline");
  }

  /** Takes the registration away and leaves the connection; `start` brings it back. */
  async unregister() {
    if (this.#registerer?.state !== RegistererState.Registered) return;
    await this.#registerer.unregister();
  }

  /** Tries at once: the network is back, or a push says that somebody calls. */
  hurry() {
    if (!this.#wanted || this.state === "registered" || this.state === "connecting") return;
    this.#pause = FIRST_PAUSE;
    this.#later(0);
  }

  dial(number) {
    if (this.call) throw new Error("There is a call already.");
    if (this.state !== "registered") throw new Error("The phone is not registered.");
    const { realm, cli, username, displayName } = this.#user;
    const target = UserAgent.makeURI(`sip:${asUser(number)}@${realm}`);
    if (!target) throw new Error("This number cannot be dialled.");
    const from = UserAgent.makeURI(`sip:${asUser(String(cli || username))}@${realm}`);
    const session = new Inviter(this.#agent, target, { params: { fromUri: from, fromDisplayName: displayName || undefined },
      sessionDescriptionHandlerOptions: { constraints: AUDIO } });
    const call = this.#take(new Call({ session, direction: "out", number, name: "", domain: realm, audio: this.#audio }));
    call.start();
    return call;
  }

  async #connect() {
    const agent = this.#makeAgent();
    this.#agent = agent;
    this.#become("connecting");
    try {
      await agent.start();
    } catch (error) {
      if (agent !== this.#agent) return;
      this.#become("offline", error.message);
      this.#again();
      return;
    }
    if (agent === this.#agent) await this.#register();
  }

  #makeAgent() {
    const { username, password, displayName, realm } = this.#user;
    const agent = new UserAgent({
      uri: UserAgent.makeURI(`sip:${asUser(username)}@${realm}`), displayName: displayName || "",
      authorizationUsername: username, authorizationPassword: password,
      transportOptions: { server: this.#server(), traceSip: true }, userAgentString: "CxloadWebPhone",
      logBuiltinEnabled: false, logConfiguration: false, logConnector, noAnswerTimeout: 120,
      sessionDescriptionHandlerFactory: handlerFactory(this.codecs),
      delegate: {
        onInvite: (invitation) => this.#onInvite(invitation),
        onMessage: (message) => message.accept(),
        onNotify: (notification) => notification.accept(),
        onDisconnect: (error) => { if (error && agent === this.#agent) this.#onLost(error); },
      },
    });
    return agent;
  }

  /** `wsServer` may be a list, separated by commas: another door each time one does not open. */
  #server() {
    const servers = String(this.#user.wsServer).split(",").map((server) => server.trim()).filter(Boolean);
    return servers[this.#door % servers.length] ?? "";
  }

  async #register() {
    const registerer = new Registerer(this.#agent, { expires: EXPIRES, logConfiguration: false });
    this.#registerer = registerer;
    this.emit("register", registerer.state);
    registerer.stateChange.addListener((state) => {
      if (registerer === this.#registerer) this.#onRegisterer(state);
    });
    await registerer.register({ requestDelegate: { onReject: ({ message }) => this.#onRefused(message, registerer) } })
      .catch((error) => this.#become("offline", error.message));
  }

  #onRegisterer(state) {
    this.emit("register", state);
    if (state === RegistererState.Registered) {
      this.#pause = FIRST_PAUSE;
      this.#become("registered");
    } else if (this.state === "registered") {
      this.#become("unregistered");
    }
  }

  /** A wrong password is not tried again: servers ban who insists. Whatever else is tried later. */
  #onRefused({ statusCode, reasonPhrase }, registerer) {
    if (registerer !== this.#registerer) return;
    this.#become("refused", `${statusCode} ${reasonPhrase}`);
    if (![401, 403, 404, 407].includes(statusCode)) this.#again();
  }

  #onLost(error) {
    this.#become("offline", error.message);
    this.#again();
  }

  #again() {
    this.#door += 1;
    this.#later(this.#pause * (0.75 + Math.random() / 2));
    this.#pause = Math.min(this.#pause * 2, LONGEST_PAUSE);
  }

  #later(milliseconds) {
    clearTimeout(this.#timer);
    if (!this.#wanted) return;
    this.#timer = setTimeout(() => this.#inTurn(async () => {
      const old = this.#agent;
      [this.#agent, this.#registerer] = [undefined, undefined];
      if (old) await putAway(old);
      if (this.#wanted) await this.#connect();
    }), milliseconds);
  }

  #onInvite(invitation) {
    const { uri, displayName } = invitation.remoteIdentity;
    if (this.call) {
      invitation.reject({ statusCode: 486 }).catch(() => {});
      this.emit("missed", { number: uri.user ?? "", name: displayName ?? "" });
      return;
    }
    const call = this.#take(new Call({ session: invitation, direction: "in", number: uri.user ?? "",
      name: displayName ?? "", domain: this.#user.realm, audio: this.#audio }));
    if (this.autoAnswer) call.answer();
  }

  #take(call) {
    this.call = call;
    call.on("ended", () => { if (this.call === call) this.call = null; });
    this.emit("call", call);
    return call;
  }

  #become(state, reason = "") {
    if (state === this.state && reason === this.reason) return;
    [this.state, this.reason] = [state, reason];
    this.emit("state", state);
  }
}

/** Unregisters and closes; a dead connection answers nothing, and is not waited for. */
function putAway(agent) {
  return Promise.race([agent.stop().catch(() => {}), new Promise((done) => setTimeout(done, STOPPING))]);
}
