// What a pressed button does (the documentation's "Initiating an Action with a Button"; readings ).
import { parseAction } from "./notation.js";
import { quirk } from "./quirks.js";

/** Unset is null, absent, 0 or the empty text. */
export const isSet = (value) => value !== null && value !== undefined && value !== 0 && value !== "" && value !== "0";

/** {script, open: {id}|{name}|null, action}: at most one of `open` and `action`, and with a script no action of its own. */
export function plan(button) {
  const action = isSet(button.fn) ? parseAction(button.fn) : null;
  const script = isSet(button.sandbox_id);
  const opensByName = action?.name === "openForm";
  let open = null;
  const nameWins = opensByName && quirk("btn.form_name_wins");
  if (isSet(button.form_id) && !nameWins && (!action || opensByName || script)) open = { id: button.form_id };
  else if (opensByName) open = { name: action.params[0] ?? "" };
  const givesWay = script && !quirk("btn.fn_and_sandbox_both");
  return { script, open, action: givesWay || opensByName || open ? null : action };
}
