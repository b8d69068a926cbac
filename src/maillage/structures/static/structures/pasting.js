// The « Coller une liste » box: what is understood goes on, what is not stays in the box with a sentence.
import { readPeople } from "./people.js";

const OFFLINE = "Le serveur ne répond pas : la liste reste ici. Vérifiez votre connexion, puis recommencez.";

export function watchPaste(take) {
  const form = document.getElementById("paste-people");
  const box = document.getElementById("pasted");
  const error = document.getElementById("pasted-error");
  form?.addEventListener("submit", async (event) => {
    event.preventDefault();
    let sentence = "";
    try {
      const { people, problems } = await readPeople(box.value);
      box.value = problems.join("\n");
      if (problems.length) {
        const lines = problems.length > 1 ? `${problems.length} lignes` : "1 ligne";
        sentence = `Profession non reconnue : ${lines} à corriger ci-dessus. Écrivez « Nom ; profession ».`;
      }
      if (people.length) take(people, form);
    } catch {
      sentence = OFFLINE;
    }
    error.hidden = !sentence;
    error.textContent = sentence;
  });
}
