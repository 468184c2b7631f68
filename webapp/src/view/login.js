// The login page, and the way to sign up where the portal allows it.
import { offersSignUp, titleOf } from "../model/flags.js";
import { el, field, icon } from "./dom.js";

export function loginPage(app) {
  const username = el("input", { name: "username", autocomplete: "username", required: true, autocapitalize: "off", spellcheck: "false" });
  const password = el("input", { name: "password", type: "password", autocomplete: "current-password", required: true });
  const otp = el("input", { name: "otp", inputmode: "numeric", autocomplete: "one-time-code" });
  const code = field("Code that you were sent", otp);
  code.hidden = true;
  const fault = el("p", { class: "fault", role: "alert" }, app.online ? "" : "There is no connection to the server.");
  const button = el("button", { class: "primary wide" }, "Log in");
  const form = el("form", { class: "card login", onsubmit: async (event) => {
    event.preventDefault();
    [button.disabled, fault.textContent] = [true, ""];
    try {
      await app.login(username.value.trim(), password.value, otp.value.trim());
    } catch (error) {
      if (error.status === 428) code.hidden = false;
      fault.textContent = { 401: "Username or password is wrong.", 403: "This user may not use the phone.",
                            428: "Please enter the code that you were sent." }[error.status] ?? error.message;
    } finally {
      button.disabled = false;
    }
  } }, el("div", { class: "brand" }, el("img", { src: "/icons/icon.svg", alt: "", width: "56", height: "56" }),
    el("h1", {}, titleOf(app.config, null))),
    field("Username", username), field("Password", password), code, fault, button,
    offersSignUp(app.config) ? el("p", { class: "center" }, "No account yet? ", el("a", { href: "/signup", onclick: (event) => {
      event.preventDefault();
      app.go("/signup");
    } }, "Sign up")) : null);
  return el("main", { class: "welcome" }, form, app.online ? null : el("p", { class: "notice" }, icon("mdi-wifi-off"),
    " Offline. ", el("button", { type: "button", onclick: () => location.reload() }, "Try again")));
}
