// The agent's page: the campaign's current record, and the buttons that start chains of actions.
import { chainHost } from "../actions.js";
import { Chain } from "../model/chain.js";
import { el, empty, heading, icon } from "./dom.js";
import { FormDialog } from "./form_dialog.js";
import { toast } from "./toast.js";

const TYPES = ["default", "primary", "success", "info", "warning", "danger", "text"];

export function agentPage(app, scope) {
  const buttons = el("div", { class: "buttons", role: "group", "aria-label": "Actions" });
  const record = el("div", { class: "card" });
  const script = el("p", { class: "script" });
  const campaigns = el("select", { "aria-label": "Campaign" });
  const dialog = new FormDialog((values) => chain.submit(values), () => chain.cancel());
  const chain = new Chain(chainHost(app, dialog));
  const show = () => {
    record.replaceChildren(...recordRows(app.agent));
    script.textContent = String(app.agent.campaign?.script ?? "");
    campaigns.replaceChildren(...app.agent.campaigns.map(({ id, name }) => el("option", { value: String(id) }, String(name ?? id))));
    campaigns.value = String(app.agent.campaign?.id ?? "");
    campaigns.hidden = app.agent.campaigns.length < 2;
  };
  const complain = (error) => toast(error.message, "error");
  campaigns.addEventListener("change", () => {
    app.agent.choose(app.agent.campaigns.find(({ id }) => String(id) === campaigns.value)).catch(complain);
  });
  let left = false;
  scope(() => { left = true; chain.cancel(); });
  scope(app.agent.on("change", show));
  show();
  app.agent.load().catch(complain);
  const unopened = new URLSearchParams(location.search).get("form");
  if (unopened) chain.submitUnopened(unopened).catch(complain);   // only where a defect wants it
  app.api.get("button").then((list) => { if (!left) buttons.replaceChildren(...agentButtons(list).map((one) => actionButton(one, chain))); }).catch(complain);
  return el("div", { class: "page" }, heading("Agent", campaigns), buttons, script, record);
}

/** Placement Agent only, in any case; lower sort_order first, then by id. */
export const agentButtons = (list) => (Array.isArray(list) ? list : [])
  .filter((one) => String(one?.placement ?? "").trim().toLowerCase() === "agent").slice(0, 200)
  .sort((a, b) => (Number(a.sort_order) || 0) - (Number(b.sort_order) || 0) || Number(a.id) - Number(b.id));

function actionButton(button, chain) {
  const type = TYPES.includes(String(button.type).toLowerCase()) ? String(button.type).toLowerCase() : "default";
  const name = String(button.icon ?? "").toLowerCase().replace(/^(fa[srb]?\s+)?fa-/, "");
  const node = el("button", { type: "button", class: `action ${type}`, "data-id": button.id },
    /^[a-z0-9-]+$/.test(name) ? el("span", { class: `fa-solid fa-${name}`, "aria-hidden": "true" }) : null, String(button.label ?? ""),
    button.tooltip ? el("span", { class: "tip", role: "tooltip" }, String(button.tooltip)) : null);
  node.addEventListener("click", async () => {
    if (chain.busy) return toast("One action at a time.");
    node.setAttribute("aria-busy", "true");
    await chain.press(button);
    return node.removeAttribute("aria-busy");
  });
  return node;
}

const OURS = ["id", "campaign_id", "account_id"];   // of the database, nothing to an agent
const words = (key) => key.replaceAll("_", " ").replace(/^\w/, (letter) => letter.toUpperCase());

function recordRows(agent) {
  if (!agent.campaign) return [empty("mdi-clipboard-text-outline", "There is no campaign for you.")];
  if (!agent.record) return [empty("mdi-check-all", agent.atEnd ? "That was the last record." : "Loading…")];
  const { first_name: first, last_name: last } = agent.record;
  const rows = Object.entries(agent.record).filter(([key, value]) => !OURS.includes(key) && value !== null && value !== "" && typeof value !== "object").slice(0, 100);
  return [el("h2", {}, icon("mdi-account"), [first, last].filter(Boolean).join(" ") || String(agent.record.key ?? "Record")),
    el("dl", { class: "record" }, rows.map(([key, value]) => el("div", { "data-key": key }, el("dt", {}, words(key)), el("dd", {}, String(value)))))];
}
