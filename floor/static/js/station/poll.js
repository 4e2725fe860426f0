// Asks what waits here every five seconds while somebody can see the page; every half minute while it is quiet; at once
// after the tablet slept. A newer page is taken when nobody works and nothing waits.
import { ask } from "../api.js";
import { onAwake } from "../awake.js";
import { heedVersion } from "../shell.js";

const AWAKE = 5000;
const QUIET = 30000;

export function pollStation(address, isQuiet, onNews, onTrouble, isSettled = () => false) {
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
      if (isQuiet() && isSettled()) heedVersion(answer.version);
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

  onAwake(poll);
  poll();
  return poll;
}
