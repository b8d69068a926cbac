"""Chromium, and what is asked of any page in it."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from maillage.kernel.paths import NODE_MODULES

#: The first is the same without its windows: pages open twice as fast.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
CHROMIUM = next(filter(None, map(shutil.which, NAMES)), None)
NO_CHROMIUM = "no Chromium on this machine"
#: `pytestmark` of every module whose tests open a browser.
IN_A_BROWSER = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason=NO_CHROMIUM),
    pytest.mark.django_db(transaction=True),
]
#: Each page reads its scripts and axe anew, for less than a second: to optimise them costs more than it gives. What was
#: compiled for the page before is kept.
SCRIPTS = "--js-flags=--always-sparkplug --no-maglev --no-opt --no-flush-bytecode --single-threaded-gc"
#: Milliseconds for a gesture to have its effect, on the busiest machine.
PATIENCE = 60_000
expect.set_options(timeout=PATIENCE)
#: Asked once: `wait_for_function` asks again and again, by `eval`, which the policy of the pages forbids.
WHOLE = """new Promise((done) => {
  document.readyState === "complete" ? done() : addEventListener("load", () => done(), { once: true });
})"""
AXE = NODE_MODULES / "axe-core/axe.min.js"
#: What the pages of a structure, or all, have around what they say.
FRAME = [".site-header", ".rail", ".site-footer"]


@contextmanager
def chromium() -> Iterator[Browser]:
    """Its event loop would make Django refuse the queries of the tests."""
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", SCRIPTS]
        )
        yield browser
        browser.close()


def bring_axe(context: BrowserContext) -> None:
    """Every page of it has axe at hand: to send it to each takes longer than to look. It wakes on those looked at."""
    context.add_init_script(script=f"window.bringAxe = () => {{ {AXE.read_text()} }};")


def violations(page: Page, *, known: bool = False) -> list[tuple[str, str]]:
    """What axe finds wrong on a page as it is shown now: (rule, first element).

    Of a page that is `known`, because another state of it is looked at whole: neither its frame again, nor the contrast
    of each word, nearly half of the work. What a state adds is made of parts that are all in `components`, in both looks.

    Without reading the style sheets again, a quarter of its time: one rule needs them, see `test_no_page_is_locked`.
    A page that has just come may hold nothing yet: one waits until it is whole.
    """
    page.evaluate(WHOLE)
    if not page.evaluate("'axe' in window || !!window.bringAxe?.() || 'axe' in window"):
        page.evaluate(AXE.read_text())
    found = page.evaluate(
        """([left, enabled]) => axe.run({ exclude: left }, {
             preload: false, resultTypes: ["violations"], rules: { "color-contrast": { enabled } },
           }).then(({ violations }) => violations.map(({ id, nodes }) => [id, String(nodes[0].target)]))""",
        [FRAME if known else [], not known],
    )
    return [(rule, target) for rule, target in found]


def overflow(page: Page) -> int:
    """How many pixels a page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))


def weight(page: Page, url: str) -> int:
    """Bytes received over the wire to show a page, headers included, with an empty cache and without map data."""
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    network.send("Network.setCacheDisabled", {"cacheDisabled": True})
    addresses: dict[str, str] = {}
    received: dict[str, float] = {}
    network.on(
        "Network.requestWillBeSent",
        lambda sent: addresses.update({sent["requestId"]: sent["request"]["url"]}),
    )
    network.on(
        "Network.loadingFinished", lambda end: received.update({end["requestId"]: end["encodedDataLength"]})
    )
    answer = page.goto(url, wait_until="networkidle")
    assert answer is not None
    assert answer.ok, url
    network.detach()
    return round(sum(size for each, size in received.items() if "/geo/" not in addresses[each]))
