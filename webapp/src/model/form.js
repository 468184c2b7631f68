// Forms: how a script changes the schema, what the fields begin with, what may be handed in.

import { quirk } from "./quirks.js";

const MOST_FIELDS = 500;

/** Items of a known name overwrite its settings key by key; the others are appended; items without a name are none. */
export function mergeSchema(schema, changes) {
  const merged = fieldsOf(schema).map((field) => ({ ...field }));
  for (const change of fieldsOf(changes)) {
    const known = merged.find((field) => field.name === change.name);
    if (known && quirk("form.replace_field")) merged[merged.indexOf(known)] = { ...change };
    else if (known) Object.assign(known, change);
    else if (merged.length < MOST_FIELDS) merged.push({ ...change });
  }
  return merged;
}

const fieldsOf = (list) => (Array.isArray(list) ? list : [])
  .filter((field) => field !== null && typeof field === "object" && typeof field.name === "string" && field.name !== "")
  .slice(0, MOST_FIELDS);

/** What is in the fields at first: `formData` before `defaultValue`; data of no field is no field. */
export function startValues(schema, formData) {
  const data = formData !== null && typeof formData === "object" && !Array.isArray(formData) ? formData : {};
  const filled = schema.filter(takesValue).map((field) => {
    const own = Object.hasOwn(data, field.name) ? data[field.name] : field.defaultValue;
    return [field.name, kindOf(field) === "checkbox" ? Boolean(own) && own !== "false" : text(own)];
  });
  return Object.fromEntries(filled);
}

const text = (value) => (value === null || value === undefined ? "" : typeof value === "object" ? JSON.stringify(value) : String(value));

/** message, text, select, checkbox or radio; whatever is unknown is a text field. */
export function kindOf(field) {
  const type = String(field.type ?? "text").toLowerCase();
  if (/^(message|label|html)$/.test(type)) return "message";
  if (/^(checkbox|switch|boolean)$/.test(type)) return "checkbox";
  if (/^radio/.test(type)) return "radio";
  if (/^(select|dropdown)/.test(type)) return "select";
  return "text";
}

export const takesValue = (field) => kindOf(field) !== "message";

/** The choices of a select or radio field as [{value, label}]. */
export function choicesOf(field) {
  const list = Array.isArray(field.options) ? field.options : [];
  return list.slice(0, MOST_FIELDS).map((option) => (option !== null && typeof option === "object"
    ? { value: text(option.value ?? option.label), label: text(option.label ?? option.value) }
    : { value: text(option), label: text(option) }));
}

const RULES = {
  email: [/^[^\s@]+@[^\s@]+\.[^\s@]+$/, "Please enter an e-mail address."],
  number: [/^-?\d+(\.\d+)?$/, "Please enter a number."],
  numeric: [/^-?\d+(\.\d+)?$/, "Please enter a number."],
  integer: [/^-?\d+$/, "Please enter a whole number."],
  phone: [/^\+?[\d\s().-]{3,}$/, "Please enter a phone number."],
  url: [/^https?:\/\/\S+$/i, "Please enter a web address."],
};

/** {field name: complaint}; empty when the form may be handed in. What nobody can edit is nobody's mistake. */
export function faultsOf(schema, values) {
  const faults = {};
  for (const field of schema.filter((one) => takesValue(one) && !one.hidden && !one.disabled)) {
    const fault = faultOf(field, values[field.name]);
    if (fault) faults[field.name] = fault;
  }
  return faults;
}

function faultOf(field, value) {
  const given = value === true || (typeof value === "string" && value.trim() !== "");
  if (!given) return field.required === true ? "Please fill this in." : "";
  const rule = RULES[String(field.validation ?? "").toLowerCase()];
  if (rule && !rule[0].test(value)) return rule[1];
  return field.regex && !matches(field.regex, String(value)) ? "This is not in the expected form." : "";
}

/** A pattern that is none itself forbids nothing. */
function matches(pattern, value) {
  try {
    return new RegExp(pattern).test(value);
  } catch {
    return true;
  }
}
