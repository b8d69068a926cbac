// The map and the list are two views of one thing: the boxes ticked in the form. Everything else follows from them.
import { ask } from "../ui/htmx_events.js";
import { drawCountry, drawMap } from "./map.js";

const form = document.getElementById("drawing");
const list = document.getElementById("pane-list");
const codesField = form.elements.codes;
const notes = document.getElementById("notes");
const pasting = document.querySelector(".paste form");
const mapFiles = JSON.parse(document.getElementById("map-files").textContent);
const departement = document.getElementById("dep");

// A choice made in the open menu is final; arrows and letters on the closed one only look around.
let key = "";
departement.addEventListener("keydown", (event) => (key = event.key));
departement.addEventListener("pointerdown", () => (key = ""));
departement.addEventListener("change", () => ["", " "].includes(key) && form.submit());
document.querySelector(".where-go").classList.add("visually-hidden-focusable");
if (!location.search && (codesField.value || form.elements.doubt)) history.replaceState(null, "", form.dataset.address); // a pasted drawing has its address too
document.querySelectorAll(".without-script").forEach((element) => element.remove());

if (list) {
  start();
} else {
  drawCountry(departement);
}

function start() {
  const boxes = new Map([...list.querySelectorAll("input[type=checkbox]")].map((box) => [box.value, box]));
  boxes.forEach((box) => box.removeAttribute("name")); // the codes field says it all
  form.elements.listed.remove();

  const map = drawMap(departement.value, mapFiles, choose);
  showTabs();
  showFilter();
  watchList();
  watchNotes();
  refreshMap();

  function selected() {
    return [...boxes.values()].filter((box) => box.checked).map((box) => box.value).sort();
  }

  // communes: [[code, name], …]; without `on`, each is turned over
  function choose(communes, on) {
    for (const [code, name] of communes) {
      const box = boxes.get(code) ?? addElsewhere(code, name);
      box.checked = on ?? !box.checked;
    }
    if (communes.length) changed();
  }

  function addElsewhere(code, name) {
    const group = list.querySelector(".elsewhere");
    const line = document.createElement("li");
    const label = document.createElement("label");
    const box = Object.assign(document.createElement("input"), { type: "checkbox", className: "form-check-input", value: code });
    const words = Object.assign(document.createElement("span"), { className: "commune-name", textContent: name });
    box.dataset.name = name;
    label.append(box, words);
    line.append(label);
    group.querySelector("ul").append(line);
    group.hidden = false;
    boxes.set(code, box);
    return box;
  }

  function changed() {
    codesField.value = selected().join(",");
    if (codesField.value) document.getElementById("cleared").hidden = true;
    for (const name of ["codes", "signed"]) pasting.elements[name].value = form.elements[name].value;
    pasting.querySelectorAll("[name=doubt]").forEach((field) => field.remove());
    pasting.append(...[...notes.querySelectorAll("[name=doubt]")].map((field) => field.cloneNode()));
    document.getElementById("tab-list").textContent = `Communes (${selected().length})`;
    showChosen();
    refreshMap();
    ask(form, "drawing");
  }

  /** Those chosen stay in view, wherever the list is. */
  function showChosen() {
    const names = [...boxes.values()].filter((box) => box.checked).map((box) => [box.dataset.name, box.value]);
    const chips = names.sort(([one], [other]) => one.localeCompare(other, "fr")).map(([name, code]) => {
      const line = document.createElement("li");
      const chip = Object.assign(document.createElement("button"), { type: "button", className: "chip", name: "drop", value: code });
      const word = Object.assign(document.createElement("span"), { className: "visually-hidden", textContent: "Retirer " });
      const cross = Object.assign(document.createElement("span"), { textContent: "×" });
      cross.setAttribute("aria-hidden", "true");
      chip.append(word, `${name} `, cross);
      line.append(chip);
      return line;
    });
    const place = document.getElementById("chosen");
    place.replaceChildren(...chips);
    place.parentElement.hidden = chips.length === 0;
  }

  /** The next one takes its place under the finger, and under the keyboard. */
  function dropChip(chip) {
    const place = document.getElementById("chosen");
    const rank = [...place.children].indexOf(chip.parentElement);
    choose([[chip.value]], false);
    [...place.children].slice(0, rank + 1).at(-1)?.firstElementChild.focus();
  }

  /** What is to be settled stays until it is; a choice or « Passer » takes its line away. */
  function watchNotes() {
    for (const notice of notes.querySelectorAll("[data-dismissible]")) {
      const close = Object.assign(document.createElement("button"), { type: "button", className: "as-link", textContent: "Fermer" });
      close.addEventListener("click", () => notice.remove());
      notice.firstElementChild.append(close);
    }
    notes.addEventListener("click", (event) => {
      const button = event.target.closest(".doubt button");
      if (!button) return;
      event.preventDefault();
      settle(button.closest(".doubt"));
      if (button.name === "add") choose([[button.value.split("|")[0], button.dataset.name]], true);
      else changed();
    });
  }

  function offerToRestore() {
    const before = selected();
    if (!before.length) return;
    const restore = document.getElementById("restore");
    const words = `Vous avez effacé ${before.length} commune${before.length > 1 ? "s" : ""}.`;
    document.getElementById("cleared-words").textContent = words;
    form.elements.before.value = before.join(",");
    document.getElementById("cleared").hidden = false;
    restore.onclick = (event) => {
      event.preventDefault();
      choose(before.map((code) => [code]), true);
    };
  }

  function settle(doubt) {
    const next = (doubt.nextElementSibling ?? doubt.previousElementSibling)?.querySelector("button");
    const section = doubt.closest(".doubts");
    doubt.remove();
    if (next) next.focus();
    else section.remove();
    const left = section.querySelectorAll(".doubt").length;
    section.querySelector(".doubts-title").textContent = `${left} nom${left > 1 ? "s" : ""} à préciser`;
  }

  // The figures say what is chosen of an intercommunalité, in all its départements; other boxes are counted here.
  function countGroups() {
    for (const group of list.querySelectorAll(".epci")) {
      const take = group.querySelector(".take");
      const share = document.querySelector(`#result tr[data-epci="${group.dataset.epci}"]`)?.dataset;
      const chosen = take ? (share?.chosen ?? 0) : group.querySelectorAll("input:checked").length;
      group.querySelector(".chosen").textContent = chosen;
      if (take) take.querySelector(".take-word").textContent = share && "whole" in share ? "Tout retirer" : "Tout prendre";
    }
  }

  function refreshMap() {
    const { neighbours = "" } = document.getElementById("figures-data")?.dataset ?? {};
    const codes = (text) => new Set(text.split(",").filter(Boolean));
    map?.show({ chosen: new Set(selected()), overlapping: codes(form.dataset.declared), neighbours: codes(neighbours) });
  }

  function watchList() {
    document.getElementById("tab-list").textContent = `Communes (${selected().length})`;
    list.querySelectorAll("button").forEach((button) => (button.type = "button")); // or Enter in a field presses one
    list.addEventListener("change", (event) => event.target.matches("input[type=checkbox]") && changed());
    list.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      event.preventDefault(); // one that a search has brought would send the form
      if (button.name === "add") return choose([[button.value, button.dataset.name]], true);
      if (button.name === "drop" && boxes.has(button.value)) return dropChip(button);
      const scope = button.name === "clear" ? list : button.closest(".epci");
      if (button.name === "clear") offerToRestore();
      const all = [...scope.querySelectorAll("input[type=checkbox]")].map((box) => [box.value, box.dataset.name]);
      const elsewhere = JSON.parse(button.closest(".epci")?.querySelector("script")?.textContent ?? "[]");
      const members = [...all, ...elsewhere];
      const on = button.name !== "clear" && members.some(([code]) => !boxes.get(code)?.checked);
      choose(on ? members : members.filter(([code]) => boxes.has(code)), on);
    });
    form.addEventListener("change", (event) => event.target.name === "signed" && !event.target.validity.badInput && changed());
    form.addEventListener("click", (event) => {
      const link = event.target.closest("[data-add]");
      if (!link) return;
      event.preventDefault();
      choose([[link.dataset.add, link.dataset.name]], true);
    });
    document.addEventListener("htmx:after:swap", () => {
      countGroups();
      refreshMap();
      showPane(document.querySelector("[role=tab][aria-selected=true]").id.slice(4));
      document.getElementById("announced").textContent = document.querySelector(".summary-bar p").textContent;
    });
  }

  function showFilter() {
    const field = document.getElementById("filter");
    const count = document.getElementById("filter-count");
    const fold = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replace(/[^a-z0-9]+/g, " ");
    field.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault()); // it would send the form
    const narrow = () => {
      const wanted = fold(field.value).trim();
      let shown = 0;
      for (const group of list.querySelectorAll(".epci")) {
        const groupMatches = fold(group.querySelector(".epci-name").textContent).includes(wanted);
        const lines = [...group.querySelectorAll("li")];
        for (const line of lines) {
          const box = line.querySelector("input");
          line.hidden = wanted !== "" && !groupMatches && !fold(`${box.dataset.name} ${box.value}`).includes(wanted);
          shown += line.hidden ? 0 : 1;
        }
        group.hidden = lines.every((line) => line.hidden);
        if (wanted && !group.hidden) group.open = true;
      }
      count.textContent = wanted ? `${shown} commune${shown > 1 ? "s" : ""} dans la liste` : "";
    };
    field.addEventListener("input", narrow);
    if (field.value) narrow(); // a search that came with the page
  }

  function showTabs() {
    const tabs = [...document.querySelectorAll("[role=tab]")];
    tabs[0].parentElement.hidden = false;
    for (const tab of tabs) {
      tab.addEventListener("click", () => showPane(tab.id.slice(4)));
      tab.addEventListener("keydown", (event) => {
        const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
        if (!step) return;
        const next = tabs[(tabs.indexOf(tab) + step + tabs.length) % tabs.length];
        next.focus();
        showPane(next.id.slice(4));
      });
    }
    showPane("list");
  }

  function showPane(name) {
    for (const tab of document.querySelectorAll("[role=tab]")) {
      const here = tab.id === `tab-${name}`;
      tab.setAttribute("aria-selected", here);
      tab.tabIndex = here ? 0 : -1;
    }
    for (const pane of form.querySelectorAll("[data-pane]")) {
      if (pane.id) pane.setAttribute("role", "tabpanel");
      pane.classList.toggle("pane-away", pane.dataset.pane !== name);
    }
  }
}
