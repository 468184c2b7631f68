// Sign-up: a new account of one's own, made like the portal's template customer.
import { titleOf } from "../model/flags.js";
import { el, field, htmlFrame } from "./dom.js";
import { money, when } from "./format.js";

const FIELDS = [["name", "Your name", { autocomplete: "name" }], ["email", "E-mail", { type: "email", autocomplete: "email" }],
                ["username", "Username", { autocomplete: "username", autocapitalize: "off", spellcheck: "false" }],
                ["password", "Password", { type: "password", autocomplete: "new-password" }]];

export function signupPage(app) {
  const inputs = FIELDS.map(([name, label, more]) => ({ name, label, input: el("input", { name, required: true, ...more }) }));
  const currencies = Array.isArray(app.config.currencies) ? app.config.currencies : [];
  const currency = el("select", { name: "currency" }, currencies.map((code) => el("option", { value: String(code) }, String(code))));
  const fault = el("p", { class: "fault", role: "alert" });
  const button = el("button", { class: "primary wide" }, "Sign up");
  const back = el("p", { class: "center" }, el("a", { href: "/", onclick: (event) => {
    event.preventDefault();
    history.replaceState(null, "", "/");
    app.go("/");
  } }, "Back to login"));
  const card = el("form", { class: "card login", onsubmit: async (event) => {
    event.preventDefault();
    [button.disabled, fault.textContent] = [true, ""];
    const body = Object.fromEntries(inputs.map(({ name, input }) => [name, input.value]));
    if (currency.value) body.currency = currency.value;
    try {
      const answer = await app.api.post("register", body);
      card.replaceChildren(...success(answer), back);
    } catch (error) {
      fault.textContent = error.message;
    } finally {
      button.disabled = false;
    }
  } }, el("div", { class: "brand" }, el("h1", {}, `Sign up for ${titleOf(app.config, null)}`)),
    inputs.map(({ label, input }) => field(label, input)), currencies.length ? field("Currency", currency) : null, fault, button, back);
  return el("main", { class: "welcome" }, card);
}

/** The operator's own HTML, and what the new account was given. */
function success(answer) {
  const payments = Array.isArray(answer?.payments) ? answer.payments.slice(0, 50) : [];
  return [el("h2", {}, "Your account is ready"), el("p", {}, `Username: ${answer?.username ?? ""}`),
    htmlFrame(String(answer?.successHtml ?? ""), "Message of the operator"),
    payments.length ? el("ul", { class: "plain" }, payments.map((payment) => el("li", {},
      `${payment.description ?? "Payment"}: ${money(payment.total, payment.currency ?? answer.currency)} (${payment.status}, ${when(payment.created)})`))) : null]
    .filter(Boolean);
}
