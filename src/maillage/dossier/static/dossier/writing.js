// The plain box becomes an editor: same field, same form, the HTML instead of the text. What is typed is kept on the
// site every twenty seconds, and said to be kept only when the site gave back the number of what it keeps.
const WORDS = {
  attachFiles: "Joindre des fichiers", bold: "Gras", bullets: "Liste", byte: "octet", bytes: "octets",
  captionPlaceholder: "Légende", code: "Code", heading1: "Intertitre", indent: "Décaler à droite", italic: "Italique",
  link: "Lien", numbers: "Liste numérotée", outdent: "Décaler à gauche", quote: "Citation", redo: "Refaire",
  remove: "Retirer", strike: "Barré", undo: "Annuler", unlink: "Retirer le lien", url: "Adresse",
  urlPlaceholder: "https://…", GB: "Go", KB: "Ko", MB: "Mo", PB: "Po", TB: "To",
};
const EVERY = 20_000; // milliseconds
const WORDY = /mso-|class=["']?Mso|<o:p|<table|<v:/i;
const form = document.getElementById("writing");

if (form) start();

function start() {
  const box = form.elements.text;
  const refused = document.querySelector(".error-summary") !== null;
  if (window.Trix) {
    Object.assign(Trix.config.lang, WORDS);
    // Titles keep the rank that we keep them by.
    Trix.config.blockAttributes.heading1.tagName = "h3";
    for (const [name, tagName] of [["heading2", "h4"], ["heading3", "h5"]]) {
      Trix.config.blockAttributes[name] = { tagName, terminal: true, breakOnReturn: true, group: false };
    }
    enrich(box, refused);
  } else keepDrafts(box, box, refused);
}

function enrich(box, refused) {
  const editor = document.createElement("trix-editor");
  const label = form.querySelector(`label[for="${box.id}"]`);
  label.id ||= `${box.id}-label`;
  editor.setAttribute("input", box.id);
  editor.setAttribute("aria-labelledby", label.id);
  // After a refusal the box already holds the HTML that was sent.
  const kept = refused ? box.value : JSON.parse(document.getElementById("kept-html").textContent);
  box.value = withTablesHeld(kept);
  form.elements.rich.value = "on";
  box.hidden = true;
  box.after(editor);
  form.addEventListener("submit", () => {
    // The field follows what is shown, a frame late: the last letters of who types fast would not leave.
    editor.editorController?.render();
  });
  document.addEventListener("trix-file-accept", (event) => event.preventDefault());
  editor.addEventListener("paste", (event) => pasteWords(event, editor), { capture: true });
  editor.addEventListener("trix-initialize", () => keepDrafts(box, editor, refused), { once: true });
}

/** The editor knows no table: it holds each whole, as what one joins. */
function withTablesHeld(html) {
  if (!html.includes("<table")) return html;
  const page = new DOMParser().parseFromString(html, "text/html");
  for (const table of page.querySelectorAll("table")) {
    const held = page.createElement("figure");
    held.dataset.trixAttachment = JSON.stringify({ content: table.outerHTML, contentType: "application/vnd.maillage.table" });
    table.replaceWith(held);
  }
  return page.body.innerHTML;
}

async function pasteWords(event, editor) {
  const html = event.clipboardData?.getData("text/html") ?? "";
  if (!WORDY.test(html)) return;
  const plain = event.clipboardData.getData("text/plain");
  event.preventDefault();
  event.stopImmediatePropagation();
  const said = document.getElementById("pasted-said");
  try {
    const answer = await send(form.dataset.paste, { text: html });
    if (typeof answer.html !== "string") throw new Error(answer.refusal);
    editor.editor.insertHTML(withTablesHeld(answer.html));
    said.textContent = answer.said;
  } catch {
    editor.editor.insertString(plain);
    said.textContent = "Le texte est collé sans sa mise en forme : le site ne répond pas.";
  }
}

/** Rejects what is no answer of ours: a page of sign-in, an error, silence. */
async function send(url, fields) {
  const body = new FormData();
  body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  for (const [name, value] of Object.entries(fields)) body.set(name, value);
  const response = await fetch(url, { method: "POST", body, redirect: "manual", headers: { Accept: "application/json" } });
  if (!(response.headers.get("Content-Type") ?? "").includes("application/json")) {
    throw new Error(response.type === "opaqueredirect" ? "votre session est terminée" : "il ne répond pas");
  }
  return response.json();
}

function keepDrafts(box, where, refused) {
  const kept = document.getElementById("draft-kept");
  const lost = document.getElementById("draft-lost");
  let changed = refused;
  let unkept = refused; // since the last time that the site said so
  let sending = false;
  let hasPen = false;
  let leaving = false;
  let number = 0;

  where.addEventListener(where === box ? "input" : "trix-change", () => {
    changed = unkept = true;
    if (!hasPen) takePen();
  });
  form.addEventListener("submit", () => { leaving = true; });
  window.addEventListener("pageshow", () => { leaving = false; });
  window.addEventListener("beforeunload", (event) => !leaving && unkept && event.preventDefault());
  window.addEventListener("pagehide", () => {
    if (!leaving && hasPen && !unkept) giveBack();
  });
  document.getElementById("draft-copy").addEventListener("click", () => copy(box));
  setInterval(() => changed && keep(), EVERY);
  document.addEventListener("maillage:keep", () => changed && keep()); // at once, for who cannot wait
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && changed && keep());

  async function takePen() {
    hasPen = true; // asked once
    try {
      const answer = await send(form.dataset.pen, {});
      held(answer.held_by);
    } catch (error) {
      fail(error.message);
    }
  }

  async function keep() {
    if (sending || leaving) return;
    sending = true;
    changed = false;
    const fields = { text: box.value, version: form.elements.version.value };
    if (form.elements.rich.value) fields.rich = "on";
    try {
      const answer = await send(form.dataset.draft, fields);
      if (!Number.isInteger(answer.number)) throw new Error(answer.refusal);
      number = answer.number;
      unkept = changed;
      lost.hidden = true;
      kept.textContent = `Brouillon gardé à ${answer.at}.`;
      kept.dataset.number = number;
      held(answer.held_by);
    } catch (error) {
      changed = true; // tried again
      fail(error.message);
    } finally {
      sending = false;
    }
  }

  function fail(why) {
    kept.textContent = "";
    document.getElementById("draft-why").textContent = why || "il ne répond pas";
    lost.hidden = false;
  }

  function held(who) {
    document.getElementById("pen-who").textContent = who;
    document.getElementById("pen-lost").hidden = !who;
  }

  function giveBack() {
    const body = new FormData();
    body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    body.set("give_back", "1");
    navigator.sendBeacon(form.dataset.pen, body);
  }
}

async function copy(box) {
  const words = new DOMParser().parseFromString(box.value, "text/html").body.innerText;
  try {
    await navigator.clipboard.writeText(words);
  } catch {
    box.hidden = false; // a browser that lends no clipboard: the text is there to be copied
    box.select();
  }
}
