// Rules that a defective stand-in wants broken in this page (`quirks` of its configuration), so that tests of the page can be seen to fail.
const wanted = new Set();

export function setQuirks(list) {
  wanted.clear();
  for (const one of Array.isArray(list) ? list : []) wanted.add(String(one));
}

export const quirk = (id) => wanted.has(id);

/** `window.name = value` of a reply's `eval`; more the page's Content-Security-Policy would not let anybody run. */
export function executeText(text) {
  const [, name, value] = /^\s*window\.(\w+)\s*=\s*(\d+)\s*;?\s*$/.exec(String(text)) ?? [];
  if (name) globalThis[name] = Number(value);
}
