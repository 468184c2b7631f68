// The dial pad: a number, twelve keys, and the call button. `*#0*#` is heard here and nowhere else.
import { afterKey } from "../model/debug_code.js";
import { startDebugging } from "../phone/trace.js";
import { el, icon, iconButton } from "./dom.js";
import { keypad } from "./keypad.js";
import { toast } from "./toast.js";

export function dialpadPage(app, scope) {
  const number = el("input", { type: "tel", class: "number", "aria-label": "Number", autocomplete: "off", spellcheck: "false",
                               placeholder: "Number or extension", maxlength: "128" });
  const changed = () => {
    const { text, debug } = afterKey(number.value);
    if (!debug) return;
    number.value = text;
    startDebugging();
    toast("Debugging is on: see the browser's console.");
  };
  const press = (key) => {
    number.value += key;
    changed();
    app.phone.call?.sendTone(key).catch((error) => toast(error.message, "error"));
  };
  number.addEventListener("input", changed);
  const call = () => {
    if (!number.value.trim()) number.value = app.store.history.find(({ direction }) => direction === "out")?.number ?? "";
    else if (app.tryDial(number.value)) number.value = "";
  };
  const button = el("button", { class: "dial", "aria-label": "Call" }, icon("mdi-phone"));
  const ready = () => { button.disabled = app.phone.state !== "registered" || app.phone.call !== null; };
  ready();
  scope(app.phone.on("state", ready));
  scope(app.phone.on("call", (one) => { ready(); one.on("ended", ready); }));
  if (app.phone.call) scope(app.phone.call.on("ended", ready));
  const typed = (event) => {   // on a computer the keys work without a click into the field first
    const elsewhere = event.target.closest?.("input, textarea, select, dialog, .call");
    if (elsewhere || event.ctrlKey || event.metaKey || event.altKey || !/^[0-9*#+]$/.test(event.key)) return;
    event.preventDefault();
    press(event.key);
  };
  document.addEventListener("keydown", typed);
  scope(() => document.removeEventListener("keydown", typed));
  const erase = iconButton("mdi-backspace-outline", "Erase", () => { number.value = number.value.slice(0, -1); });
  return el("form", { class: "dialpad", onsubmit: (event) => { event.preventDefault(); if (!button.disabled) call(); } },
    el("h1", { class: "hidden", tabindex: "-1" }, "Dialpad"), el("div", { class: "number-row" }, number, erase),
    keypad(press, { onLong: (key) => { number.value += key; } }), button);
}
