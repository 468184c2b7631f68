// A portal small enough to read: serves dist and answers the API from a table, for tests of the app without the stand-in.
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

const DIST = fileURLToPath(new URL("../dist", import.meta.url));
const TYPES = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".woff2": "font/woff2", ".png": "image/png",
                ".svg": "image/svg+xml", ".webmanifest": "application/manifest+json", ".json": "application/json" };

export const MENU = [["home", "Home", "/", "mdi-home"], ["dialpad", "Dialpad", "/dialpad", "mdi-dialpad"],
  ["agent", "Agent", "/agent", "mdi-account-tie-voice"], ["history", "History", "/call-log", "mdi-history"],
  ["contacts", "Contacts", "/contacts", "mdi-card-account-phone"], ["settings", "Settings", "/settings", "mdi-cog"],
  ["custom", "News", "/page/custom", "mdi-newspaper-variant-outline"]]
  .map(([id, title, url, icon], place) => ({ id, title, url, icon, order: place + 1 }));

export const provOf = (wsServer, more = {}) => ({
  brandName: "Acme Phone", menu: MENU, currency: "USD", flags: ["BALANCE", "TITLE_USERNAME", "ACCEPT_PAYMENT", "EDIT_SETTINGS"],
  codec: { delete: ["pcm.*", "opus.*"], priority: ["red.*"] }, setup: true, balance: 5, uuid: "744ca4c6 / d826e5d",
  paymentMethods: { stripe: { label: "Credit Card", currencies: ["usd"], min_payment: 5, key: "pk_test_x" } },
  customPage: { html: "<h2>Today</h2><p>Lunch is at noon.</p>" },
  sipUser: { displayName: "Alice", cli: null, username: "1001", password: "pw-1001", wsServer, realm: "test.example" }, ...more });

/** `routes`: {"POST button/45": value or function (body) => value}; `calls` lists what was asked, as [key, body]. */
export async function startFixture(routes) {
  const calls = [];
  const server = createServer(async (request, response) => {
    const path = new URL(request.url, "http://x").pathname;
    if (!path.startsWith("/api/softphone/")) return serveFile(path, response);
    const text = await new Promise((done) => { let all = ""; request.on("data", (part) => { all += part; }).on("end", () => done(all)); });
    const key = `${request.method} ${path.slice("/api/softphone/".length)}`;
    const body = text ? JSON.parse(text) : undefined;
    calls.push([key, body]);
    const route = routes[key];
    const answer = typeof route === "function" ? await route(body) : route;
    const status = answer === undefined ? 404 : answer?.$status ?? 200;
    response.writeHead(status, { "content-type": "application/json" });
    return response.end(JSON.stringify(status === 404 ? { error: "Not Found" } : answer?.$body ?? answer));
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  return { address: `http://127.0.0.1:${server.address().port}`, calls, stop: () => server.close() };
}

async function serveFile(path, response) {
  const file = join(DIST, normalize(extname(path) ? path : "/index.html"));
  try {
    const bytes = await readFile(file);
    response.writeHead(200, { "content-type": TYPES[extname(file)] ?? "application/octet-stream" });
    response.end(bytes);
  } catch {
    response.writeHead(404).end();
  }
}
