// The plain box becomes an editor: same field, same form, the HTML instead of the text.
const form = document.getElementById("writing");
const box = form.elements.text;
const editor = document.createElement("trix-editor");
const kept = JSON.parse(document.getElementById("kept-html").textContent);
const refused = document.querySelector(".error-summary") !== null;

box.id = "text-input";
editor.setAttribute("input", box.id);
editor.setAttribute("role", "textbox");
editor.setAttribute("aria-multiline", "true");
editor.setAttribute("aria-label", "Votre texte");
if (!refused || !form.elements.rich.value) box.value = refused ? box.value : kept;
form.elements.rich.value = "on";
box.hidden = true;
box.after(editor);
document.addEventListener("trix-file-accept", (event) => event.preventDefault());
