// What stands on the quiet screen: the site's time, who is here, the day's count, what waits and since when.
import { put, say } from "../dom.js";
import { ageWords, serverNow } from "./ages.js";
import { clockTime } from "./look.js";
import { piecesOf } from "./waiting.js";

export function drawQuiet(find, news, zone, locale, words) {
  const { today, waiting } = news;
  put(find("quiet-clock"), clockTime(new Date(serverNow()).toISOString(), locale, zone));
  put(find("quiet-officer"), find("officer").textContent);
  put(find("quiet-done"), String(today.done));
  put(find("quiet-target"), today.target ? say(words.ofTarget, { target: today.target }) : words.piecesToday);
  put(find("quiet-waiting"), String(piecesOf(waiting)));
  put(find("quiet-oldest"), waiting.length && waiting[0].since ? say(words.oldest, { age: ageWords(waiting[0].since, zone, words) }) : words.waits);
  const answer = find("answer");
  const open = answer.dataset.look === "stop" || answer.dataset.look === "ask" || !find("unread").hidden;
  find("quiet-open").hidden = !open;
  if (open) put(find("quiet-open-words"), sentenceOf(answer) || words.unreadWaits);
}

function sentenceOf(answer) {
  const said = ["stop", "ask"].includes(answer.dataset.look) ? answer.querySelector(".answer-say") : null;
  return said ? said.textContent : "";
}
