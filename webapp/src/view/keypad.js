// Twelve keys; the letters are for those who remember numbers as words.
import { el } from "./dom.js";
import { keyTone } from "../phone/tones.js";

const KEYS = [["1", ""], ["2", "ABC"], ["3", "DEF"], ["4", "GHI"], ["5", "JKL"], ["6", "MNO"], ["7", "PQRS"], ["8", "TUV"],
              ["9", "WXYZ"], ["*", ""], ["0", "+"], ["#", ""]];
const NAMES = { "*": "star", "#": "hash" };
const LONG_PRESS = 600;

export function keypad(onKey, { small = false, onLong } = {}) {
  return el("div", { class: `keypad ${small ? "small" : ""}`, role: "group", "aria-label": "Keys" },
    KEYS.map(([key, letters]) => keyButton(key, letters, onKey, onLong)));
}

function keyButton(key, letters, onKey, onLong) {
  let timer, wasLong = false;
  const release = () => clearTimeout(timer);
  return el("button", { type: "button", "data-key": key, "aria-label": NAMES[key] ?? key,
    onpointerdown: () => {
      wasLong = false;
      if (key === "0" && onLong) timer = setTimeout(() => { wasLong = true; onLong("+"); }, LONG_PRESS);
    },
    onpointerup: release, onpointerleave: release,
    onclick: () => {
      if (wasLong) { wasLong = false; return; }
      keyTone(key);
      onKey(key);
    } }, el("b", {}, key), el("small", { "aria-hidden": "true" }, letters));
}
