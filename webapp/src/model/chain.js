// A chain of actions: started by a button and by nothing else, kept going by what forms answer, one action at a time.
import { actionOf } from "./notation.js";
import { mergeSchema, startValues } from "./form.js";
import { isSet, plan } from "./precedence.js";
import { executeText, quirk } from "./quirks.js";
import { describe } from "./reply.js";

const LONGEST_CHAIN = 100;   // each step of a person; far more than anybody fills in

/** `host` does what the chain decides: postButton, postForm, formById, formByName, showForm, closeForm, run, display, fail. */
export class Chain {
  #host;
  #busy = false;
  #form = null;
  #steps = 0;
  #closed = 0;

  constructor(host) {
    this.#host = host;
  }

  get busy() {
    return this.#busy || this.#form !== null;
  }

  /** False when another action is still under way. */
  async press(button) {
    if (this.busy) return false;
    this.#steps = 0;
    await this.#alone(() => this.#begin(button));
    return true;
  }

  /** The defect form.starts_chain: a form handed in by an address begins a chain. */
  async submitUnopened(id, values = {}) {
    if (this.busy || !quirk("form.starts_chain")) return false;
    await this.#alone(async () => this.#follow(await this.#host.postForm(id, values)));
    return true;
  }

  /** The open form is handed in. Outside a chain there is none, and nothing happens. */
  async submit(values) {
    const form = this.#form;
    if (this.#busy || !form) return false;
    await this.#alone(async () => {
      const began = this.#closed;
      const answer = await this.#host.postForm(form.id, values);
      if (began !== this.#closed) return;
      this.#form = null;
      this.#host.closeForm();
      await this.#follow(answer);
    });
    return true;
  }

  /** The person closed the form, or left the page: the chain ends, and a reply still under way is dropped. */
  cancel() {
    this.#closed += 1;
    this.#form = null;
    this.#host.closeForm();
  }

  async #alone(work) {
    this.#busy = true;
    try {
      await work();
    } catch (error) {
      this.#host.fail(error);
    } finally {
      this.#busy = false;
    }
  }

  async #begin(button) {
    const { script, open, action } = plan(button);
    const began = this.#closed;
    const answer = script ? await this.#host.postButton(button.id) : undefined;
    if (began !== this.#closed) return;
    if (open) await this.#open(open, answer);
    else if (script) {
      if (action) await this.#host.run(action);   // never without a defect: see plan()
      await this.#follow(answer);
    }
    else if (action) await this.#host.run(action);
  }

  /** Stage 4: the reply runs its one action, or is shown. `formId` and `eval` are not implemented, here on purpose. */
  async #follow(answer) {
    const broken = this.#breakRules(namespace(answer), answer);
    if (broken) return broken;
    const action = actionOf(namespace(answer).action);
    if (!action) return this.#host.display(describe(answer));
    this.#steps += 1;
    if (this.#steps > LONGEST_CHAIN) throw new Error("This chain of actions has no end.");
    if (action.name === "openForm") return this.#open({ name: action.params[0] ?? "" }, answer);
    return this.#host.run(action);
  }

  /** What only defects do; a promise when that is all. */
  #breakRules({ action, eval: text, formId, formSchema }, answer) {
    if (text && quirk("form.eval_executed")) executeText(text);
    if (isSet(formId) && quirk("form.id_opens")) return this.#open({ id: formId }, answer);
    if (Array.isArray(action) && quirk("btn.two_actions")) return this.#runAll(action.map(actionOf));
    if (formSchema && !action && quirk("form.ghost_form")) {
      const schema = mergeSchema([], formSchema);
      return Promise.resolve(this.#host.showForm({ id: 0, name: "", schema }, startValues(schema, {})));
    }
    return undefined;
  }

  async #runAll(actions) {
    for (const action of actions.filter((one) => one)) await this.#host.run(action);
  }

  async #open(which, answer) {
    const began = this.#closed;
    const form = which.id !== undefined ? await this.#host.formById(which.id) : await this.#host.formByName(which.name);
    if (began !== this.#closed) return;
    if (!form) throw new Error("There is no such form.");
    const { formSchema, formData } = namespace(answer);
    const schema = mergeSchema(form.schema, formSchema);   // for this opening only: the stored form stays as it is
    this.#form = form;
    this.#host.showForm({ ...form, schema }, startValues(schema, formData));
  }
}

const namespace = (answer) => {
  const found = answer !== null && typeof answer === "object" ? answer["__"] : undefined;
  return found !== null && typeof found === "object" && !Array.isArray(found) ? found : {};
};
