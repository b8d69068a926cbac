// Founding: hand over the tour de table kept in this browser.
import { kept, savable } from "./people.js";

const table = savable(kept());
const summary = document.getElementById("table-summary");
const { length } = table.people;
summary.textContent = length
  ? `Le tour de table gardé dans ce navigateur (${length} personne${length > 1 ? "s" : ""}) sera enregistré avec le projet.`
  : summary.dataset.empty;
document.getElementById("found").addEventListener("submit", (event) => {
  event.target.elements.table.value = JSON.stringify(table);
});
