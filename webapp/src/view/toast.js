// Short messages at the edge, read out by screen readers, gone by themselves.
import { el } from "./dom.js";

const STAY = 6000;
const MOST = 4;
let shelf;

export const toastShelf = () => (shelf ??= el("div", { class: "toasts", role: "status", "aria-live": "polite", popover: "manual" }));

export function toast(text, kind = "info") {
  const note = el("div", { class: `toast ${kind}` }, String(text).slice(0, 1000));
  note.addEventListener("click", () => note.remove());
  toastShelf().append(note);
  while (shelf.children.length > MOST) shelf.firstChild.remove();
  raise();
  setTimeout(() => note.remove(), STAY);
}

/** Above an open dialog, which lies over everything else. */
function raise() {
  if (!shelf.isConnected || !shelf.showPopover) return;
  if (shelf.matches(":popover-open")) shelf.hidePopover();
  shelf.showPopover();
}
