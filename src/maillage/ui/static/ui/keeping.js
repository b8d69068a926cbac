// Long texts are kept in this browser until they are saved: <form data-keep="who writes">, plain box or editor.
// The session may end, the machine may stop: what was typed is offered again on its page. `saved` of `say` forgets it.

import { unfold } from "./folds.js";

const DAYS = 30;
const KEPT = "maillage.kept:";
const day = new Intl.DateTimeFormat("fr", { dateStyle: "long", timeStyle: "short" });

function forgetOldOnes() {
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith(KEPT) && Date.now() - read(key).at > DAYS * 24 * 3600 * 1000) localStorage.removeItem(key);
  }
}

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

function keep(form, box) {
  const key = `${KEPT}${form.dataset.keep}:${new URL(form.action).pathname}:${box.name}`;
  const editor = form.querySelector(`trix-editor[input="${box.id}"]`);
  if (editor && !editor.editor) {
    editor.addEventListener("trix-initialize", () => watch(form, box, editor, key), { once: true });
  } else watch(form, box, editor, key);
}

function watch(form, box, editor, key) {
  const begun = !editor || editor.editor.canUndo(); // one may type before this script comes
  const first = begun ? box.defaultValue : box.value;
  const refused = form.querySelector(".error-summary, .field-error:not([hidden])") !== null; // then what it shows is not saved
  const kept = read(key);
  let undecided = false;
  if (kept && !same(kept.text, first)) {
    undecided = true;
    offer(box, kept, {
      take() {
        undecided = false;
        if (editor) editor.editor.loadHTML(kept.rich ? kept.text : asHtml(kept.text));
        else box.value = kept.rich ? asText(kept.text) : kept.text;
        // Written beside an older text: saving it shows both when another one was saved since.
        if (kept.version !== undefined) form.elements.version.value = kept.version;
        (editor ?? box).focus();
      },
      forget() {
        undecided = false;
        localStorage.removeItem(key);
      },
    });
  }
  (editor ?? box).addEventListener(editor ? "trix-change" : "input", remember);
  if (box.value !== first) remember();

  function remember() {
    if (undecided) return; // nothing takes the place of a text that waits for an answer
    if (same(box.value, first) && !refused) localStorage.removeItem(key);
    else store(key, { text: box.value, rich: Boolean(editor), version: form.elements.version?.value, at: Date.now() });
  }
}

/** The editor writes other tags than those we keep, for the same text. */
function same(one, other) {
  const [ours, theirs] = [one, other].map((html) =>
    html.replace(/<(\/?)div/g, "<$1p").replace(/<(\/?)h1/g, "<$1h3").replace(/ rel="[^"]*"/g, "").replace(/\s|&nbsp;/g, ""));
  return ours === theirs;
}

function store(key, entry) {
  try {
    localStorage.setItem(key, JSON.stringify(entry));
  } catch {
    // This browser keeps nothing, or is full: the text is on the page all the same.
  }
}

function offer(box, kept, { take, forget }) {
  const notice = document.createElement("div");
  notice.className = "notice notice-awaits";
  notice.setAttribute("role", "status");
  const words = Object.assign(document.createElement("p"), {
    textContent: `Un texte commencé ici n’a pas été enregistré (${day.format(kept.at)}). Il est gardé sur cet appareil.`,
  });
  const buttons = Object.assign(document.createElement("div"), { className: "buttons" });
  for (const [label, act, look] of [["Reprendre ce texte", take, "btn"], ["L’oublier", forget, "as-link"]]) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: look, textContent: label });
    button.addEventListener("click", () => {
      notice.remove();
      act();
    });
    buttons.append(button);
  }
  const column = document.createElement("div");
  column.append(words, buttons);
  notice.append(column);
  box.form.prepend(notice);
  unfold(box);
}

function asText(html) {
  const page = new DOMParser().parseFromString(html.replace(/<br>|<\/(p|div|li|h\d)>/g, "$&\n"), "text/html");
  return page.body.textContent.trim();
}

function asHtml(text) {
  const paragraph = document.createElement("div");
  paragraph.innerText = text;
  return paragraph.innerHTML;
}

forgetOldOnes();
for (const form of document.querySelectorAll("form[data-keep]")) {
  form.querySelectorAll("textarea").forEach((box) => keep(form, box));
}
