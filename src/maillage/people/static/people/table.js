// The tour de table before any account: rows live in this browser, only professions are counted by the server.
import { ask } from "../ui/htmx_events.js";
import { KEPT, kept, understand, whoIs } from "./people.js";
import { watchPaste } from "./pasting.js";

const peopleForm = document.getElementById("people");
const rows = { people: document.getElementById("people-rows"), meetings: document.getElementById("meeting-rows") };
const templates = { people: "person-row", meetings: "meeting-row" };
let serial = 0;

document.getElementById("table-app").hidden = false;
const start = kept();
for (const kind of ["people", "meetings"]) start[kind].forEach((row) => add(kind, row));
if (!start.people.length) add("people", { engagement: "porteur" });
const meant = document.getElementById("forme");
if (start.form && meant.querySelector(`option[value="${CSS.escape(start.form)}"]`)) meant.value = start.form;
meant.addEventListener("change", () => {
  save();
  count();
});
count();

document.getElementById("add-person").addEventListener("click", () => add("people", { engagement: "a_associer" }).querySelector("input").focus());
document.getElementById("add-meeting").addEventListener("click", () => add("meetings").querySelector("input").focus());
document.getElementById("forget").addEventListener("click", () => {
  localStorage.removeItem(KEPT);
  location.reload();
});
peopleForm.addEventListener("submit", (event) => event.preventDefault());
watchPaste((people) => {
  for (const line of [...rows.people.children]) if (!read(line).name) line.remove();
  const there = new Set([...rows.people.children].map(read).map(whoIs));
  let already = 0;
  for (const person of people) {
    if (there.has(whoIs(person))) already += 1;
    else add("people", person);
    there.add(whoIs(person));
  }
  save();
  count();
  return already ? `${already > 1 ? `${already} lignes` : "1 ligne"} de personnes déjà là.` : "";
});

function add(kind, values = {}) {
  const line = document.getElementById(templates[kind]).content.firstElementChild.cloneNode(true);
  for (const field of line.querySelectorAll("[data-key]")) {
    field.id = `row-${serial++}`;
    field.closest(".field").querySelector("label").htmlFor = field.id;
    if (values[field.dataset.key] !== undefined) field.value = values[field.dataset.key];
    field.addEventListener("change", () => {
      save();
      if (field.name) count();
      if (field.dataset.key === "present") check(field);
    });
  }
  line.querySelector(".remove").addEventListener("click", () => {
    line.remove();
    save();
    count();
  });
  rows[kind].append(line);
  return line;
}

async function check(field) {
  const error = field.parentElement.querySelector(".field-error");
  const { present } = await understand({ present: field.value });
  error.hidden = present !== null;
  error.textContent = present ? "" : "Écrivez un nombre puis une profession : « 6 infirmiers, 3 médecins généralistes ».";
}

function read(line) {
  return Object.fromEntries([...line.querySelectorAll("[data-key]")].map((field) => [field.dataset.key, field.value.trim()]));
}

function save() {
  const state = Object.fromEntries(Object.entries(rows).map(([kind, place]) => [kind, [...place.children].map(read)]));
  localStorage.setItem(KEPT, JSON.stringify({ ...state, form: meant.value }));
}

function count() {
  ask(peopleForm, "counted");
}
