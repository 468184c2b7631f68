// `*#0*#` on the dial pad switches debugging on: at its fifth key, and it is never dialled.

export const DEBUG_CODE = "*#0*#";

/** {text, debug}: what is in the field after it changed, and whether debugging was asked for. */
export const afterKey = (text) => (text === DEBUG_CODE ? { text: "", debug: true } : { text, debug: false });
