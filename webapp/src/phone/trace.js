// SIP messages on the browser's console, once somebody entered `*#0*#`; until then not a word of them (WP-DBG).

let debugging = false;
const TRAFFIC = /^(Sending|Received) WebSocket (?:text |binary )?message:\s*/;

export function startDebugging() {
  debugging = true;
  console.info("Debugging is on: SIP messages follow.");
}

export const isDebugging = () => debugging;

/** SIP.js hands every line of its log here. A digest is no password, but it is nobody's business either. */
export function logConnector(level, category, _label, content) {
  if (!debugging || typeof content !== "string") return;
  const traffic = TRAFFIC.exec(content);
  if (traffic) console.log(`SIP ${traffic[1] === "Sending" ? "sent" : "received"}:\n${masked(content.slice(traffic[0].length))}`);
  else if (level === "error" || level === "warn") console.log(`SIP ${category}: ${content}`);
}

const masked = (message) => message.replace(/response="[0-9a-f]+"/gi, 'response="…"');
