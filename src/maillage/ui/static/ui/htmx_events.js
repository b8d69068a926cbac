// Parts of a page that are swapped when a script says so.

/** Have htmx ask for what the element declares: now, or when it starts, which is after the page has loaded. */
export function ask(element, event) {
  const say = () => element.dispatchEvent(new Event(event));
  if (element.dataset.htmxPowered) say();
  else document.addEventListener("htmx:after:process", say, { once: true });
}
