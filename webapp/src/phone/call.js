// One call, either way: what it is doing, and the handles of somebody who has it in hand.
import { SessionState, UserAgent } from "sip.js";
import { Emitter } from "../emitter.js";
import { asUser } from "../model/number.js";
import { AUDIO } from "./media.js";

const LONGEST_REASON = 120;

/** Emits "change"; state is ringing, dialling, established or ended. */
export class Call extends Emitter {
  state;
  muted = false;
  held = false;
  result = "";
  answeredAt = 0;
  endedAt = 0;
  startedAt = Date.now();
  #session;
  #domain;
  #audio;
  #answering = false;

  constructor({ session, direction, number, name, domain, audio }) {
    super();
    Object.assign(this, { direction, number, name });
    [this.#session, this.#domain, this.#audio] = [session, domain, audio];
    this.state = direction === "in" ? "ringing" : "dialling";
    session.stateChange.addListener((state) => this.#onState(state));
  }

  get sessionState() {
    return this.#session.state;
  }

  get duration() {
    return this.answeredAt ? Math.round(((this.endedAt || Date.now()) - this.answeredAt) / 1000) : 0;
  }

  /** Sends the INVITE. */
  async start() {
    try {
      await this.#session.invite({ requestDelegate: {
        onProgress: ({ message }) => this.#progress(message.statusCode),
        onReject: ({ message }) => this.#note(`${message.statusCode} ${message.reasonPhrase}`),
      } });
    } catch (error) {
      this.#giveUp(error);
    }
  }

  async answer() {
    if (this.state !== "ringing" || this.#answering) return;
    this.#answering = true;
    try {
      await this.#session.accept({ sessionDescriptionHandlerOptions: { constraints: AUDIO } });
    } catch (error) {
      this.#giveUp(error);
    }
  }

  /** Ends it in whatever phase it is: CANCEL, a refusal, or BYE. */
  async hangUp(busy = false) {
    const session = this.#session;
    if (session.state === SessionState.Established) return session.bye();
    if (session.state === SessionState.Terminated || session.state === SessionState.Terminating) return undefined;
    if (this.direction === "in") return session.reject({ statusCode: busy ? 486 : 603 });
    this.#note("Cancelled");
    return session.cancel();
  }

  setMuted(muted) {
    this.muted = muted;
    this.#applyMute();
    this.emit("change");
  }

  /** A re-INVITE; what is shown follows the answer to it. */
  setHeld(held) {
    if (this.state !== "established" || this.held === held) return Promise.resolve();
    const session = this.#session;
    session.sessionDescriptionHandlerOptionsReInvite = { hold: held };
    return new Promise((done, failed) => {
      session.invite({ sessionDescriptionHandlerOptions: { hold: held, constraints: AUDIO }, requestDelegate: {
        onAccept: () => { this.held = held; this.#applyMute(); this.emit("change"); done(); },
        onReject: ({ message }) => failed(new Error(`The other side refused: ${message.statusCode} ${message.reasonPhrase}`)),
      } }).catch(failed);
    });
  }

  /** RFC 4733 events; as INFO where the codec rules took telephone-event away. */
  async sendTone(tone) {
    if (this.state !== "established" || !/^[0-9A-D*#]$/.test(tone)) return;
    const sender = this.#connection?.getSenders().find((one) => one.track?.kind === "audio");
    if (sender?.dtmf?.canInsertDTMF) sender.dtmf.insertDTMF(sender.dtmf.toneBuffer + tone, 120, 70);
    else await this.#session.info({ requestOptions: { body: { contentDisposition: "render",
      contentType: "application/dtmf-relay", content: `Signal=${tone}\r\nDuration=160` } } });
  }

  /** A blind transfer: REFER, and our leg ends once the other side has reached the target. */
  transfer(number) {
    const target = UserAgent.makeURI(`sip:${asUser(number)}@${this.#domain}`);
    if (!target || this.state !== "established") return Promise.reject(new Error("There is no call to transfer."));
    return new Promise((done, failed) => {
      this.#session.refer(target, {
        requestDelegate: {
          onAccept: done,
          onReject: ({ message }) => failed(new Error(`The transfer was refused: ${message.statusCode} ${message.reasonPhrase}`)),
        },
        onNotify: (notification) => { notification.accept(); this.#onTransferred(notification.request.body ?? ""); },
      }).catch(failed);
    });
  }

  get #connection() {
    return this.#session.sessionDescriptionHandler?.peerConnection;
  }

  #onTransferred(fragment) {
    const status = Number(/^SIP\/2\.0 (\d{3})/.exec(fragment)?.[1] ?? 0);
    if (status >= 300) this.emit("notice", `The transfer failed (${status}).`);
    if (status < 200 || status >= 300 || this.#session.state !== SessionState.Established) return;
    this.#note("Transferred");
    this.#session.bye();
  }

  #progress(status) {
    if (status < 180) return;
    this.ringing = true;
    this.emit("progress", status);
    this.emit("change");
  }

  #onState(state) {
    if (state === SessionState.Established) {
      this.state = "established";
      this.answeredAt = Date.now();
      this.result = "Answered";
      this.#listen();
      this.#applyMute();
    } else if (state === SessionState.Terminated) {
      this.#end();
    }
    this.emit("session", state);
    this.emit("change");
  }

  #end() {
    if (this.state === "ended") return;
    this.state = "ended";
    this.endedAt = Date.now();
    if (!this.result) this.result = this.direction === "in" ? "Missed" : "No answer";
    if (this.#audio) this.#audio.srcObject = null;
    this.emit("ended");
  }

  #listen() {
    const connection = this.#connection;
    if (!connection || !this.#audio) return;
    const tracks = connection.getReceivers().map(({ track }) => track).filter((track) => track?.kind === "audio");
    this.#audio.srcObject = new MediaStream(tracks);
    this.#audio.play().catch(() => this.emit("notice", "The browser does not let this page play sound yet."));
  }

  #applyMute() {
    for (const { track } of this.#connection?.getSenders() ?? []) if (track) track.enabled = !this.muted && !this.held;
  }

  #note(reason) {
    this.result = reason.trim().slice(0, LONGEST_REASON);
  }

  /** The microphone was denied, or the offer made no sense: nobody waits for this call any longer. */
  #giveUp(error) {
    this.#note(error.name === "NotAllowedError" ? "The microphone is not allowed" : error.message);
    this.emit("notice", `${this.result}.`);
    if (this.direction === "in" && this.state === "ringing") this.#session.reject({ statusCode: 480 }).catch(() => {});
    this.#end();
    this.emit("change");
  }
}
