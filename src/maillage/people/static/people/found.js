// Founding: hand over the tour de table kept in this browser.
import { isName, kept, savable, unfinished } from "./people.js";

const table = savable(kept());
const summary = document.getElementById("table-summary");
const { length } = table.people;
summary.textContent = length
  ? `Le tour de table gardé dans ce navigateur (${length} personne${length > 1 ? "s" : ""}) sera enregistré avec le projet.`
  : summary.dataset.empty;
const left = unfinished(kept());
const names = [...left.people.map((row) => `${row.name || "sans nom"} (${row.profession && !isName(row.name) ? "ce n’est pas un nom" : "sans profession"})`), ...left.meetings.map(() => "une information sans date")];
if (names.length) summary.textContent += ` À compléter d’abord, sinon cela reste dans ce navigateur : ${names.join(", ")}.`;
document.getElementById("found").addEventListener("submit", (event) => {
  event.target.elements.table.value = JSON.stringify(table);
});
// Sent before this, the project would be saved without its table.
const save = document.getElementById("save");
save.hidden = false;
save.disabled = save.dataset.ready === undefined;
