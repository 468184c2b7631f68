// Balance, payments and vouchers, as on the customer portal.
import { el, empty, field, heading } from "./dom.js";
import { money } from "./format.js";
import { toast } from "./toast.js";

export function paymentsPage(app, scope) {
  let left = false;
  scope(() => { left = true; });
  const balance = el("strong", { class: "amount" }, "…");
  const show = (answer) => {
    if (left || answer?.balance === undefined) return;
    [app.prov.balance, app.prov.currency] = [answer.balance, answer.currency ?? app.prov.currency];
    balance.textContent = money(answer.balance, app.prov.currency);
    app.emit("balance");
  };
  const refresh = () => app.api.get("balance").then(show).catch((error) => { if (!left) toast(error.message, "error"); });
  refresh();
  const methods = Object.entries(app.prov.paymentMethods ?? {}).slice(0, 20);
  return el("div", { class: "page" }, heading("Balance and payments"), el("div", { class: "card" }, el("p", {}, "Balance"), balance),
    methods.length ? null : empty("mdi-credit-card-off-outline", "No payment method is offered."),
    methods.map(([name, method]) => paymentForm(app, name, method, show)), voucherForm(app, (answer) => { show(answer); refresh(); }));
}

function paymentForm(app, name, method, show) {
  const currencies = (Array.isArray(method.currencies) ? method.currencies : []).map((code) => String(code).toUpperCase());
  const amount = el("input", { type: "number", min: String(method.min_payment ?? 0), step: "0.01", required: true, name: "amount" });
  const currency = el("select", { name: "currency" }, currencies.map((code) => el("option", { value: code }, code)));
  currency.value = currencies.includes(String(app.prov.currency).toUpperCase()) ? String(app.prov.currency).toUpperCase() : currencies[0] ?? "";
  const token = el("input", { name: "token", autocomplete: "off" });
  return el("form", { class: "card grid", "data-method": name, onsubmit: (event) => {
    event.preventDefault();
    attempt(event.target, async () => {
      const answer = await app.api.post("payment", { method: name, amount: Number(amount.value), currency: currency.value, token: token.value });
      toast(`${answer?.status ?? "Sent"}: ${money(answer?.total, currency.value)}${answer?.fee ? `, fee ${money(answer.fee, currency.value)}` : ""}`, "success");
      show(answer);
    });
  } }, el("h2", { class: "span" }, String(method.label ?? name)), half(field("Amount", amount, method.min_payment ? `At least ${method.min_payment}` : "")),
    half(field("Currency", currency)), span(field("Reference of the gateway", token)), el("div", { class: "row end span" }, el("button", { class: "primary" }, "Pay")));
}

const half = (node) => { node.style.gridColumn = "span 6"; return node; };
const span = (node) => { node.classList.add("span"); return node; };

function voucherForm(app, done) {
  const code = el("input", { name: "code", required: true, autocomplete: "off", spellcheck: "false" });
  return el("form", { class: "card", "data-method": "voucher", onsubmit: (event) => {
    event.preventDefault();
    attempt(event.target, async () => {
      done(await app.api.post("voucher", { code: code.value.trim() }));
      code.value = "";
      toast("The voucher was added.", "success");
    });
  } }, el("h2", {}, "Voucher"), field("Code", code), el("div", { class: "row end" }, el("button", { class: "primary" }, "Redeem")));
}

/** One payment at a time: a second press of the button is none. */
async function attempt(form, work) {
  const button = form.querySelector("button.primary");
  if (button.disabled) return;
  button.disabled = true;
  try {
    await work();
  } catch (error) {
    toast(error.message, "error");
  } finally {
    button.disabled = false;
  }
}
