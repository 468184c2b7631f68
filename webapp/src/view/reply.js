// What a script answered: text as a message, lists and objects as a table.
import { el } from "./dom.js";
import { toast } from "./toast.js";

export function showReply(reply) {
  if (reply.kind === "text") toast(reply.text);
  if (reply.kind !== "rows") return;
  const rows = reply.rows.map(([name, value]) => el("tr", {}, el("th", { scope: "row" }, name), el("td", {}, value)));
  const dialog = el("dialog", { class: "sheet", "aria-label": "Answer" }, el("h2", {}, "Answer"),
    el("div", { class: "scroll" }, el("table", { class: "reply" }, el("tbody", {}, rows))),
    el("form", { method: "dialog", class: "row end" }, el("button", { class: "primary" }, "Close")));
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
