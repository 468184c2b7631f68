// Which page lies at which address, for this user: what is not in the menu is not there.
import { agentPage } from "./agent.js";
import { contactsPage } from "./contacts.js";
import { customPage } from "./custom.js";
import { dialpadPage } from "./dialpad.js";
import { historyPage } from "./history.js";
import { homePage } from "./home.js";
import { paymentsPage } from "./payments.js";
import { settingsPage } from "./settings.js";
import { voicemailPage } from "./voicemail.js";

const IN_MENU = { home: homePage, dialpad: dialpadPage, agent: agentPage, history: historyPage, contacts: contactsPage,
                  settings: settingsPage, custom: customPage };

/** The side menu's own pages, and when they are offered. */
export const SIDE = [
  { path: "/voicemail", page: voicemailPage, title: "Voicemail", icon: "mdi-voicemail", offered: () => true },
  { path: "/payment", page: paymentsPage, title: "Balance and payments", icon: "mdi-wallet-outline",
    offered: (app) => app.flag("ACCEPT_PAYMENT") },
];

export function pageAt(app, address) {
  const path = address.split(/[?#]/)[0];
  const item = app.menu.find(({ url }) => url === path);
  if (item) return IN_MENU[item.page];
  if (path === "/signup") return () => undefined;   // a page of those who have not logged in
  return SIDE.find((side) => side.path === path && side.offered(app))?.page;
}
