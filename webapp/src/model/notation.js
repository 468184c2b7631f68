// The notation of actions: `name(p1, 'p 2', …)`. Names and keywords ignore case, quotes are optional, values stay as they are.

import { quirk } from "./quirks.js";

export const ACTIONS = ["answerCall", "endCall", "makeCall", "openForm", "redirect", "toggleMic", "save", "next"];

const LONGEST = 4096;
const MOST_PARAMETERS = 16;
const NAME = /^[\w.$-]+$/;
const QUOTES = [["'", "'"], ['"', '"'], ["\u2018", "\u2019"], ["\u201c", "\u201d"]];   // the last two are what word processors make

/** The permitted action of that name in its own spelling, or nothing. */
export function permitted(name) {
  if (typeof name !== "string") return undefined;
  if (quirk("btn.fn_case")) return ACTIONS.find((action) => action === name.trim());
  const wanted = name.trim().toLowerCase();
  return ACTIONS.find((action) => action.toLowerCase() === wanted);
}

/** `fn` as an action {name, params}; null when it names none of the permitted ones, or cannot be read. */
export function parseAction(fn) {
  if (typeof fn !== "string" || fn.length > LONGEST) return null;
  const text = fn.trim();
  const open = text.indexOf("(");
  const written = (open < 0 ? text : text.slice(0, open)).trim();
  const name = NAME.test(written) ? permitted(written) : undefined;
  if (!name || (open >= 0 && !text.endsWith(")"))) return null;
  const params = open < 0 ? [] : splitParameters(text.slice(open + 1, -1).trim());
  return params ? { name, params } : null;
}

/** `__.action` of a reply: an object with a name; a list of several is none, for only one may run. */
export function actionOf(value) {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return null;
  const name = permitted(value.name);
  if (!name) return null;
  const params = Array.isArray(value.params) ? value.params.slice(0, MOST_PARAMETERS) : [];
  return { name, params: params.filter((param) => param !== null && typeof param !== "object").map(String) };
}

/** Only quotes protect a comma. A quote that never closes makes nonsense of the whole. */
function splitParameters(text) {
  const params = [];
  for (let rest = text; rest;) {
    const taken = takeParameter(rest);
    if (!taken || params.length === MOST_PARAMETERS) return undefined;
    params.push(taken.value);
    if (!taken.rest) break;
    rest = taken.rest.slice(1).trim();
    if (!rest) params.push("");   // a comma promises one more
  }
  return params;
}

/** {value, rest}: `rest` begins with a comma or is empty. */
function takeParameter(text) {
  const quotes = QUOTES.find(([open]) => text.startsWith(open));
  if (quotes) return takeQuoted(text, quotes[1]);
  if (quirk("btn.fn_quotes")) return undefined;
  const end = text.indexOf(",");
  return end < 0 ? { value: text.trim(), rest: "" } : { value: text.slice(0, end).trim(), rest: text.slice(end) };
}

/** It ends with the quote that a comma or the end follows: 'Bob's form' holds an apostrophe. */
function takeQuoted(text, close) {
  let value = "";
  for (let at = 1; at < text.length; at += 1) {
    const escaped = text[at] === "\\" && (text[at + 1] === "\\" || text[at + 1] === close);
    if (!escaped && text[at] === close) {
      const behind = text.slice(at + 1).trim();
      if (!behind || behind.startsWith(",")) return { value, rest: behind };
    }
    if (escaped) at += 1;
    value += text[at];
  }
  return undefined;
}
