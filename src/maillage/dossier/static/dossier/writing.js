// The plain box becomes an editor: same field, same form, the HTML instead of the text.
const WORDS = {
  attachFiles: "Joindre des fichiers", bold: "Gras", bullets: "Liste", byte: "octet", bytes: "octets",
  captionPlaceholder: "Légende", code: "Code", heading1: "Intertitre", indent: "Décaler à droite", italic: "Italique",
  link: "Lien", numbers: "Liste numérotée", outdent: "Décaler à gauche", quote: "Citation", redo: "Refaire",
  remove: "Retirer", strike: "Barré", undo: "Annuler", unlink: "Retirer le lien", url: "Adresse",
  urlPlaceholder: "https://…", GB: "Go", KB: "Ko", MB: "Mo", PB: "Po", TB: "To",
};
const form = document.getElementById("writing");
const box = form.elements.text;
const refused = document.querySelector(".error-summary") !== null;

if (window.Trix) {
  Object.assign(Trix.config.lang, WORDS);
  enrich();
}

function enrich() {
  const editor = document.createElement("trix-editor");
  const label = form.querySelector(`label[for="${box.id}"]`);
  label.id ||= `${box.id}-label`;
  editor.setAttribute("input", box.id);
  editor.setAttribute("aria-labelledby", label.id);
  // After a refusal the box already holds the HTML that was sent.
  if (!refused) box.value = JSON.parse(document.getElementById("kept-html").textContent);
  form.elements.rich.value = "on";
  box.hidden = true;
  box.after(editor);
  let changed = false;
  editor.addEventListener("trix-initialize", () => editor.addEventListener("trix-change", () => { changed = true; }));
  form.addEventListener("submit", () => {
    // The field follows what is shown, a frame late: the last letters of who types fast would not leave.
    editor.editorController?.render();
    changed = false;
  });
  window.addEventListener("beforeunload", (event) => changed && event.preventDefault());
  document.addEventListener("trix-file-accept", (event) => event.preventDefault());
}
