// A photo of one label or many: the server reads it, and what it reads is scanned.
import { post } from "../api.js";

const LIMIT = 30000;

export async function readPhoto(file, address) {
  const form = new FormData();
  form.append("photo", file);
  const answer = await post(address, form, { limit: LIMIT });
  if (answer.status !== 200) return { codes: [], sentence: answer.body ? answer.body.sentence : "" };
  return { codes: Array.from(new Set(answer.body.labels.map((label) => label.text))), sentence: answer.body.say || "" };
}
