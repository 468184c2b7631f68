// Where `redirect` leads: optional parameters are known by their value, not by their place.

const SCHEME = /^[a-z][a-z0-9+.-]*:/i;

/** {kind: "route", path} within the phone · {kind: "page", url, blank} · {kind: "refused", why} */
export function redirectTarget(params, origin) {
  const [url = "", ...options] = params.map((param) => String(param).trim());
  const words = options.map((option) => option.toLowerCase());
  const blank = words.includes("_blank");
  const external = words.includes("true");
  if (!url) return { kind: "refused", why: "There is no address to go to." };
  const absolute = external && !SCHEME.test(url) ? `https://${url.replace(/^\/+/, "")}` : url;
  return leadTo(absolute, origin, blank);
}

function leadTo(address, origin, blank) {
  let target;
  try {
    target = new URL(address, origin);
  } catch {
    return { kind: "refused", why: "This is no address." };
  }
  // `javascript:` and its kind would run in the phone.
  if (target.protocol !== "https:" && target.protocol !== "http:") {
    return { kind: "refused", why: "This address is not followed." };
  }
  const inside = target.origin === new URL(origin).origin && !blank;
  return inside ? { kind: "route", path: target.pathname + target.search + target.hash } : { kind: "page", url: target.href, blank };
}
