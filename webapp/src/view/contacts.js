// Contacts: the customer's phonebook from the server, and one's own, which stay in this browser.
import { el, empty, field, heading, icon, iconButton } from "./dom.js";
import { toast } from "./toast.js";

export function contactsPage(app, scope) {
  let server = [];
  let left = false;
  scope(() => { left = true; });
  const list = el("ul", { class: "list" });
  const none = empty("mdi-account-multiple-outline", "No contacts.");
  const search = el("input", { type: "search", "aria-label": "Search contacts", placeholder: "Search" });
  const show = () => {
    const word = search.value.trim().toLowerCase();
    const all = [...server, ...app.store.contacts.map((contact) => ({ ...contact, source: "local" }))]
      .filter((contact) => textOf(contact).includes(word))
      .sort((a, b) => String(a.name).localeCompare(String(b.name)));
    list.replaceChildren(...all.map((contact) => contactRow(app, contact, edit)));
    none.hidden = all.length > 0;
  };
  const edit = (contact) => editContact(app, contact, show);
  search.addEventListener("input", show);
  show();
  app.api.get("contact").then((answer) => {
    server = (Array.isArray(answer) ? answer : []).map((contact) => ({ ...contact, source: "server" }));
    if (!left) show();
  }).catch((error) => { if (!left) toast(error.message, "error"); });
  return el("div", { class: "page" }, heading("Contacts", iconButton("mdi-account-plus", "Add a contact", () => edit(null))), search, list, none);
}

const numbersOf = (contact) => (Array.isArray(contact.numbers) ? contact.numbers : []);
const textOf = (contact) => `${contact.name} ${contact.organization ?? ""} ${numbersOf(contact).map(({ number, extension }) => `${number} ${extension ?? ""}`).join(" ")}`.toLowerCase();

function contactRow(app, contact, edit) {
  const own = contact.source === "local";
  const numbers = numbersOf(contact).map(({ number, name, extension }) => el("button", { type: "button", class: "link",
    onclick: () => app.tryDial(number), title: `Call ${number}` }, icon("mdi-phone"), String(number ?? ""),
    el("small", {}, [name, extension ? `ext. ${extension}` : ""].filter(Boolean).join(" · "))));
  return el("li", {}, el("span", { class: "avatar", "aria-hidden": "true" }, String(contact.name ?? "?").slice(0, 1).toUpperCase()),
    el("div", { class: "grow" }, el("strong", {}, String(contact.name ?? "")), contact.organization ? el("small", {}, String(contact.organization)) : null, numbers),
    own ? iconButton("mdi-pencil", `Edit ${contact.name}`, () => edit(contact))
      : el("span", { class: "badge", title: "From the server" }, icon("mdi-server"), el("span", { class: "hidden" }, "From the server")));
}

function editContact(app, contact, done) {
  const name = el("input", { value: contact?.name ?? "", required: true });
  const number = el("input", { type: "tel", value: contact?.numbers?.[0]?.number ?? "", required: true });
  const dialog = el("dialog", { class: "sheet", "aria-label": "Contact" });
  const close = () => { dialog.close(); dialog.remove(); done(); };
  dialog.addEventListener("cancel", (event) => { event.preventDefault(); close(); });
  dialog.append(el("h2", {}, contact ? "Edit contact" : "New contact"), el("form", { onsubmit: (event) => {
    event.preventDefault();
    app.store.saveContact({ id: contact?.id ?? `local-${Date.now()}`, name: name.value.trim(),
                            numbers: [{ name: "", number: number.value.trim() }] });
    close();
  } }, field("Name", name), field("Number", number), el("div", { class: "row end" },
    contact ? el("button", { type: "button", class: "remove", onclick: () => { app.store.removeContact(contact.id); close(); } }, "Delete") : null,
    el("button", { type: "button", onclick: close }, "Cancel"), el("button", { class: "primary" }, "Save"))));
  document.body.append(dialog);
  dialog.showModal();
}
