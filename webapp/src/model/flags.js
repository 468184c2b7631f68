// Flags of the configuration as the portal sends them.

const list = (object) => (Array.isArray(object?.flags) ? object.flags : []).map((flag) => String(flag).toUpperCase());

export const hasFlag = (object, name) => list(object).includes(name);

/** Sign-up is offered before anybody has logged in, so the open configuration says it. */
export const offersSignUp = (config) => config?.registerEnabled === true || hasFlag(config, "REGISTER");

/** The title of the page: the brand, or the user who is logged in when the flag says so. */
export function titleOf(config, prov) {
  const user = prov?.sipUser?.username;
  if (user && hasFlag(prov, "TITLE_USERNAME")) return String(user);
  return String(prov?.brandName ?? config?.brandName ?? "Web Phone");
}
