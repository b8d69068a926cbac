"""What a bulletin says in plain text, and how many refusals are too many at once."""

from collections.abc import Iterable
from datetime import timedelta

from maillage.kernel import date_in_french, with_no_break_spaces
from maillage.ui.slots import NewsItem

#: More refusals than this from one mail domain, in this time, are held: a filter may have made them.
MOST_AT_ONCE = 5
AT_ONCE = timedelta(minutes=10)


def body_of(words: str, items: Iterable[NewsItem], *, name: str, site: str) -> str:
    """The message: the words, the news, who writes. `site`: « https://maillage.example », for the pages named."""
    told = [line_of(item, site) for item in items]
    parts = [words.strip(), "\n".join(["Ce qui s’est passé", *told]) if told else ""]
    foot = f"Vous recevez ce bulletin parce que vous faites partie de « {name} »."
    return with_no_break_spaces("\n\n".join(filter(None, [*parts, foot]))) + "\n"


def line_of(item: NewsItem, site: str) -> str:
    """« – 3 mars 2026 : Lou Fictif nous rejoint. »"""
    where = f"\n  {site.rstrip('/')}{item.path}" if item.path else ""
    return f"– {date_in_french(item.day)} : {item.sentence}{where}"


def domain_of(address: str) -> str:
    return address.rpartition("@")[2].lower()


def half_hidden(address: str) -> str:
    """« lou@example.org » → « l…@example.org »: its owner knows it, nobody else learns it."""
    name, _, domain = address.rpartition("@")
    return f"{name[:1]}…@{domain}"
