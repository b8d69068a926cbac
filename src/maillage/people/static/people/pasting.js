// The « Coller une liste » box: what is understood goes on, what is not stays in the box with a sentence.
import { readPeople } from "./people.js";

const OFFLINE = "Le serveur ne répond pas : la liste reste ici. Vérifiez votre connexion, puis recommencez.";

const MOST_TOLD = 5;

/** « Ligne 3, « Max ; dompteur » : la profession « dompteur » n’est pas reconnue. » */
function told(problems) {
  if (!problems.length) return "";
  const count = problems.length > 1 ? `${problems.length} lignes` : "1 ligne";
  const reasons = problems.slice(0, MOST_TOLD).map(({ number, text, why }) => `Ligne ${number}, « ${text.length > 40 ? `${text.slice(0, 40)}…` : text} » : ${why}.`);
  return [`${count} à corriger ci-dessus.`, ...reasons, "Écrivez « Nom ; profession »."].join(" ");
}

/** `take` is given the people, the form, and what is told of the other lines; it may answer a sentence more. */
export function watchPaste(take) {
  const form = document.getElementById("paste-people");
  const box = document.getElementById("pasted");
  const error = document.getElementById("pasted-error");
  form?.addEventListener("submit", async (event) => {
    event.preventDefault();
    let sentence = "";
    try {
      const { people, problems } = await readPeople(box.value);
      box.value = problems.map((problem) => problem.text).join("\n");
      sentence = told(problems);
      if (people.length) sentence = [sentence, take(people, form, sentence)].filter(Boolean).join(" ");
    } catch {
      sentence = OFFLINE;
    }
    error.hidden = !sentence;
    error.textContent = sentence;
  });
}
