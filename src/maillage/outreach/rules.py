"""What a bulletin says in plain text, how many refusals are too many at once, the words of campaigns, the hours of an
event, how a convention stands on a day."""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from django.utils import timezone

from maillage import kernel
from maillage.kernel import DAYS, BadInput, add_months, date_in_french, folded, with_no_break_spaces
from maillage.legislation import steps_of
from maillage.outreach.enums import Answer, ConventionState, Phase
from maillage.outreach.models import Convention
from maillage.outreach.types import ConventionStanding
from maillage.ui.slots import NewsItem

#: More refusals than this from one mail domain, in this time, are held: a filter may have made them.
MOST_AT_ONCE = 5
AT_ONCE = timedelta(minutes=10)
SPACE = "\N{NO-BREAK SPACE}"
#: The step of a form that files a letter of intent, where it has one.
LETTER = "lettre_d_intention"
_NUMBER = re.compile(r"^[0-9]+ *((bis|ter|quater|[a-d])\b)? *")
ONE_DAY = timedelta(days=1)


def body_of(words: str, items: Iterable[NewsItem], *, name: str, site: str, contact: str = "") -> str:
    """The message: the words, the news, who writes. `site`: « https://maillage.example », for the pages named."""
    told = [line_of(item, site) for item in items]
    parts = [words.strip(), "\n".join(["Ce qui s’est passé", *told]) if told else ""]
    foot = f"Vous recevez ce bulletin parce que vous faites partie de « {name} »."
    foot += f"\nPour nous joindre : {contact}." if contact else ""
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


def instants(day: date, starts: time, ends: time, last_day: date | None = None) -> tuple[datetime, datetime]:
    """On the clocks of here; see `kernel.instants`."""
    return kernel.instants(day, starts, ends, last_day, zone=timezone.get_default_timezone())


def when(starts_at: datetime, ends_at: datetime) -> str:
    return kernel.when(starts_at, ends_at, zone=timezone.get_default_timezone())


def lasts_days(starts_at: datetime, ends_at: datetime) -> bool:
    return kernel.lasts_days(starts_at, ends_at, zone=timezone.get_default_timezone())


#: One is ticked from so long before it begins: the first arrive early, and nobody is there the day before.
TICKED_BEFORE = timedelta(hours=1)


def ticked_from(starts_at: datetime, on: date | None = None) -> datetime:
    """When the list of those present opens. `on`: a day of several; the hour when a later one begins is not known."""
    if on is None or on <= timezone.localdate(starts_at):
        return starts_at - TICKED_BEFORE
    return datetime.combine(on, time(), timezone.get_default_timezone()).astimezone(UTC)


def day_in_words(day: date) -> str:
    """« jeudi 14 janvier 2027 »."""
    return f"{DAYS[day.weekday()]} {date_in_french(day)}"


_HOURS = re.compile(r"^(?P<hours>\d{1,2})(?:[.,](?P<part>\d{1,2})|\s*h\s*(?P<minutes>[0-5]\d)?)?\s*h?$")
MOST_DAYS = 31


def minutes_by_day(text: str, first: date, last: date) -> dict[date, int]:
    """« 7 » (the same each day) or « 7 ; 3,5 » (in their order; 0: not that day) → minutes of each day of presence.

    Raises BadInput.
    """
    count = (last - first).days + 1
    if count > MOST_DAYS:
        raise BadInput("Un événement dure un mois au plus : faites-en plusieurs.", field="last_day")
    parts = [each.strip() for each in re.split("[;/]", text) if each.strip()]
    if len(parts) not in {1, count}:
        raise BadInput(
            f"Donnez un nombre d’heures, le même chaque jour, ou {count} séparés par « ; » : un par jour.",
            field="presence_hours",
        )
    told = [_minutes(part) for part in parts] * (count if len(parts) == 1 else 1)
    found = {first + ONE_DAY * rank: minutes for rank, minutes in enumerate(told) if minutes}
    if not found:
        raise BadInput("Dites au moins une heure de présence.", field="presence_hours")
    return found


def _minutes(part: str) -> int:
    """« 7 », « 3,5 », « 3 h 30 »."""
    if (read := _HOURS.match(part)) is None:
        raise BadInput(
            f"« {part[:20]} » n’est pas un nombre d’heures : écrivez 7, 3,5 ou 3 h 30.",
            field="presence_hours",
        )
    part_of_hour = round(60 * float(f"0.{read['part']}")) if read["part"] else int(read["minutes"] or 0)
    return int(read["hours"]) * 60 + part_of_hour


def hours_by_day(days: Mapping[date, int], first: date, last: date) -> str:
    """What minutes_by_day reads back: « 7 h ; 3 h 30 »."""
    count = (last - first).days + 1
    there = [divmod(days.get(first + ONE_DAY * rank, 0), 60) for rank in range(count)]
    told = [f"{hours} h {rest:02}".removesuffix(" 00") for hours, rest in there]
    return with_no_break_spaces(told[0] if len(set(told)) == 1 else " ; ".join(told))


def duration(minutes: int) -> str:
    """« 2 h 30 », « 45 min »."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest}{SPACE}min"
    return f"{hours}{SPACE}h{SPACE}{rest:02}" if rest else f"{hours}{SPACE}h"


@lru_cache(maxsize=8_192)
def same_name(name: str) -> str:
    """What two writings of one name share: « MARTIN Zoé » and « Zoe Martin »."""
    return " ".join(sorted(folded(name).split()))[:120] or name.lower()[:120]


#: Months before the last day to give notice: a convention is rewritten at two meetings, not the day before.
REMINDED_BEFORE = 2


def later(day: date, months: int) -> date:
    """The same day `months` later; a day that its month has not is the first of the next: no period is a day short."""
    found = add_months(day, months)
    return found if found.day == day.day else found + ONE_DAY


def period_of(convention: Convention, on: date) -> tuple[date, date] | None:
    """The days (first, and the one after the last) of its period that runs that day, or of its first; None without end.

    Periods that follow one another by tacit renewal leave no day out.
    """
    if convention.ends_on is None:
        return None
    first, months = convention.ends_on + ONE_DAY, convention.renewed_months
    if on < first or not months:
        return convention.starts_on, first
    rank = ((on.year - first.year) * 12 + on.month - first.month) // months
    while later(first, rank * months) <= on:
        rank += 1
    return later(first, (rank - 1) * months), later(first, rank * months)


def standing_of(convention: Convention, on: date) -> ConventionStanding:
    """Coming, running, to renew or ended, with its last day and the last one to give notice: from its dates alone."""
    if convention.stops_on:
        last_day = convention.stops_on
        if on > last_day:
            return ConventionStanding(ConventionState.ENDED, last_day)
        state = ConventionState.COMING if on < convention.starts_on else ConventionState.RUNNING
        return ConventionStanding(state, last_day)
    if (period := period_of(convention, on)) is None:
        running = on >= convention.starts_on
        return ConventionStanding(ConventionState.RUNNING if running else ConventionState.COMING)
    until, renews = period[1], bool(convention.renewed_months)
    last_day = until - ONE_DAY
    notice = add_months(until, -convention.notice_months) - ONE_DAY
    if on > last_day:
        return ConventionStanding(ConventionState.ENDED, last_day)
    is_time = on >= add_months(notice, -REMINDED_BEFORE) and (on <= notice or not renews)
    state = ConventionState.TO_RENEW if is_time else ConventionState.RUNNING
    if on < convention.starts_on:
        state = ConventionState.COMING
    return ConventionStanding(state, last_day, notice, renews=renews)


def said_of(convention: Convention, on: date) -> str:
    """How it stands, in a sentence."""
    standing = standing_of(convention, on)
    last, notice = _in_words(standing.last_day), _in_words(standing.notice)
    match standing.state:
        case ConventionState.COMING:
            said = f"Commence le {date_in_french(convention.starts_on)}."
        case ConventionState.ENDED:
            said = f"A pris fin le {last}."
        case ConventionState.TO_RENEW if standing.renews:
            said = f"Reconduite après le {last}, sauf si vous prévenez au plus tard le {notice}."
        case ConventionState.TO_RENEW if (
            convention.notice_months and standing.notice and on <= standing.notice
        ):
            said = f"Finit le {last}. Préavis à donner au plus tard le {notice}."
        case ConventionState.TO_RENEW:
            said = f"Finit le {last}."
        case _ if not last:
            said = "Sans terme."
        case _ if convention.notice_months and standing.renews and standing.notice and on > standing.notice:
            following = (
                standing_of(convention, standing.last_day + ONE_DAY) if standing.last_day else standing
            )
            said = f"Préavis passé depuis le {notice} : reconduite jusqu’au {_in_words(following.last_day)}."
        case _:
            said = f"Jusqu’au {last}{', puis reconduite' * standing.renews}."
    return with_no_break_spaces(said)


def _in_words(day: date | None) -> str:
    return date_in_french(day) if day else ""


# Campaigns: peers call peers.

#: Names given at once, and the most that one holds without an answer.
TEN = 10
#: A name held without an answer, or not called again on the day promised, goes back to the others after so long.
HELD_FOR = timedelta(days=14)
#: Two calls to one person within it are one too many.
WEEK = timedelta(days=7)
#: How long one tap is taken back.
UNDONE_WITHIN = timedelta(minutes=10)
#: How far ahead one promises to call again.
AGAIN_WITHIN = timedelta(days=180)
#: A message is heard when so many different people have said it; the one after would be one too many.
MOST_VOICES = 7
#: Somebody was heard: all but a wrong number and a telephone that rings.
HEARD = frozenset({Answer.JOINS, Answer.THINKS, Answer.NO, Answer.AGAIN, Answer.NEVER})
#: Nobody of the same campaign calls again.
SETTLED = frozenset({Answer.JOINS, Answer.NO, Answer.WRONG})
#: Somebody still calls: nothing was noted, or nothing that ends it.
LEFT_OPEN = frozenset({"", Answer.AGAIN, Answer.ABSENT})

#: By what a message travels, according to the moment.
_CHANNELS: Mapping[str, str] = {
    Phase.BEFORE_LETTER: "courriel, bouche à oreille, réseaux. On appelle surtout ceux que l’on connaît.",
    Phase.APPROVED: (
        "le téléphone, entre pairs. Un message s’entend sept fois, de sept personnes différentes."
    ),
    Phase.SIGNED: "des nouvelles. Un appel invite, un bulletin tient au courant.",
}

#: What follows the stage that was entered, where there is one.
_MIDDLES: Mapping[str, str] = {
    Phase.BEFORE_LETTER: (
        "Nous préparons un projet commun avec les soignants d’ici. Rien n’est écrit : c’est le moment d’y mettre ce qui "
        "vous pèse. Qu’est-ce qui vous ferait gagner du temps ?"
    ),
    Phase.APPROVED: (
        "Nous cherchons les voix de notre métier, pour que rien ne se décide sans nous. Qu’est-ce qui vous manque le plus "
        "dans votre exercice ?"
    ),
    Phase.SIGNED: "Les premières actions commencent. Qu’aimeriez-vous y trouver pour votre exercice ?",
}


def phases_of(form: str) -> dict[str, str]:
    """The moments at which a structure of this form may call, by the stages of its law: phase → words.

    Before anything is filed; once its project went to the agency, or is as far as it goes before a contract; once that
    is signed, where it signs one.
    """
    known = steps_of(form)
    stages = [(step, stage) for step in known for stage in step.reached if not stage.optional]
    signed = next((rank for rank, (_, stage) in enumerate(stages) if stage.signature), len(stages))
    letter = any(step.key == LETTER for step in known)
    found = {
        str(Phase.BEFORE_LETTER): "Avant la lettre d’intention" if letter else "Le projet s’écrit encore"
    }
    before = stages[:signed]
    if before:
        told = [stage for step, stage in before if any("ARS" in each for each in step.validators)]
        found[Phase.APPROVED] = (told or [before[-1][1]])[-1].entered
    if signed < len(stages):
        found[Phase.SIGNED] = stages[signed][1].entered
    return found


def phase_in_words(phase: str, form: str) -> str:
    """That of a campaign; a structure that became of another form keeps what it had said."""
    return phases_of(form).get(phase) or str(Phase(phase).label)


def channel_of(phase: str, form: str) -> str:
    """How one speaks at that moment."""
    return f"{phase_in_words(phase, form)} : {_CHANNELS[phase]}"


def street_of(address: str) -> str:
    """« 12 bis RUE DE LA PAIX » → « rue de la paix »: neighbours are called together."""
    return _NUMBER.sub("", folded(address))


def default_words(phase: str, name: str, form: str) -> str:
    """What one may say on the telephone, as long as nobody wrote better."""
    entered = "" if phase == Phase.BEFORE_LETTER else f"{phase_in_words(phase, form)}. "
    parts = (
        f"Bonjour, je suis un confrère d’ici. Je vous appelle pour « {name} ». Avez-vous deux minutes ?",
        f"{entered}{_MIDDLES[phase]}",
        (
            "Puis-je vous envoyer le lien pour nous rejoindre ? Si ce n’est pas le moment, quand vous rappeler ? "
            "Si vous ne voulez plus d’appel, je le note pour de bon."
        ),
    )
    return with_no_break_spaces("\n\n".join(parts))
