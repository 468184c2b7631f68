// What is around every page: header, side menu, footer menu, the call in hand.
import { callPanel } from "./call_panel.js";
import { el, icon, iconButton } from "./dom.js";
import { money } from "./format.js";
import { loginPage } from "./login.js";
import { pageAt } from "./pages.js";
import { signupPage } from "./signup.js";
import { drawer } from "./drawer.js";
import { toastShelf } from "./toast.js";
import { offersSignUp, titleOf } from "../model/flags.js";

let leave = [];
let shell = null;

/** Pages register what has to stop with scope(); it is called when the next page comes. */
const scope = (stop) => leave.push(stop);

export function renderShell(app, root) {
  for (const stop of leave.splice(0)) stop();
  if (!app.prov) {
    shell?.close();
    shell = null;
    const signup = location.pathname === "/signup" && offersSignUp(app.config);
    root.replaceChildren(signup ? signupPage(app) : loginPage(app), toastShelf());
    return;
  }
  shell ??= makeShell(app, root);
  shell.show(pageAt(app, location.pathname));
}

function makeShell(app, root) {
  const stops = [];
  const main = el("main", { id: "main", tabindex: "-1" });
  const side = drawer(app, (stop) => stops.push(stop));
  const footer = footerMenu(app);
  const panel = callPanel(app, (stop) => stops.push(stop));
  root.replaceChildren(el("div", { class: `phone ${app.flag("MENU_RIGHT") ? "menu-right" : ""}` },
    el("a", { class: "skip", href: "#main" }, "To the content"), header(app, side, (stop) => stops.push(stop)),
    side.node, el("div", { class: "stage" }, main), panel, footer.node), toastShelf());
  const provisionedFor = app.prov;
  return {
    show: (page) => {
      if (provisionedFor !== app.prov) return restart(app, root);
      footer.mark(location.pathname);
      side.close();
      main.className = "";
      main.replaceChildren(page ? page(app, scope, main) : el("p", {}, "There is no such page."));
      main.parentElement.scrollTop = 0;
      if (document.activeElement !== document.body) main.querySelector("h1")?.focus({ preventScroll: true });   // for who listens
      return undefined;
    },
    close: () => { for (const stop of stops) stop(); },
  };
}

function restart(app, root) {
  shell.close();
  shell = null;
  renderShell(app, root);
}

function header(app, side, scopeShell) {
  const status = el("span", { class: "status", role: "status" });
  const show = () => {
    const { state, reason } = app.phone;
    const words = { registered: "Online", connecting: "Connecting…", refused: "Refused", unregistered: "Not registered", offline: "Offline" };
    status.dataset.state = state;
    status.title = reason;
    status.replaceChildren(el("span", { class: "dot", "aria-hidden": "true" }), el("span", {}, words[state]));
  };
  show();
  scopeShell(app.phone.on("state", show));
  const balance = app.flag("BALANCE") ? el("span", { class: "balance", title: "Balance" }) : null;
  if (balance) {
    const showBalance = () => { balance.textContent = money(app.prov.balance ?? 0, app.prov.currency); };
    showBalance();
    scopeShell(app.on("balance", showBalance));
  }
  return el("header", { class: "bar" }, iconButton("mdi-menu", "Menu", side.toggle, { class: "menu-button", "aria-expanded": "false" }),
    el("span", { class: "title" }, titleOf(app.config, app.prov)), balance, status);
}

function footerMenu(app) {
  const links = app.menu.map((item) => el("a", { href: item.url, "data-id": item.id, onclick: (event) => {
    event.preventDefault();
    app.go(item.url);
  } }, icon(item.icon), el("span", {}, item.title)));
  return {
    node: el("nav", { class: "footer", "aria-label": "Pages" }, links),
    mark: (path) => {
      for (const link of links) {
        if (link.getAttribute("href") === path) link.setAttribute("aria-current", "page");
        else link.removeAttribute("aria-current");
      }
    },
  };
}


