// The call in hand, above the footer on every page: who it is, since when, and what can be done with it.
import { el, icon, iconButton } from "./dom.js";
import { clock } from "./format.js";
import { keypad } from "./keypad.js";
import { toast } from "./toast.js";

const attempt = (work) => Promise.resolve().then(work).catch((error) => toast(error.message, "error"));

export function callPanel(app, scope) {
  const node = el("section", { class: "call", "aria-label": "Call", hidden: true });
  let unfold = "";
  let timer;
  const show = (call) => {
    clearInterval(timer);
    const over = !call || call.state === "ended";
    node.hidden = over;
    if (over) return node.replaceChildren();
    const time = el("span", { class: "time" }, call.state === "established" ? clock(call.duration) : "");
    if (call.state === "established") timer = setInterval(() => { time.textContent = clock(call.duration); }, 1000);
    node.dataset.state = call.state;
    node.replaceChildren(el("div", { class: "call-row" }, person(app, call, time), handles(call, toggle)), more(call, unfold));
    return undefined;
  };
  const toggle = (what) => {
    unfold = unfold === what ? "" : what;
    show(app.phone.call);
    node.querySelector(".transfer input")?.focus();
  };
  scope(app.phone.on("call", (call) => {
    unfold = "";
    show(call);
    call.on("change", () => show(app.phone.call));
    if (call.direction === "in") node.querySelector(".answer")?.focus();
  }));
  scope(() => clearInterval(timer));
  if (app.phone.call) show(app.phone.call);
  return node;
}

function person(app, call, time) {
  const words = { ringing: "Incoming call", dialling: call.ringing ? "Ringing…" : "Calling…", established: call.held ? "On hold" : "In a call" };
  const known = app.store.contacts.find(({ numbers }) => numbers?.some(({ number }) => number === call.number));
  return el("div", { class: "person" }, icon(call.direction === "in" ? "mdi-phone-incoming" : "mdi-phone-outgoing"),
    el("div", {}, el("strong", {}, call.name || known?.name || call.number), el("small", { "aria-live": "polite" },
      words[call.state] ?? "", call.name || known ? ` · ${call.number}` : "", call.muted ? " · muted" : ""), time));
}

function handles(call, toggle) {
  const hangUp = (label) => iconButton("mdi-phone-hangup", label, () => attempt(() => call.hangUp()), { class: "hangup" });
  if (call.state === "ringing") {
    return el("div", { class: "handles" }, hangUp("Decline"),
      iconButton("mdi-phone", "Answer", () => attempt(() => call.answer()), { class: "answer" }));
  }
  if (call.state !== "established") return el("div", { class: "handles" }, hangUp("Hang up"));
  const press = (name, label, on, work) => iconButton(name, label, () => attempt(work), { "aria-pressed": String(on) });
  return el("div", { class: "handles" },
    press(call.muted ? "mdi-microphone-off" : "mdi-microphone", "Mute", call.muted, () => call.setMuted(!call.muted)),
    press(call.held ? "mdi-play" : "mdi-pause", "Hold", call.held, () => call.setHeld(!call.held)),
    iconButton("mdi-dialpad", "Keys", () => toggle("keys")),
    iconButton("mdi-phone-forward", "Transfer", () => toggle("transfer")), hangUp("Hang up"));
}

function more(call, unfold) {
  if (call.state !== "established") return "";
  if (unfold === "keys") return keypad((key) => attempt(() => call.sendTone(key)), { small: true });
  if (unfold !== "transfer") return "";
  const number = el("input", { type: "tel", "aria-label": "Number to transfer to", placeholder: "Transfer to…", autocomplete: "off" });
  return el("form", { class: "transfer row", onsubmit: (event) => {
    event.preventDefault();
    attempt(() => call.transfer(number.value.trim()));
  } }, number, el("button", { class: "primary" }, "Transfer"));
}
