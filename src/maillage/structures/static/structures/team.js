// The team page of a workspace: a pasted list becomes rows, which the server checks again.
import { watchPaste } from "./pasting.js";

const LEFT = "maillage.a-corriger";
const box = document.getElementById("pasted");

watchPaste((people, form) => {
  sessionStorage.setItem(LEFT, box.value); // what was not understood comes back after the page is sent
  form.elements.rows.value = JSON.stringify({ people });
  form.submit();
});

// People of the directory, under the name being typed: a click fills the line, which stays to be read and sent.
const seat = document.getElementById("seat");
const proposals = document.getElementById("proposals");
if (seat) {
  seat.elements.name.closest(".field").append(proposals);
  proposals.addEventListener("click", (event) => {
    const chosen = event.target.closest(".proposal");
    if (!chosen) return;
    for (const [field, value] of Object.entries(chosen.dataset)) seat.elements[field].value = value;
    proposals.replaceChildren();
    seat.elements[chosen.dataset.profession ? "engagement" : "profession"].focus();
  });
}

const left = sessionStorage.getItem(LEFT);
sessionStorage.removeItem(LEFT);
if (left && box) {
  box.value = left;
  box.closest("details").open = true;
  const error = document.getElementById("pasted-error");
  error.hidden = false;
  box.scrollIntoView({ block: "center" });
  box.focus();
  error.textContent = "Ces lignes n’ont pas été comprises. Écrivez « Nom ; profession ».";
}
