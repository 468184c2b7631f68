// Settings: display name and SIP information; to be changed only where the flag allows it. The password is never shown.
import { el, field, heading } from "./dom.js";
import { toast } from "./toast.js";
import { quirk } from "../model/quirks.js";

const FIELDS = [["displayName", "Display name"], ["username", "Username"], ["realm", "Realm"], ["cli", "Caller ID"], ["wsServer", "WebSocket URL"]];
const FIXED = ["username"];   // who one is does not change by typing

export function settingsPage(app, scope) {
  const editable = app.flag("EDIT_SETTINGS");
  const user = app.sipUser;
  const inputs = FIELDS.map(([name, label]) => ({ name, label, input: el("input", { name, value: String(user[name] ?? ""),
    disabled: !editable || FIXED.includes(name), spellcheck: "false", autocapitalize: "off" }) }));
  const [type, value] = quirk("settings.shows_password") ? ["text", String(user.password ?? "")] : ["password", "••••••••"];
  const password = el("input", { type, value, disabled: true, autocomplete: "off" });
  const form = el("form", { class: "card", onsubmit: (event) => { event.preventDefault(); save(app, inputs); } },
    inputs.map(({ label, input }) => field(label, input)), field("Password", password),
    editable ? el("div", { class: "row end" },
      el("button", { type: "button", onclick: () => { app.store.settings = {}; app.registerPhone(); app.go("/settings"); } }, "As provisioned"),
      el("button", { class: "primary" }, "Save")) : el("p", { class: "hint" }, "These settings come from your provider."));
  return el("div", { class: "page" }, heading("Settings"), form, notifications(app, scope));
}

function save(app, inputs) {
  if (app.phone.call) return toast("Not during a call.", "error");
  const changed = inputs.filter(({ name, input }) => !FIXED.includes(name) && input.value.trim() !== String(app.prov.sipUser[name] ?? ""));
  app.store.settings = Object.fromEntries(changed.map(({ name, input }) => [name, input.value.trim()]));
  app.registerPhone().catch((error) => toast(error.message, "error"));
  return toast("Saved.", "success");
}

function notifications(app, scope) {
  const box = el("input", { type: "checkbox", id: "notify", role: "switch", disabled: !app.push.possible });
  let left = false;
  scope(() => { left = true; });
  app.push.isOn().then((on) => { if (!left) box.checked = on; }).catch(() => {});
  box.addEventListener("change", async () => {
    box.disabled = true;
    try {
      await (box.checked ? app.push.subscribe() : app.push.unsubscribe());
    } catch (error) {
      box.checked = !box.checked;
      toast(error.message, "error");
    } finally {
      box.disabled = false;
    }
  });
  return el("div", { class: "card" }, el("div", { class: "row" }, box, el("label", { for: "notify" }, "Tell me about calls while the phone is closed")),
    app.push.possible ? null : el("p", { class: "hint" }, "This browser or this server cannot do that."));
}
