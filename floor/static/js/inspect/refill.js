// A verdict that was given once, back in its form: what was counted, found, measured and noted.
const all = (form, what) => Array.from(form.querySelectorAll(what));

// `body` as the API had it; `verdict` is the form's, see verdict.js.
export function refill(form, verdict, body) {
  const [rework] = body.rework || [];
  const counts = { ...body, rework: rework ? rework.quantity : 0 };
  for (const field of all(form, "[data-count]")) field.value = counts[field.name] ? String(counts[field.name]) : "";
  if (rework && rework.to_step && form.elements.rework_to) form.elements.rework_to.value = String(rework.to_step);
  if (form.elements.note) form.elements.note.value = body.note || "";
  for (const finding of body.findings || []) answer(form, finding);
  verdict.restore(body.defects || []);
  verdict.draw();
}

function answer(form, { check, piece, good, grade, value, confirmed }) {
  if (!piece) return; // what was seen on all pieces is looked at anew
  const name = "check_" + check + "_" + piece;
  const typed = value === undefined || value === null ? grade || (good ? "yes" : "no") : String(value).replace(".", ",");
  const fields = all(form, '[name="' + name + '"]');
  for (const field of fields) {
    if (field.type === "radio") field.checked = field.value === typed;
    else field.value = typed;
  }
  if (!fields.length) hide(form, name, typed); // a piece that isn't asked about any more
  if (confirmed) hide(form, name.replace("check", "sure"), typed);
}

function hide(form, name, value) {
  form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
}
