"""What a bulletin says in plain text, how many refusals are too many at once, and the hours of an event."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

from django.utils import timezone

from maillage.kernel import BadInput, date_in_french, folded, with_no_break_spaces
from maillage.ui.slots import NewsItem

#: More refusals than this from one mail domain, in this time, are held: a filter may have made them.
MOST_AT_ONCE = 5
AT_ONCE = timedelta(minutes=10)
SPACE = "\N{NO-BREAK SPACE}"
DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")


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


def instants(day: date, starts: time, ends: time) -> tuple[datetime, datetime]:
    """When something begins and ends, on the clocks of here; an end that is not after its beginning is of the next day.

    An hour that comes twice, when clocks go back, is the first of them. Raises BadInput for one that never comes.
    """
    if starts == ends:
        raise BadInput("Cet événement finirait à l’heure où il commence. Vérifiez les heures.", field="ends")
    zone = timezone.get_default_timezone()
    last = day if ends > starts else day + timedelta(days=1)
    begun, over = (datetime.combine(*each, zone) for each in ((day, starts), (last, ends)))
    for name, moment in (("starts", begun), ("ends", over)):
        if moment.astimezone(UTC).astimezone(zone).time() != moment.time():
            raise BadInput(
                f"Le {date_in_french(moment.date())}, les horloges avancent : il n’est jamais {hour(moment)}. "
                "Choisissez une autre heure.",
                field=name,
            )
    return begun.astimezone(UTC), over.astimezone(UTC)


def hour(moment: datetime) -> str:
    """« 20 h 30 », « 22 h », as clocks of here say it when `moment` has a zone."""
    return f"{moment.hour}{SPACE}h{SPACE}{moment:%M}".removesuffix(f"{SPACE}00")


def when(starts_at: datetime, ends_at: datetime) -> str:
    """« jeudi 14 janvier 2027, de 20 h 30 à 22 h »."""
    begun, over = timezone.localtime(starts_at), timezone.localtime(ends_at)
    next_day = "" if over.date() == begun.date() else f" le {DAYS[over.weekday()]}"
    return (
        f"{DAYS[begun.weekday()]} {date_in_french(begun.date())}, de {hour(begun)} à {hour(over)}{next_day}"
    )


def duration(minutes: int) -> str:
    """« 2 h 30 », « 45 min »."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest}{SPACE}min"
    return f"{hours}{SPACE}h{SPACE}{rest:02}" if rest else f"{hours}{SPACE}h"


def same_name(name: str) -> str:
    """What two writings of one name share: « MARTIN Zoé » and « Zoe Martin »."""
    return " ".join(sorted(folded(name).split()))[:120] or name.lower()[:120]
