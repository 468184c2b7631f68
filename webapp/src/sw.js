// The worker: the shell without a network, and a notification when somebody calls while the phone is closed.
/* global SHELL, SHELL_VERSION */
const CACHE = `shell-${SHELL_VERSION}`;

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(SHELL)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    const old = (await caches.keys()).filter((name) => name.startsWith("shell-") && name !== CACHE);
    await Promise.all(old.map((name) => caches.delete(name)));
    await self.clients.claim();
  })());
});

self.addEventListener("fetch", (event) => {
  const { method, mode, url } = event.request;
  const { origin, pathname } = new URL(url);
  if (method !== "GET" || origin !== self.location.origin || pathname.startsWith("/api/")) return;
  if (mode === "navigate") event.respondWith(freshOrKept(event.request, "/"));
  else if (pathname.startsWith("/assets/")) event.respondWith(keptOrFresh(event.request, pathname));
  else if (SHELL.includes(pathname)) event.respondWith(freshOrKept(event.request, pathname));
});

async function freshOrKept(request, key) {
  try {
    return await fetch(request);
  } catch (error) {
    const kept = await caches.match(key);
    if (kept) return kept;
    throw error;
  }
}

const keptOrFresh = async (request, key) => (await caches.match(key)) ?? fetch(request);

// {"type": "incoming", "caller", "call_id"}; whatever else arrives is shown as what it is: something happened.
self.addEventListener("push", (event) => {
  let message;
  try {
    message = event.data?.json() ?? {};
  } catch {
    message = {};
  }
  const incoming = message.type === "incoming";
  const body = incoming ? String(message.caller ?? "Unknown number").slice(0, 100) : "Something happened on your phone.";
  event.waitUntil(self.registration.showNotification(incoming ? "Incoming call" : "Web Phone", {
    body, icon: "/icons/icon-192.png", badge: "/icons/icon-192.png", tag: String(message.call_id ?? "phone").slice(0, 200),
    requireInteraction: incoming, data: { path: "/dialpad" } }));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil((async () => {
    const windows = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
    const open = windows[0];
    if (!open) return self.clients.openWindow(event.notification.data?.path ?? "/");
    open.postMessage({ type: "wake" });
    return open.focus();
  })());
});
