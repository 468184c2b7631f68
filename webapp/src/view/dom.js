// Elements from words: text goes in as text, never as HTML.

/** el("button", {class: "x", onclick: f, "aria-label": "…"}, "text", child, …) */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "value" || name === "checked" || name === "disabled" || name === "hidden") node[name] = value;
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** A Material Design icon, which says nothing to a screen reader. */
export const icon = (name) => el("span", { class: `mdi ${name}`, "aria-hidden": "true" });

export const iconButton = (name, label, onclick, more = {}) =>
  el("button", { type: "button", class: `round ${more.class ?? ""}`, "aria-label": label, title: label, onclick,
                 ...Object.fromEntries(Object.entries(more).filter(([key]) => key !== "class")) }, icon(name));

let counter = 0;
export const freshId = (word) => `${word}-${(counter += 1)}`;

/** A labelled field; `input` gets the id. */
export function field(label, input, hint) {
  input.id ||= freshId("field");
  const note = hint ? el("small", { id: `${input.id}-hint`, class: "hint" }, hint) : null;
  if (note) input.setAttribute("aria-describedby", note.id);
  return el("div", { class: "field" }, el("label", { for: input.id }, label), input, note);
}

export const heading = (text, ...more) => el("div", { class: "heading" }, el("h1", { tabindex: "-1" }, text), ...more);

export const empty = (name, text) => el("div", { class: "empty" }, icon(name), el("p", {}, text));

/** HTML that is HTML by definition lives in a frame of its own, without our origin. */
export function htmlFrame(html, title, { scripts = false, bare = false } = {}) {
  const style = "<!doctype html><meta name=color-scheme content='light dark'><style>html,body{margin:0;height:100%}"
    + `body{font:16px system-ui,sans-serif;${bare ? "" : "padding:1rem;box-sizing:border-box"}}</style>`;
  const frame = el("iframe", { class: bare ? "frame bare" : "frame", title,
    sandbox: scripts ? "allow-scripts allow-forms allow-popups" : "" });
  frame.srcdoc = style + html;
  return frame;
}
