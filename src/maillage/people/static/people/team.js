// The team page of a workspace: a pasted list becomes rows, which the server checks again.
import { watchPaste } from "./pasting.js";

const LEFT = "maillage.a-corriger";
const WHY = "maillage.pourquoi";
const box = document.getElementById("pasted");

watchPaste((people, form, why) => {
  sessionStorage.setItem(LEFT, box.value); // what was not understood comes back after the page is sent, with its reason
  sessionStorage.setItem(WHY, why);
  form.elements.rows.value = JSON.stringify({ people });
  form.submit();
});

// People of the directory, under the line being typed: a click fills it, and it stays to be read and sent.
document.addEventListener("click", (event) => {
  const chosen = event.target.closest(".proposal");
  if (!chosen) return;
  const seat = chosen.closest("form");
  for (const [field, value] of Object.entries(chosen.dataset)) seat.elements[field].value = value;
  chosen.closest(".proposals").replaceChildren();
  seat.elements[chosen.dataset.profession ? "engagement" : "profession"].focus();
});

// With the keyboard: ↓ from the name goes to the first of them, arrows move, Enter takes, Escape comes back to the name.
document.addEventListener("keydown", (event) => {
  const seat = document.getElementById("seat");
  const name = seat?.elements.name;
  const proposals = [...(seat?.querySelectorAll(".proposal") ?? [])];
  const place = proposals.indexOf(event.target);
  const begins = event.target === name && event.key === "ArrowDown" && !event.isComposing;
  if (!proposals.length || (place < 0 && !begins)) return;
  const next = {
    ArrowDown: proposals[Math.min(place + 1, proposals.length - 1)],
    ArrowUp: place > 0 ? proposals[place - 1] : name,
    Escape: name,
  }[event.key];
  if (!next) return;
  event.preventDefault();
  next.focus();
});

const [left, why] = [LEFT, WHY].map((key) => sessionStorage.getItem(key));
[LEFT, WHY].forEach((key) => sessionStorage.removeItem(key));
if (left && box) {
  box.value = left;
  box.closest("details").open = true;
  const error = document.getElementById("pasted-error");
  error.hidden = false;
  box.scrollIntoView({ block: "center" });
  box.focus();
  error.textContent = why;
}
