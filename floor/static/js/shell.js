// Keeps the app's shell on the tablet where the browser allows it (HTTPS), and changes to a newer page only when told
// that nothing waits and nobody works.
const RELOADED = "floor-reloaded-for";
const PATIENCE = 3000;
const SOON = 2000;

const mine = document.querySelector("meta[name=floor-version]");
const asked = "serviceWorker" in navigator && mine ? navigator.serviceWorker.register("/service-worker.js").catch(() => null) : null;

// The browser keeps this page together with the cookies it was asked with, and the first answer may have changed them:
// asked once more, from what is kept where that still fits, the page can be opened without the server.
setTimeout(() => fetch(location.pathname, { credentials: "same-origin" }).catch(() => null), SOON);

export async function heedVersion(version) {
  if (!version || !mine || version === mine.content || sessionStorage.getItem(RELOADED) === version) return;
  sessionStorage.setItem(RELOADED, version); // once for each: a page that stays as it is would reload for ever
  await letInNew();
  location.reload();
}

// A newer service worker waits until it is told: then it hands out its own version of everything.
async function letInNew() {
  const registration = asked && (await asked);
  if (!registration) return;
  const changed = new Promise((resolve) => navigator.serviceWorker.addEventListener("controllerchange", resolve, { once: true }));
  await registration.update().catch(() => undefined);
  const next = registration.waiting || registration.installing;
  if (!next) return;
  next.postMessage("take over");
  next.addEventListener("statechange", () => next.state === "installed" && next.postMessage("take over"));
  await Promise.race([changed, new Promise((resolve) => setTimeout(resolve, PATIENCE))]);
}
