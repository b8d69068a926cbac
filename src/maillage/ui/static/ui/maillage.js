// What the pages do beyond HTML: appearance, toasts, sorted tables, tips on keyboard focus.
// Everything works without it; nothing here knows a room.

const TOAST_MS = 10_000;
const GENERIC = "La demande n’a pas abouti. Rien n’a été perdu : recommencez, ou rechargez la page.";
const OFFLINE = "Le serveur ne répond pas. Vérifiez votre connexion, puis recommencez.";

// Toasts

function toast(text) {
  const message = document.createElement("div");
  message.className = "toast-message";
  message.dataset.toast = "";
  message.append(Object.assign(document.createElement("p"), { textContent: text }));
  document.querySelector("#toasts").append(message);
  dress(message);
}

/** Give a toast its close button and its ten seconds, which wait while it is read or focused. */
function dress(message) {
  delete message.dataset.toast;
  if (message.dataset.saved) forgetKept(message.dataset.saved);
  const close = Object.assign(document.createElement("button"), { type: "button", className: "as-link", textContent: "Fermer" });
  close.addEventListener("click", () => message.remove());
  message.append(close);
  let clock = setTimeout(() => message.remove(), TOAST_MS);
  for (const event of ["mouseenter", "focusin"]) message.addEventListener(event, () => clearTimeout(clock));
  for (const event of ["mouseleave", "focusout"]) {
    message.addEventListener(event, () => { clock = setTimeout(() => message.remove(), TOAST_MS); });
  }
}

/** Texts sent to this address have been saved: `keeping.js` need not offer them again. */
function forgetKept(address) {
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith("maillage.kept:") && key.includes(`:${address}:`)) localStorage.removeItem(key);
  }
}

document.addEventListener("htmx:response:error", ({ detail: { ctx } }) => {
  const { status, headers } = ctx.response;
  if (status === 422) return; // the part that was swapped says it in place
  const isSentence = (headers.get("Content-Type") ?? "").startsWith("text/plain");
  toast(isSentence ? ctx.text : GENERIC);
});
document.addEventListener("htmx:error", ({ detail }) => {
  if (detail.error?.name !== "AbortError" && !detail.ctx?.response) toast(OFFLINE);
});

// Appearance

function offerThemes() {
  const choices = document.querySelector("#theme");
  if (!choices) return;
  choices.hidden = false;
  const current = localStorage.getItem("theme") ?? "";
  for (const radio of choices.querySelectorAll("input")) {
    radio.checked = radio.value === current;
    radio.addEventListener("change", () => {
      if (radio.value) localStorage.setItem("theme", radio.value);
      else localStorage.removeItem("theme");
      if (radio.value) document.documentElement.dataset.bsTheme = radio.value;
      else delete document.documentElement.dataset.bsTheme;
    });
  }
}

// Tables that sort: <table data-sort>; a cell sorts by the number of its data-value, else by its text

const french = new Intl.Collator("fr", { numeric: true });

function compare(a, b) {
  if ("value" in a.dataset && "value" in b.dataset) return a.dataset.value - b.dataset.value;
  return french.compare(a.textContent.trim(), b.textContent.trim());
}

function sortable(table) {
  delete table.dataset.sort;
  for (const head of table.tHead.querySelectorAll("th")) {
    if (!head.textContent.trim() || head.querySelector(".visually-hidden")) continue; // a column of gestures
    const button = Object.assign(document.createElement("button"), { type: "button", className: "sort" });
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => sortBy(table, head));
  }
}

function sortBy(table, head) {
  const down = head.getAttribute("aria-sort") === "ascending";
  for (const other of table.tHead.querySelectorAll("[aria-sort]")) other.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", down ? "descending" : "ascending");
  const rows = [...table.tBodies[0].rows].sort((a, b) => compare(a.cells[head.cellIndex], b.cells[head.cellIndex]));
  table.tBodies[0].append(...(down ? rows.reverse() : rows));
}

// Sheets of tips and badges. Without this script a click opens the first sheet of that id; with it, the nearest,
// since the same source may be cited twice on a page. Tips also open when reached by keyboard.

const sheetOf = (button) => button?.nextElementSibling;

document.addEventListener("click", (event) => {
  const button = event.target.closest(".tip, .evidence");
  if (!button) return;
  event.preventDefault();
  sheetOf(button).togglePopover({ source: button });
});
document.addEventListener("focusin", ({ target }) => {
  if (target.matches(".tip:focus-visible")) sheetOf(target).showPopover({ source: target });
});
document.addEventListener("focusout", ({ target }) => {
  if (target.matches(".tip")) sheetOf(target).hidePopover();
});

// Paper shows what is folded, in browsers whose style sheets cannot open it

let unfolded = [];
addEventListener("beforeprint", () => {
  unfolded = [...document.querySelectorAll(".fold:not([open], .no-print)")];
  for (const fold of unfolded) fold.open = true;
});
addEventListener("afterprint", () => {
  for (const fold of unfolded) fold.open = false;
});

// What has just arrived, with the page or with a swap

function enhance() {
  document.querySelectorAll("table[data-sort]").forEach(sortable);
  document.querySelectorAll("[data-toast]").forEach(dress);
  document.querySelector("[data-focus]")?.focus();
  document.querySelectorAll("[data-focus]").forEach((summary) => delete summary.dataset.focus);
}

offerThemes();
enhance();
document.addEventListener("htmx:after:swap", enhance);
