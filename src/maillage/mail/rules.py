"""Who a message is from, in words that no header can be broken with; when to try again; what a failure says."""

import re
from datetime import timedelta
from unicodedata import category, normalize

from maillage.mail.enums import Verdict

#: Anything that Python or a mail server takes for the end of a line, and the other controls.
BREAKS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
#: What has a meaning in the name of an address.
MARKS = re.compile(r'[<>"\\,;:]')
LONGEST_NAME = 100
#: From one try to the next: an address that a server puts off for a day and a half is given up.
DELAYS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=8),
    timedelta(hours=24),
)
#: A message handed over for longer than this was left by its worker.
LEFT_AFTER = timedelta(minutes=5)


def breaks_headers(text: str) -> bool:
    return bool(BREAKS.search(text))


def display_name(words: str) -> str:
    """« M. Escoffre (CPTS du Val) » for the name of an address: without marks, invisible letters, or another address.

    A name that holds an address is read as that address by who receives it.
    """
    seen = "".join(letter for letter in words if not category(letter).startswith("C"))
    kept = [word for word in MARKS.sub(" ", seen).split() if "@" not in normalize("NFKC", word)]
    return " ".join(kept)[:LONGEST_NAME].strip()


def delay_after(attempts: int) -> timedelta | None:
    """Before the next try, when `attempts` were made; None: no more."""
    return DELAYS[attempts - 1] if attempts <= len(DELAYS) else None


#: « 5.1.1 » (RFC 3463), and the three digits of SMTP before it, or alone.
STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?!\d|\.\d)")
CODE = re.compile(r"(?:^|;\s*|\s)([245])\d\d(?=[ \-]|$)")
#: The address does not exist, or no more; not what blames the sender (5.1.7, 5.1.8).
DEAD = frozenset({"5.1.0", "5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1"})
#: By its second number: of our system, of our message, or of what is thought of both.
NOT_OF_THE_ADDRESS = frozenset("3567")
#: So many sendings in a row, over so long.
MOST_FAILURES, FAILING_FOR = 3, timedelta(days=10)
SAID = {
    "5.1.2": "Le nom après l’arobase n’existe pas.",
    "5.2.1": "Cette boîte est fermée.",
    "1": "Cette adresse n’existe pas, ou plus.",
    "2": "Sa boîte est pleine, ou ne prend plus de messages.",
    "4": "Sa messagerie ne répond pas.",
}


def status_of(status: str, said: str) -> str:
    """« 5.1.1 », from the field of a report, else from what the server said; « 5.0.0 » from « 550 … »; empty: neither."""
    for text in (status, said):
        found = STATUS.search(text)
        if found and not found[1].endswith(".0.0"):
            return found[1]
    if found := STATUS.search(status) or STATUS.search(said):
        return found[1]
    code = CODE.search(said)
    return f"{code[1]}.0.0" if code else ""


def verdict_on(status: str) -> Verdict:
    if status in DEAD:
        return Verdict.DEAD
    kind, _, rest = status.partition(".")
    if kind not in {"4", "5"} or rest[:1] in NOT_OF_THE_ADDRESS or status in {"5.1.7", "5.1.8"}:
        return Verdict.SAYS_NOTHING
    return Verdict.COUNTS


def failure_in_words(status: str) -> str:
    """« Cette adresse n’existe pas, ou plus. »"""
    second = status.partition(".")[2].partition(".")[0]
    return SAID.get(status) or SAID.get(second, "Sa messagerie ne prend pas nos messages.")
