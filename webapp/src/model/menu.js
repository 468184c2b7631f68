// The footer menu as provisioned: by position, without what is disabled, which the portal leaves out.

const PAGES = { "/": "home", "/dialpad": "dialpad", "/agent": "agent", "/call-log": "history", "/contacts": "contacts",
                "/settings": "settings", "/page/custom": "custom" };
const IDS = { home: "/", dialpad: "/dialpad", agent: "/agent", history: "/call-log", contacts: "/contacts",
              settings: "/settings", custom: "/page/custom" };
const MOST_ITEMS = 12;

/** [{id, page, title, url, icon}] from left to right. */
export function menuItems(prov) {
  const list = Array.isArray(prov?.menu) ? prov.menu : [];
  return list.filter((item) => item !== null && typeof item === "object" && pageOf(item))
    .map((item, place) => ({ ...asItem(item), order: Number.isFinite(Number(item.order)) ? Number(item.order) : place, place }))
    .sort((a, b) => a.order - b.order || a.place - b.place)
    .slice(0, MOST_ITEMS);
}

const pageOf = (item) => PAGES[item.url] ?? (IDS[item.id] ? item.id : undefined);

function asItem(item) {
  const page = pageOf(item);
  const icon = String(item.icon ?? "").trim().toLowerCase();
  return { id: String(item.id ?? page), page, url: IDS[page], title: String(item.title ?? page),
           icon: /^mdi-[a-z0-9-]+$/.test(icon) ? icon : "mdi-circle-small" };
}
