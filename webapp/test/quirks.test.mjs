// Defects of the stand-in that are the page's: without them the rule is kept, with them it is not.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Chain } from "../src/model/chain.js";
import { chooseCodecs } from "../src/model/codec.js";
import { mergeSchema } from "../src/model/form.js";
import { parseAction } from "../src/model/notation.js";
import { plan } from "../src/model/precedence.js";
import { setQuirks } from "../src/model/quirks.js";

const CODECS = ["opus", "G722", "PCMU", "telephone-event"].map((name) => ({ mimeType: `audio/${name}` }));
const names = (rules) => chooseCodecs(CODECS, rules).map(({ mimeType }) => mimeType.split("/")[1]);

/** What a chain does after a button with a script that answers so, or after `begin`. */
async function chained(answer, begin = (chain) => chain.press({ id: 1, sandbox_id: 2 }), button = answer) {
  const did = [];
  const host = { postButton: async () => button, postForm: async () => answer, formById: async (id) => ({ id, schema: [] }),
    formByName: async () => undefined, showForm: ({ id }) => { did.push(`form ${id}`); }, closeForm: () => {},
    run: ({ name }) => { did.push(name); }, display: () => {}, fail: (error) => did.push(error.message) };
  await begin(new Chain(host));
  return did;
}

const inner = (value) => ({ __: value });
const RULES = {
  "btn.form_name_wins": async () => plan({ fn: "openForm(X)", form_id: 7 }).open.id === 7,
  "btn.fn_and_sandbox_both": async () => plan({ fn: "next", sandbox_id: 2 }).action === null,
  "btn.two_actions": async () => (await chained(inner({ action: [{ name: "next" }, { name: "endCall" }] }))).length < 2,
  "btn.fn_case": async () => parseAction("NEXT()")?.name === "next",
  "btn.fn_quotes": async () => parseAction("openForm(Feedback Form)")?.params[0] === "Feedback Form",
  "form.starts_chain": async () => (await chained(inner({ action: { name: "next" } }), (chain) => chain.submitUnopened(7))).length === 0,
  "form.eval_executed": async () => {
    delete globalThis.__pwn;
    await chained(inner({ eval: "window.__pwn = 1" }));
    return globalThis.__pwn === undefined;
  },
  "form.id_opens": async () => (await chained(inner({ formId: 7 }))).length === 0,
  "form.replace_field": async () => mergeSchema([{ name: "a", label: "A" }], [{ name: "a", required: true }])[0].label === "A",
  "form.ghost_form": async () => (await chained(inner({ formSchema: [{ name: "a" }] }))).length === 0,
  "app.opus_deleted": async () => names({ delete: [".*"] }).includes("opus"),
  "app.regex_unanchored": async () => names({ delete: ["PC"] }).includes("PCMU"),
};

for (const [id, keeps] of Object.entries(RULES)) {
  test(id, async () => {
    setQuirks([]);
    assert.equal(await keeps(), true, "the rule is broken without the defect");
    setQuirks([id]);
    assert.equal(await keeps(), false, "the defect does not show");
    setQuirks([]);
  });
}
