// Asks what waits here every five seconds while somebody can see the page; every half minute while it is quiet.
import { ask } from "../api.js";

const AWAKE = 5000;
const QUIET = 30000;

export function pollStation(address, isQuiet, onNews, onTrouble) {
  let tag = null;
  let asking = false;
  let timer = null;

  async function poll() {
    if (asking || document.hidden) return again();
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
    return again();
  }

  function again() {
    clearTimeout(timer);
    timer = setTimeout(poll, isQuiet() ? QUIET : AWAKE);
  }

  document.addEventListener("visibilitychange", poll);
  poll();
  return poll;
}
