// The home page: is the phone on the line, what does the account hold, whom was I talking to.
import { el, heading, icon } from "./dom.js";
import { money } from "./format.js";
import { callRow } from "./history.js";

const STATES = { registered: ["mdi-check-circle", "You can make and receive calls."], connecting: ["mdi-progress-clock", "Connecting…"],
                 refused: ["mdi-alert-circle", "The server refused this phone."], unregistered: ["mdi-minus-circle", "The phone is not registered."],
                 offline: ["mdi-wifi-off", "There is no connection for calls. The phone tries again by itself."] };

export function homePage(app, scope) {
  const state = el("div", { class: "card state" });
  const show = () => {
    const [name, text] = STATES[app.phone.state];
    state.dataset.state = app.phone.state;
    state.replaceChildren(icon(name), el("div", {}, el("strong", {}, text),
      el("small", {}, `${app.sipUser.username} at ${app.sipUser.realm}`, app.phone.reason ? ` · ${app.phone.reason}` : "")));
  };
  show();
  scope(app.phone.on("state", show));
  const calls = app.store.history.slice(0, 5);
  return el("div", { class: "page" }, heading(`Hello, ${app.sipUser.displayName || app.sipUser.username}`), state,
    app.flag("BALANCE") ? el("div", { class: "card state" }, icon("mdi-wallet-outline"), el("div", {},
      el("strong", {}, money(app.prov.balance ?? 0, app.prov.currency)), el("small", {}, "Balance"))) : null,
    calls.length ? el("h2", {}, "Recent calls") : null, el("ul", { class: "list" }, calls.map((call) => callRow(app, call))));
}
