// The side menu: who is on the line, the pages that are not in the footer, install, log out, and the UUID for support.
import { el, icon } from "./dom.js";
import { SIDE } from "./pages.js";

export function drawer(app, scope) {
  const status = el("p", { class: "who" });
  const install = item("mdi-download", "Install the app", () => installApp(app));
  const links = SIDE.filter((side) => side.offered(app)).map((side) => link(app, side));
  const node = el("aside", { class: "drawer", "aria-label": "Side menu" },
    el("div", { class: "me" }, icon("mdi-account-circle"), el("div", {}, el("strong", {}, app.sipUser.displayName || app.sipUser.username),
      el("small", {}, String(app.sipUser.username)), status)),
    links, install, item("mdi-logout", "Log out", () => app.logout()), app.flag("HIDE_UUID") ? null : uuid(app));
  const veil = el("div", { class: "veil", onclick: () => close() });
  const open = (wanted) => {
    node.classList.toggle("open", wanted);
    veil.classList.toggle("open", wanted);
    document.querySelector(".menu-button")?.setAttribute("aria-expanded", String(wanted));
    if (wanted) node.querySelector("a, button")?.focus();
  };
  const close = () => open(false);
  const showState = () => { status.textContent = { registered: "Online" }[app.phone.state] ?? (app.phone.reason || "Not on the line"); };
  const showInstall = () => { install.hidden = app.installPrompt === null; };
  showState();
  showInstall();
  scope(app.phone.on("state", showState));
  scope(app.on("install", showInstall));
  const onKey = (event) => { if (event.key === "Escape" && node.classList.contains("open")) { close(); document.querySelector(".menu-button")?.focus(); } };
  document.addEventListener("keydown", onKey);
  scope(() => document.removeEventListener("keydown", onKey));
  return { node: el("div", {}, veil, node), toggle: () => open(!node.classList.contains("open")), close };
}

const item = (name, text, onclick) => el("button", { type: "button", class: "entry", onclick }, icon(name), text);

function link(app, { path, title, icon: name }) {
  return el("a", { class: "entry", href: path, onclick: (event) => { event.preventDefault(); app.go(path); } }, icon(name), title);
}

async function installApp(app) {
  const prompt = app.installPrompt;
  app.installPrompt = null;
  app.emit("install");
  await prompt?.prompt();
}

/** Deploy and version: what somebody who reports a problem is asked for. */
function uuid(app) {
  const text = el("span", {});
  const show = (known) => {
    text.textContent = typeof known === "object" ? [known.deploy, known.version].filter(Boolean).join(" / ") : String(known);
  };
  const known = app.prov.uuid ?? app.config.uuid;
  if (known) show(known);
  else fetch("/version.json").then((answer) => answer.json()).then(show).catch(() => {});
  return el("p", { class: "uuid", title: "Deploy and version" }, icon("mdi-sim-outline"), text);
}
