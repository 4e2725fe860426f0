// Opens the tablet's pages while the server is away. Before these lines the server writes VERSION, the FILES of that
// version and the SHELLS: pages without anybody's name or work on them. Answers of the API are never kept.
const CACHE = "floor-" + VERSION;
const PATIENCE = 3000;
const OFFLINE = "/offline";
const NEEDS_SERVER = /^\/(quality|station\/)/;

self.addEventListener("install", (event) => event.waitUntil(keepAll()));
self.addEventListener("activate", (event) => event.waitUntil(begin()));
self.addEventListener("message", (event) => event.data === "take over" && self.skipWaiting());
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (pathname.startsWith("/static/")) event.respondWith(file(request));
  else if (request.mode === "navigate" && SHELLS.includes(pathname)) event.respondWith(shell(request, pathname));
  else if (request.mode === "navigate" && NEEDS_SERVER.test(pathname)) event.respondWith(fetch(request).catch(() => kept(OFFLINE)));
});

async function keepAll() {
  const cache = await caches.open(CACHE);
  await cache.addAll(FILES);
  await Promise.all(SHELLS.map(async (address) => keep(address, await fetch(address, { credentials: "same-origin" }))));
}

async function begin() {
  for (const name of await caches.keys()) if (name.startsWith("floor-") && name !== CACHE) await caches.delete(name);
  await self.clients.claim();
}

// Only a shell of this very version, and not a page that says to pair the tablet first.
async function keep(address, answer) {
  if (!answer.ok || answer.redirected || answer.headers.get("X-Floor-Shell") !== VERSION) return;
  await (await caches.open(CACHE)).put(address, answer);
}

async function kept(address) {
  const found = await (await caches.open(CACHE)).match(address);
  return found || Response.error();
}

async function file(request) {
  const found = await caches.match(request);
  if (found) return found;
  const answer = await fetch(request);
  const isForEver = (answer.headers.get("Cache-Control") || "").includes("immutable");
  if (answer.ok && isForEver) await (await caches.open(CACHE)).put(request, answer.clone());
  return answer;
}

// The server's page where it answers soon; else the one that was kept.
async function shell(request, address) {
  const fresh = fetch(request).then((answer) => {
    if (answer.type !== "opaqueredirect") keep(address, answer.clone());
    return answer;
  });
  const soon = await Promise.race([fresh.catch(() => null), new Promise((resolve) => setTimeout(resolve, PATIENCE))]);
  if (soon) return soon;
  const found = await (await caches.open(CACHE)).match(address);
  return found || fresh;
}
