// Copy a link, print a poster: what one can also do by hand, in one gesture.

async function copy(field) {
  field.select();
  if (navigator.clipboard) await navigator.clipboard.writeText(field.value);
  else document.execCommand("copy"); // a site served without HTTPS has no clipboard
}

for (const button of document.querySelectorAll("[data-copy]")) {
  const said = document.createElement("span");
  said.setAttribute("role", "status");
  button.after(said);
  button.hidden = false;
  button.addEventListener("click", async () => {
    await copy(document.getElementById(button.dataset.copy));
    said.textContent = button.dataset.copied ?? "Lien copié.";
  });
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
