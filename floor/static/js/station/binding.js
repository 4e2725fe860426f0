// A blank label bound: what for, whose pieces, how many, one tap more. To look up the source it needs the server; what was
// confirmed is kept on the tablet and sent as a scan is.
import { ask } from "../api.js";
import { button, element, fill, icon, numbered, say, unbroken } from "../dom.js";

const MOST_OFFERED = 12;
const PATIENCE = 2000;
const LOTS = ["dye", "boil"];

export function bindBlanks(parts, page, words, told, kept) {
  const { panel, blank, from, said, uses, source, lost, offered, amount, quantity, all, recipe, recipes, choices, confirm } = parts;
  let now = null; // what is being bound: {blank, use, source, item}

  function open(code, unit) {
    now = { blank: code, use: "", source: unit || null, item: null };
    confirm.disabled = false;
    document.body.classList.add("binding");
    panel.hidden = false;
    blank.textContent = code.slice(0, 4) + " " + code.slice(4, 8) + " " + code.slice(8);
    complain("");
    draw();
  }

  function close() {
    now = null;
    panel.hidden = true;
    document.body.classList.remove("binding");
  }

  function complain(sentence, look = "ask") {
    said.hidden = !sentence;
    said.className = "look look-" + look;
    if (sentence) fill(said, icon(look), element("div", "look-words", element("strong", "", sentence)));
  }

  // One question at a time: what for, whose, how many.
  function draw() {
    const isLost = now.use === "lost";
    const known = Boolean(now.source) && (!isLost || Boolean(now.source.named));
    uses.hidden = Boolean(now.use);
    source.hidden = !now.use || known;
    amount.hidden = !now.use || !known;
    choices.hidden = true;
    recipes.classList.remove("is-asked");
    from.textContent = now.source ? now.source.unit : words.notScanned;
    lost.hidden = !isLost;
    lost.previousElementSibling.hidden = isLost;
    if (!source.hidden) drawOffered();
    if (amount.hidden) return;
    amount.classList.toggle("is-lot", LOTS.includes(now.use));
    amount.classList.toggle("is-whole", isLost || now.use === "carton");
    quantity.value = "";
    all.textContent = String(holds(now.source, now.use));
    drawConfirm();
  }

  function drawConfirm() {
    const number = quantity.value || all.textContent;
    fill(confirm.lastElementChild, unbroken(say(words[now.use], { quantity: number, unit: now.source ? now.source.unit : "" })));
  }

  // Whose label was lost: nobody can scan it, so it is chosen from what is near.
  function drawOffered() {
    const near = now.use === "lost" ? [...((now.source && now.source.children) || []), ...page.waiting()] : [];
    const byCode = new Map(near.filter((one) => one.code).map((one) => [one.code, one]));
    fill(offered, ...Array.from(byCode.values()).slice(0, MOST_OFFERED).map((one, place, all) => button(numbered(one.unit, place, all), "", "", () => choose(one))));
  }

  // A batch card in place of a lost label offers its bundles; anything else is the unit itself.
  function choose(one) {
    const isCard = now.use === "lost" && Boolean(one.children && one.children.length);
    now.source = { ...one, named: !isCard };
    draw();
  }

  // A scan while a blank is being bound: the label it comes from, or another blank instead.
  async function take(code) {
    const mine = now;
    complain("");
    try {
      const answer = await ask(page.units + encodeURIComponent(code), { headers: { Accept: "application/json" } });
      if (now !== mine) return;
      if (answer.status === 200) choose(answer.body);
      else if (answer.body && answer.body.error === "LABEL_BLANK") open(code.toUpperCase(), now.source);
      else complain(answer.body ? answer.body.sentence : words.bindAway, "stop");
    } catch (error) {
      if (now === mine) complain(words.bindAway, "stop");
    }
  }

  function send(more) {
    const mine = now;
    const body = { blank: now.blank, source: now.source.code || now.source.unit, use: now.use, station: page.station, ...more };
    if (quantity.value && !amount.classList.contains("is-whole")) body.quantity = Number(quantity.value);
    if (LOTS.includes(now.use)) body.recipe = recipe.value;
    if (now.item && now.item.state === "waiting") return; // an impatient finger
    const item = page.bind(body);
    now.item = item;
    confirm.disabled = true;
    setTimeout(() => now === mine && now.item === item && item.state === "waiting" && keep(), PATIENCE);
  }

  // Not answered yet: it waits on the tablet as a scan does, and the screen is free for the next.
  function keep() {
    recipe.value = "";
    close();
    kept();
  }

  // By commands the recipe is a question of its own, before the lot is confirmed: its offers have numbers then. Whether it
  // is asked; it isn't where one was typed, or nothing is offered.
  function askRecipe() {
    if (!now || !LOTS.includes(now.use) || recipe.value || !recipes.children.length) return false;
    recipes.classList.add("is-asked");
    complain(words.whichRecipe);
    return true;
  }

  // What became of a bound blank; whether this panel still asks about it.
  function heard(item) {
    if (!now || now.item !== item || item.state === "waiting") return false;
    confirm.disabled = false;
    if (item.state === "aside") complain(words.aside, "stop");
    else if (item.result.outcome === "recorded") finish(item.result);
    else refused(item.result.refusal);
    return true;
  }

  function finish(result) {
    recipe.value = "";
    close();
    told(result);
  }

  function refused(refusal) {
    complain(refusal.sentence, refusal.look);
    const many = (refusal.detail || {}).choices;
    if (!many) return;
    choices.hidden = false;
    fill(choices, ...many.map((one, place) => button(numbered(choiceWords(one), place, many), "", "main", () => send({ step: one.step, cycle: one.cycle }))));
  }

  function choiceWords(one) {
    return one.name + " (" + one.quantity + ")" + (one.cycle ? " · " + say(words.rework, { times: one.cycle }) : "");
  }

  uses.addEventListener("click", (event) => {
    const chosen = event.target.closest("[data-use]");
    if (!chosen) return;
    now.use = chosen.dataset.use;
    complain("");
    draw();
  });
  recipes.addEventListener("click", (event) => {
    const chosen = event.target.closest("button");
    if (chosen) recipe.value = chosen.textContent.trim();
  });
  quantity.addEventListener("input", () => {
    quantity.value = quantity.value.replace(/\D/g, "").slice(0, 5);
    drawConfirm();
  });
  amount.addEventListener("submit", (event) => {
    event.preventDefault();
    send({});
  });
  for (const cancel of panel.querySelectorAll("[data-cancel]")) cancel.addEventListener("click", close);

  const asked = () => (now && recipes.classList.contains("is-asked") ? Array.from(recipes.children) : []);

  return { open, take, heard, askRecipe, recipes: asked, isOn: () => now !== null };
}

// How many pieces a unit has for this: those at a step, for repair those that were sent back.
function holds(unit, use) {
  const here = (unit.where || []).filter((one) => one.place === "step" && (use !== "repair" || one.cycle));
  return here.length ? here.reduce((sum, one) => sum + one.quantity, 0) : unit.quantity || 0;
}
