// History: numbers and extensions called from here and heard from, newest first; kept in this browser.
import { el, empty, heading, icon, iconButton } from "./dom.js";
import { clock, when } from "./format.js";

export function callRow(app, call) {
  const missed = call.direction === "in" && call.result !== "Answered";
  const name = missed ? "mdi-phone-missed" : call.direction === "in" ? "mdi-phone-incoming" : "mdi-phone-outgoing";
  return el("li", { class: missed ? "missed" : "" }, icon(name),
    el("div", { class: "grow" }, el("strong", {}, call.name || call.number), el("small", {}, call.name ? `${call.number} · ` : "",
      when(call.start), call.duration ? ` · ${clock(call.duration)}` : ` · ${call.result}`)),
    iconButton("mdi-phone", `Call ${call.number}`, () => app.tryDial(call.number), { class: "go" }));
}

export function historyPage(app, scope) {
  const list = el("ul", { class: "list" });
  const none = empty("mdi-history", "No calls yet.");
  const clear = iconButton("mdi-delete-outline", "Clear the history", () => { app.store.clearHistory(); show(); });
  const show = () => {
    const calls = app.store.history;
    list.replaceChildren(...calls.map((call) => callRow(app, call)));
    [none.hidden, clear.hidden] = [calls.length > 0, calls.length === 0];
  };
  show();
  scope(app.on("history", show));
  return el("div", { class: "page" }, heading("History", clear), list, none);
}
