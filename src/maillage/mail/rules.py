"""Who a message is from, in words that no header can be broken with; and when to try again."""

import re
from datetime import timedelta
from unicodedata import category, normalize

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
