// Chains: who starts them, what follows what, one action at a time, and what must stay inert.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Chain } from "../src/model/chain.js";

const FORMS = { 7: { id: 7, name: "Feedback Form", schema: [{ name: "first_name" }] }, 8: { id: 8, name: "Second", schema: [] } };

/** A host that writes down what it is asked for. */
function makeHost({ button, form = {}, hold } = {}) {
  const did = [];
  return { did,
    postButton: async (id) => { did.push(`POST button ${id}`); await hold; return button; },
    postForm: async (id, values) => { did.push(`POST form ${id} ${JSON.stringify(values)}`); return form[id]; },
    formById: async (id) => FORMS[id],
    formByName: async (name) => Object.values(FORMS).find((one) => one.name.toLowerCase() === name.toLowerCase()),
    showForm: (one, values) => did.push(`form ${one.id} ${one.schema.map(({ name, required }) => name + (required ? "!" : ""))} ${JSON.stringify(values)}`),
    closeForm: () => {}, run: ({ name, params }) => { did.push(`${name}(${params})`); },
    display: (reply) => { if (reply.kind !== "none") did.push(`show ${reply.text ?? JSON.stringify(reply.rows)}`); },
    fail: (error) => did.push(`failed: ${error.message}`) };
}

const press = async (button, settings) => {
  const host = makeHost(settings);
  await new Chain(host).press({ id: 45, ...button });
  return host.did;
};

test("WP-PREC-2, -10: a local action runs alone, a script instead of it", async () => {
  assert.deepEqual(await press({ fn: "next" }), ["next()"]);
  assert.deepEqual(await press({ fn: "next", sandbox_id: 1 }, { button: { __: { action: { name: "endCall" } } } }), ["POST button 45", "endCall()"]);
});

test("WP-PREC-12, -16, -20: the script's data changes the form that opens after it", async () => {
  const button = { __: { formSchema: [{ name: "first_name", required: true }, { name: "x", defaultValue: "y" }], formData: { first_name: "J" }, action: { name: "next" } } };
  assert.deepEqual(await press({ fn: "main", form_id: 7, sandbox_id: 1 }, { button }), ["POST button 45", 'form 7 first_name!,x {"first_name":"J","x":"y"}']);
  assert.equal(FORMS[7].schema[0].required, undefined);
});

test("WP-NI-1, -2, -3: formId and eval do nothing, and disturb nothing", async () => {
  assert.deepEqual(await press({ sandbox_id: 1 }, { button: { __: { formId: 7, eval: "globalThis.pwned = 1" } } }), ["POST button 45"]);
  assert.equal(globalThis.pwned, undefined);
  assert.deepEqual(await press({ sandbox_id: 1 }, { button: { __: { formId: 7, eval: "1", action: { name: "next" } } } }), ["POST button 45", "next()"]);
});

test("WP-CHAIN-2, -3, -5: forms chain actions, and change the next form", async () => {
  const host = makeHost({ form: { 7: { __: { action: { name: "openForm", params: ["second"] }, formSchema: [{ name: "added", required: true }] } }, 8: "thanks" } });
  const chain = new Chain(host);
  await chain.press({ id: 45, fn: "openForm(feedback form)" });
  await chain.submit({ first_name: "Ada" });
  await chain.submit({});
  assert.deepEqual(host.did, ['form 7 first_name {"first_name":""}', 'POST form 7 {"first_name":"Ada"}', 'form 8 added! {"added":""}', "POST form 8 {}", "show thanks"]);
});

test("WP-CHAIN-1: a form handed in outside a chain starts nothing", async () => {
  const host = makeHost();
  assert.equal(await new Chain(host).submit({}), false);
  assert.deepEqual(host.did, []);
});

test("WP-ACT-ONE-1: one action at a time", async () => {
  let release;
  const host = makeHost({ button: { __: { action: { name: "next" } } }, hold: new Promise((done) => { release = done; }) });
  const chain = new Chain(host);
  const first = chain.press({ id: 1, sandbox_id: 1 });
  assert.equal(await chain.press({ id: 2, fn: "endCall" }), false);
  release();
  await first;
  assert.deepEqual(host.did, ["POST button 1", "next()"]);
  await chain.press({ id: 3, fn: "openForm(second)" });
  assert.equal(await chain.press({ id: 4, fn: "endCall" }), false, "a form is open");
  chain.cancel();
  assert.equal(await chain.press({ id: 5, fn: "endCall" }), true);
});

test("WP-ACT-FORM-2, WP-PREC-19: an unknown form is said, and nothing opens", async () => {
  assert.deepEqual(await press({ fn: "openForm(nowhere)" }), ["failed: There is no such form."]);
});

test("a page that was left runs nothing of a reply that comes late", async () => {
  let release;
  const host = makeHost({ button: { __: { action: { name: "next" } } }, hold: new Promise((done) => { release = done; }) });
  const chain = new Chain(host);
  const pressed = chain.press({ id: 1, sandbox_id: 1 });
  chain.cancel();
  release();
  await pressed;
  assert.deepEqual(host.did, ["POST button 1"]);
});
