// The form that a chain opened, as a dialog: one at a time, validated before it is handed in.
import { choicesOf, faultsOf, kindOf } from "../model/form.js";
import { el, freshId } from "./dom.js";

const COLUMNS = 24;   // of the grid that a field's width counts

export class FormDialog {
  #dialog = null;
  #onSubmit;
  #onCancel;

  constructor(onSubmit, onCancel) {
    [this.#onSubmit, this.#onCancel] = [onSubmit, onCancel];
  }

  show = (form, values) => {
    this.close();
    const parts = form.schema.map((one) => ({ one, ...control(one, values[one.name]) }));
    const submit = el("button", { class: "primary" }, "Submit");
    const cancel = () => this.#onCancel();
    const body = el("form", { novalidate: true, class: "grid fields", onsubmit: async (event) => {
      event.preventDefault();
      const read = Object.fromEntries(parts.filter(({ value }) => value).map(({ one, value }) => [one.name, value()]));
      if (!complain(parts, faultsOf(form.schema, read))) return;
      submit.disabled = true;
      await this.#onSubmit(read);
      submit.disabled = false;
    } }, parts.map(({ node }) => node), el("div", { class: "row end span" },
      el("button", { type: "button", onclick: cancel }, "Cancel"), submit));
    const dialog = el("dialog", { class: "sheet", "aria-label": form.name ?? "Form" }, el("h2", {}, form.name ?? "Form"), body);
    dialog.addEventListener("cancel", (event) => { event.preventDefault(); cancel(); });
    document.body.append(dialog);
    dialog.showModal();
    this.#dialog = dialog;
  };

  close = () => {
    const dialog = this.#dialog;
    this.#dialog = null;
    dialog?.close();
    dialog?.remove();
  };
}

/** Says what is wrong beside each field; true when nothing is. */
function complain(parts, faults) {
  for (const { one, fault, input } of parts) {
    if (!fault) continue;
    fault.textContent = faults[one.name] ?? "";
    input?.setAttribute("aria-invalid", String(one.name in faults));
  }
  parts.find(({ one }) => one.name in faults)?.input?.focus();
  return Object.keys(faults).length === 0;
}

/** {node, input, fault, value()} of one field of the schema. */
function control(one, start) {
  const id = freshId("form");
  const kind = kindOf(one);
  const label = String(one.label ?? one.name);
  const width = Math.min(Math.max(Number(one.width) || COLUMNS, 1), COLUMNS);
  const wrap = (...children) => el("div", { class: "field", style: `--width: ${width}`, hidden: one.hidden === true,
                                            "data-name": one.name }, ...children);
  if (kind === "message") return { node: wrap(el("p", {}, String(one.defaultValue ?? label))) };
  const fault = el("small", { class: "fault", id: `${id}-fault`, role: "alert" });
  const common = { id, name: one.name, disabled: one.disabled === true, "aria-describedby": fault.id, "aria-required": one.required === true && "true" };
  const title = el("label", { for: id }, label, one.required === true ? el("span", { class: "star", "aria-hidden": "true" }, " *") : null);
  if (kind === "checkbox") {
    const box = el("input", { ...common, type: "checkbox", checked: start === true });
    return { node: wrap(el("div", { class: "row" }, box, title), fault), input: box, fault, value: () => box.checked };
  }
  if (kind === "radio") return radios(one, start, { common, fault, wrap, label });
  const input = kind === "select" ? select(one, start, common) : el(one.multiline === true ? "textarea" : "input",
    { ...common, rows: one.multiline === true && "4", value: String(start ?? "") });
  return { node: wrap(title, input, fault), input, fault, value: () => input.value };
}

function select(one, start, common) {
  const choices = choicesOf(one);
  const options = choices.map(({ value, label }) => el("option", { value }, label));
  if (!choices.some(({ value }) => value === start)) options.unshift(el("option", { value: "" }, ""));
  const node = el("select", common, options);
  node.value = String(start ?? "");
  return node;
}

function radios(one, start, { common, fault, wrap, label }) {
  const group = freshId("radio");
  const boxes = choicesOf(one).map(({ value, label: text }) => {
    const box = el("input", { type: "radio", name: group, value, checked: value === start, disabled: common.disabled });
    return { box, node: el("label", { class: "row" }, box, text) };
  });
  const value = () => boxes.find(({ box }) => box.checked)?.box.value ?? "";
  const set = el("fieldset", { "aria-describedby": fault.id }, el("legend", {}, label), boxes.map(({ node }) => node));
  return { node: wrap(set, fault), input: boxes[0]?.box, fault, value };
}
