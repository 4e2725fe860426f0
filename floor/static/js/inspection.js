// The inspection screen: a scan leads to what is to be judged, as the server has it or, while it is away, as it was kept.
// Without any of it the page is a plain form, and the server judges all the same.
import { ask } from "./api.js";
import { isCommand } from "./code.js";
import { learnCommands, takePending, wordOf } from "./command_codes.js";
import { fill, icon } from "./dom.js";
import { isThere, openDesk } from "./giving.js";
import { openAway } from "./inspect/away.js";
import { sendPictures, startPictures } from "./inspect/pictures.js";
import { bindRepair } from "./inspect/repair.js";
import { startVerdict } from "./inspect/verdict.js";
import { allowSound } from "./sound.js";
import { verdictCommands } from "./verdict_commands.js";
import { listen, showKeyboard } from "./wedge.js";

const STORE_OPENS = 3000; // ms
const SOON = 2500; // ms to wait for the server where the label is kept

const find = (id) => document.getElementById(id);
const all = (where, what) => Array.from(where.querySelectorAll(what));
const kept = sendPictures();

// What lies on the page to be judged: another one's form may take its place, see inspect/away.js.
let sheet = { form: null, pictures: null };

function leave() {
  if (sheet.verdict) sheet.verdict.end();
}

function layOut() {
  const form = find("verdict");
  const verdict = form && startVerdict(form);
  const pictures = startPictures(find("pictures"), form, kept);
  const commands = find("wedge") ? verdictCommands(form, find("wedge-said")) : null;
  sheet = { form, verdict, pictures, commands };
  return sheet;
}

function startScanning(wedge, field, away) {
  const said = find("wedge-said");
  let warnedOf = "";

  find("type-code").hidden = false;
  find("type-code").addEventListener("click", () => showKeyboard(field));

  function warn(look, sentence) {
    said.className = "look look-" + look + " wedge-said";
    fill(said, icon(look), sentence);
    said.hidden = false;
    said.scrollIntoView({ block: "center" });
  }

  function isWarned(about) {
    if (!sheet.form || sheet.form.hidden || !isTouched(sheet.form) || warnedOf === about) return false;
    warnedOf = about;
    warn("ask", wedge.dataset.unsaved);
    return true;
  }

  const opened = () => away && Promise.race([away, late()]);

  async function isBlank(code) {
    const open = await opened();
    return !(open && open.knows(code)) && bindRepair(find("repair"), code);
  }

  async function lead(code, step, address) {
    const open = await opened();
    if (!open || (await isThere(open.knows(code) ? SOON : undefined))) return location.assign(address);
    const sentence = await open.put(code, step, address);
    said.hidden = !sentence;
    return sentence && warn("kept", sentence);
  }

  listen(wedge, field, async (code) => {
    if (isCommand(code) && sheet.commands.obey(await commandOf(code))) return;
    if (isWarned(code)) return;
    if (find("repair") && (await isBlank(code))) return;
    await lead(code, 0, wedge.getAttribute("action") + "?code=" + encodeURIComponent(code));
  });
  if (away) document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey || link.getAttribute("href").startsWith("#")) return;
    event.preventDefault();
    const { code, step } = link.dataset;
    if (!code) goOn(() => location.assign(link.href));
    else if (!isWarned(code)) lead(code, Number(step), link.getAttribute("href"));
  });
  const undo = find("undo");
  if (away && undo) undo.addEventListener("submit", (event) => {
    event.preventDefault();
    goOn(() => undo.submit());
  });

  // Without the server the browser would put its own page here, and with it nobody judges.
  async function goOn(act) {
    if (await isThere()) act();
    else warn("kept", find("kept").dataset.noPage);
  }
}

// A tablet that was never at its station's screen asks once what the codes do.
async function commandOf(code) {
  if (wordOf(code)) return wordOf(code);
  try {
    const answer = await ask("/api/v1/station", { headers: { Accept: "application/json" } });
    if (answer.status === 200) learnCommands(answer.body.commands);
  } catch (error) {
    // The network is away: the code leads on as any other, and the server's page will say.
  }
  return wordOf(code);
}

function isTouched(form) {
  return all(form, "input, select, textarea").some((field) => {
    if (field.type === "hidden") return false;
    if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
    return field.tagName === "SELECT" ? field.value !== "" : field.value !== field.defaultValue;
  });
}

// A store that another page holds up must not hold up a scan.
function late() {
  return new Promise((resolve) => setTimeout(resolve, STORE_OPENS, null));
}

function startUndo(form) {
  setTimeout(() => form.remove(), Number(form.dataset.seconds) * 1000);
}

layOut();
allowSound();
const desk = find("kept") ? openDesk(find("kept"), kept) : null;
if (desk) desk.then((opened) => opened.lay(sheet));
const away = desk ? desk.then((opened) => openAway(find("kept"), opened, { leave, layOut })) : null;
if (find("wedge")) startScanning(find("wedge"), find("code"), away);
for (const word of takePending()) sheet.commands.obey(word); // scanned at the station's screen, which led here
if (find("undo")) startUndo(find("undo"));
