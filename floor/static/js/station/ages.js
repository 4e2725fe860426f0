// How long something has waited, as people say it: "12 menit", "2 jam", "sejak kemarin". By the server's clock, on the
// site's calendar.
import { clockOffset } from "../clock.js";
import { say } from "../dom.js";

const MINUTE = 60000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export function serverNow() {
  return Date.now() + (clockOffset() || 0);
}

export function ageWords(since, zone, words) {
  if (!since) return "";
  const then = Date.parse(since);
  const age = Math.max(0, serverNow() - then);
  const days = Math.round((midnight(serverNow(), zone) - midnight(then, zone)) / DAY);
  if (age < MINUTE) return words.justNow;
  if (age < HOUR) return say(words.minutes, { n: Math.floor(age / MINUTE) });
  if (days < 1) return say(words.hours, { n: Math.floor(age / HOUR) });
  return days === 1 ? words.yesterday : say(words.days, { n: days });
}

const calendars = new Map(); // by zone: making one takes a slow tablet longer than a whole list

function midnight(moment, zone) {
  if (!calendars.has(zone)) calendars.set(zone, new Intl.DateTimeFormat("en-CA", { timeZone: zone || undefined }));
  return Date.parse(calendars.get(zone).format(moment) + "T00:00Z");
}
