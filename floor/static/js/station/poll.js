// Asks what waits here every five seconds while somebody can see the page.
import { ask } from "../api.js";

const EVERY = 5000;

export function pollStation(address, onNews, onTrouble) {
  let tag = null;
  let asking = false;

  async function poll() {
    if (asking || document.hidden) return;
    asking = true;
    try {
      const answer = await ask(address, { headers: { Accept: "application/json", ...(tag ? { "If-None-Match": tag } : {}) } });
      if (answer.status === 200) {
        tag = answer.tag;
        onNews(answer.body);
      }
      onTrouble(answer.status === 401 ? "unpaired" : answer.status < 400 ? "" : "away");
    } catch (error) {
      onTrouble("away");
    } finally {
      asking = false;
    }
  }

  setInterval(poll, EVERY);
  document.addEventListener("visibilitychange", poll);
  poll();
  return poll;
}
