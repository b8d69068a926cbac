// What is folded away, and must be seen.

/** Open every fold that hides the element, and the element itself when it is one. */
export function unfold(element) {
  for (let fold = element.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
}
