// What may be dialled: what a person types, less the signs that people put between digits.

const LONGEST = 128;
const USER = /^[A-Za-z0-9+*#._~!$&'=-]+$/;

/** The user part of the address to call, or "" for what is no number and no name. */
export function dialable(text) {
  const typed = String(text ?? "").trim();
  if (!typed || typed.length > LONGEST) return "";
  const bare = /^[+*#\d\s().\/-]+$/.test(typed) ? typed.replace(/[\s().\/-]/g, "") : typed;
  return USER.test(bare) ? bare : "";
}

/** As it stands in a SIP address: `#` is not allowed there as it is. */
export const asUser = (number) => number.replaceAll("#", "%23");

/** `makeCall(alt_phone)` names a property of the current record; anything else is not dialled. */
export function numberOfRecord(params, record) {
  const word = String(params[0] ?? "").trim().toLowerCase();
  if (word !== "alt_phone" && word !== "phone_code") return { why: "makeCall takes alt_phone or phone_code." };
  if (!record) return { why: "There is no record to call." };
  const number = dialable(record[word]);
  return number ? { number } : { why: `The record has no ${word === "alt_phone" ? "alternative phone" : "phone code"}.` };
}

/** The decision of `save` as it is stored; nothing for other words. */
export const decisionOf = (params) => ["Yes", "No", "Unknown"]
  .find((decision) => decision.toLowerCase() === String(params[0] ?? "").trim().toLowerCase());
