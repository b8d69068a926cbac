// Reading a document by a link: a passage is quoted from the text, what is being written is kept every twenty seconds.

const EVERY = 20_000;

function keep(form) {
  const box = form.elements.words;
  const said = form.querySelector("[data-kept]");
  let sent = box.value;
  setInterval(async () => {
    if (box.value === sent) return;
    const words = box.value;
    const body = new FormData();
    body.set("words", words);
    body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    try {
      const answer = await fetch(form.dataset.draft, { method: "POST", body });
      said.textContent = (await answer.json()).said;
      if (answer.ok) sent = words; // kept only once the server says so
    } catch {
      said.textContent = "Pas gardé sur le site : la connexion manque. Ce texte reste dans ce navigateur.";
    }
  }, EVERY);
}

function quote(form) {
  const text = document.getElementById(form.dataset.quotes);
  document.addEventListener("selectionchange", () => {
    const chosen = document.getSelection();
    if (!chosen.rangeCount || !text.contains(chosen.getRangeAt(0).commonAncestorContainer)) return;
    const words = chosen.toString().replace(/\s+/g, " ").trim().slice(0, 1000);
    if (words) form.elements.quotation.value = words;
  });
}

for (const form of document.querySelectorAll("form[data-draft]")) keep(form);
for (const form of document.querySelectorAll("form[data-quotes]")) quote(form);
