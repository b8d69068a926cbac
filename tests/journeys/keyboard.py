"""Hands on the keyboard: going from place to place, and seeing where one is at each step."""

from playwright.sync_api import Locator, Page

#: Empty when the focused element shows that it has the focus and is not hidden behind something.
WHAT_IS_WRONG = """() => {
  const at = document.activeElement;
  if (at === document.body || !at.matches(":focus")) return ""; // the button inside a date shows itself
  const name = `${at.tagName} ${at.id} ${at.className} ${at.textContent.trim().slice(0, 40)}`;
  const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(at);
  const isMarked = (outlineStyle !== "none" && parseFloat(outlineWidth) >= 1) || boxShadow !== "none";
  if (!isMarked) return `${name}: nothing shows the focus`;
  const box = at.getClientRects()[0]; // the first line, when it runs over several
  const middle = (Math.max(box.top, 0) + Math.min(box.bottom, innerHeight)) / 2;
  const places = [0.5, 0.1, 0.9].map((part) => [box.left + box.width * part, middle]);
  const isSeen = places.some(([x, y]) => at.contains(document.elementFromPoint(x, y)));
  return isSeen ? "" : `${name}: hidden at ${Math.round(box.left)}, ${Math.round(box.top)}`;
}"""


def press(page: Page, *keys: str) -> None:
    """Press keys one by one; wherever the focus goes, it must be seen."""
    for key in keys:
        page.keyboard.press(key)
        if wrong := page.evaluate(WHAT_IS_WRONG):
            raise AssertionError(wrong)


def go_to(page: Page, wanted: Locator, key: str = "Tab") -> None:
    """Press Tab (or Shift+Tab) until a place has the focus."""
    wanted.wait_for(state="attached")
    for _ in range(150):
        press(page, key)
        if wanted.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"{wanted} cannot be reached with {key}")


def open_link(page: Page, name: str) -> None:
    go_to(page, page.get_by_role("link", name=name, exact=True).first)
    page.keyboard.press("Enter")
    page.wait_for_load_state()
