// The chapters of a diagnosis: a link to what one of them holds opens it, one button opens them all.
// Without this script, each opens by its title.

import { unfold } from "../ui/folds.js";

const chapters = [...document.querySelectorAll(".chapter")];

function openTarget() {
  const target = document.querySelector(":target");
  if (!target) return;
  unfold(target);
  target.scrollIntoView();
}

function offerAll() {
  const line = document.querySelector(".open-all");
  const button = line.querySelector("button");
  const allOpen = () => chapters.every((chapter) => chapter.open);
  const say = () => { button.textContent = allOpen() ? "Tout fermer" : "Tout ouvrir"; };
  button.addEventListener("click", () => {
    const open = !allOpen();
    for (const chapter of chapters) chapter.open = open;
  });
  for (const chapter of chapters) chapter.addEventListener("toggle", say);
  line.hidden = false;
  say();
}

offerAll();
openTarget();
addEventListener("hashchange", openTarget);
