// The rules by their vectors: notation, precedence, codecs; and forms, menu, redirects, numbers, the debug code.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { chooseCodecs } from "../src/model/codec.js";
import { afterKey } from "../src/model/debug_code.js";
import { titleOf } from "../src/model/flags.js";
import { choicesOf, faultsOf, mergeSchema, startValues } from "../src/model/form.js";
import { menuItems } from "../src/model/menu.js";
import { actionOf, parseAction } from "../src/model/notation.js";
import { decisionOf, dialable, numberOfRecord } from "../src/model/number.js";
import { plan } from "../src/model/precedence.js";
import { redirectTarget } from "../src/model/redirect.js";
import { describe } from "../src/model/reply.js";

const vectors = (name) => JSON.parse(readFileSync(new URL(`../../tests/webphone/vectors/${name}.json`, import.meta.url)));

test("WP-FN: the notation of actions", () => {
  for (const { row, fn, action } of vectors("notation")) assert.deepEqual(parseAction(fn), action, `${row}: ${fn}`);
});

test("WP-FN-11, WP-ACT-ONE-2, WP-CHAIN-4: the action of a reply", () => {
  assert.deepEqual(actionOf({ name: "REDIRECT", params: ["https://x.example/Path", "_blank"] }),
                   { name: "redirect", params: ["https://x.example/Path", "_blank"] });
  assert.deepEqual(actionOf({ name: "next" }), { name: "next", params: [] });
  for (const none of [{}, { name: "" }, [{ name: "next" }, { name: "endCall" }], null, "next", { params: [] }]) assert.equal(actionOf(none), null);
});

test("WP-PREC: what a button does", () => {
  for (const { row, button, plan: wanted } of vectors("precedence")) {
    const { script, open, action } = plan(button);
    assert.deepEqual({ script, open, action: action?.name ?? null }, wanted, row);
  }
});

test("WP-CODEC: codecs that are left, in their order", () => {
  const brought = ["opus", "red", "G722", "PCMU", "PCMA", "CN", "telephone-event"].map((name) => ({ mimeType: `audio/${name}` }));
  for (const { row, left, ...rules } of vectors("codecs")) {
    assert.deepEqual(chooseCodecs(brought, rules).map(({ mimeType }) => mimeType.slice(6)), left, `${row}: ${JSON.stringify(rules)}`);
  }
});

test("WP-FORM-MERGE: a script changes the form of one opening", () => {
  const stored = [{ name: "first_name", label: "First", type: "text" }, { name: "last_name", label: "Last" }];
  const merged = mergeSchema(stored, [{ name: "first_name", defaultValue: "New" }, { name: "last_name", required: true },
    { label: "no name" }, { name: "country", label: "Country" }, { name: "First_Name" }, { name: "country", label: "Land" }]);
  assert.deepEqual(merged, [{ name: "first_name", label: "First", type: "text", defaultValue: "New" }, { name: "last_name", label: "Last", required: true },
    { name: "country", label: "Land" }, { name: "First_Name" }]);
  assert.equal(stored[0].defaultValue, undefined);
  assert.deepEqual(mergeSchema(stored, "nonsense"), stored);
});

test("WP-FORM-SET-1, WP-FORM-DATA: what stands in the fields", () => {
  const schema = [{ name: "a", defaultValue: "d" }, { name: "b", defaultValue: "d" }, { name: "box", type: "checkbox" }, { name: "m", type: "message" }];
  assert.deepEqual(startValues(schema, { b: "data", stranger: 1, box: true }), { a: "d", b: "data", box: true });
  assert.deepEqual(startValues(schema, ["x"]), { a: "d", b: "d", box: false });
});

test("WP-FORM-SET-2, -3, -4, -8, -9: what may be handed in", () => {
  const schema = [{ name: "r", required: true }, { name: "h", required: true, hidden: true }, { name: "d", required: true, disabled: true },
                  { name: "x", validation: "regex", regex: "^\\d{3}$" }, { name: "e", validation: "email" }, { name: "bad", regex: "(" }];
  assert.deepEqual(Object.keys(faultsOf(schema, { r: " ", x: "12", e: "nobody", bad: "y" })), ["r", "x", "e"]);
  assert.deepEqual(faultsOf(schema, { r: "y", x: "123", e: "a@b.example", bad: "y" }), {});
  assert.deepEqual(choicesOf({ options: ["a", { value: 1, label: "One" }] }), [{ value: "a", label: "a" }, { value: "1", label: "One" }]);
});

test("WP-MENU-POS, WP-MENU-ICON: the footer in its order", () => {
  const items = menuItems({ menu: [{ id: "settings", url: "/settings", title: "S", icon: "mdi-cog", order: 3 }, { id: "home", url: "/", title: "H", icon: "x y", order: 1 },
    { id: "dialpad", url: "/dialpad", title: "D", icon: "mdi-dialpad", order: 1 }, { id: "evil", url: "https://x.example/", order: 0 }] });
  assert.deepEqual(items.map(({ title, icon }) => [title, icon]), [["H", "mdi-circle-small"], ["D", "mdi-dialpad"], ["S", "mdi-cog"]]);
  assert.deepEqual(menuItems({ menu: "none" }), []);
});

test("WP-FLAG-TITLE, WP-CFG-BRAND: the title", () => {
  assert.equal(titleOf({ brandName: "Acme" }, null), "Acme");
  assert.equal(titleOf({}, { brandName: "Acme", flags: [], sipUser: { username: "1001" } }), "Acme");
  assert.equal(titleOf({}, { brandName: "Acme", flags: ["TITLE_USERNAME"], sipUser: { username: "1001" } }), "1001");
});

test("WP-DBG-1, -3: the code fires at its fifth key and clears the field", () => {
  let text = "", fired = 0;
  for (const key of "*#0*#") {
    const after = afterKey(text + key);
    [text, fired] = [after.text, fired + (after.debug ? 1 : 0)];
  }
  assert.deepEqual([text, fired], ["", 1]);
  assert.equal(afterKey("1*#0*#").debug, false);
});

test("WP-ACT-REDIR: where it leads", () => {
  const lead = (...params) => redirectTarget(params, "https://phone.example");
  assert.deepEqual(lead("/agent"), { kind: "route", path: "/agent" });
  assert.deepEqual(lead("www.example.com", "TRUE"), { kind: "page", url: "https://www.example.com/", blank: false });
  assert.deepEqual(lead("www.example.com"), { kind: "route", path: "/www.example.com" });
  assert.deepEqual(lead("https://www.example.com/A?b=C", "_BLANK"), { kind: "page", url: "https://www.example.com/A?b=C", blank: true });
  assert.deepEqual(lead("www.example.com", "_blank", "true"), { kind: "page", url: "https://www.example.com/", blank: true });
  for (const url of ["javascript:alert(1)", " JavaScript:alert(1)", "data:text/html,x", "java\nscript:alert(1)", ""]) assert.equal(lead(url).kind, "refused", url);
  assert.equal(lead("javascript:alert(1)", "true").kind, "refused");
});

test("WP-ACT-CALL, WP-ACT-SAVE: a record's number and the decision", () => {
  const record = { alt_phone: "+44 117 (496) 0123", phone_code: "" };
  assert.deepEqual(numberOfRecord(["ALT_PHONE"], record), { number: "+441174960123" });
  assert.equal(numberOfRecord(["phone_code"], record).number, undefined);
  assert.equal(numberOfRecord(["12345"], record).number, undefined);
  assert.equal(numberOfRecord(["alt_phone"], null).number, undefined);
  assert.equal(decisionOf(["YES"]), "Yes");
  assert.equal(decisionOf(["Maybe"]), undefined);
  assert.equal(dialable("sip:x@y"), "");
  assert.equal(dialable("160"), "160");
});

test("WP-SF-POST-5: a reply by its type", () => {
  assert.deepEqual(describe("done"), { kind: "text", text: "done" });
  assert.deepEqual(describe(0), { kind: "text", text: "0" });
  assert.deepEqual(describe({ __: {} }), { kind: "none" });
  assert.deepEqual(describe({ a: 1, b: { c: 2 }, __: {} }), { kind: "rows", rows: [["a", "1"], ["b", '{"c":2}']] });
  assert.deepEqual(describe(["x"]), { kind: "rows", rows: [["1", "x"]] });
});
