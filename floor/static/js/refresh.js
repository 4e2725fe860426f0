// <div data-refresh="/orders/rows" data-every="2"> draws itself anew from that address, which answers with an ETag.
// Asks only while somebody can see the page; after 10 s without an answer the part is marked as old.
const OLD_AFTER = 10000;

export function refreshFragments(root) {
  for (const part of root.querySelectorAll("[data-refresh]")) keepFresh(part);
}

function keepFresh(part) {
  const every = Number(part.dataset.every || 2) * 1000;
  let tag = part.dataset.tag || "";
  let heard = Date.now();
  let asking = false;

  async function ask() {
    if (asking || document.hidden) return;
    asking = true;
    try {
      const headers = tag ? { "If-None-Match": tag } : {};
      const answer = await fetch(part.dataset.refresh, { headers, credentials: "same-origin", cache: "no-store" });
      if (answer.status === 200) {
        tag = answer.headers.get("ETag") || "";
        part.innerHTML = await answer.text();
      }
      if (answer.status === 200 || answer.status === 304) heard = Date.now();
    } catch (error) {
      // The network is away: the part grows old, and says so below.
    } finally {
      asking = false;
      part.classList.toggle("is-old", Date.now() - heard > OLD_AFTER);
    }
  }

  setInterval(ask, every);
  document.addEventListener("visibilitychange", ask);
}
