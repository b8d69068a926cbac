"""What a bulletin proposes by itself: what happened since the last one."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from hashlib import blake2s
from itertools import groupby

from django.db.models import Min
from django.utils import timezone

from maillage.kernel import plural
from maillage.legislation import professions_by_key
from maillage.outreach.models import Bulletin, ToldItem
from maillage.outreach.types import Proposal
from maillage.people.models import Person
from maillage.people.queries import counts_in_words
from maillage.people.queries.members import belongs
from maillage.structures.models import Structure
from maillage.ui.queries import news as news_of_rooms
from maillage.ui.slots import NewsItem

#: How far back the first bulletin looks.
BEFORE_THE_FIRST = timedelta(days=90)
#: Of those who joined on one day; beyond, they are counted by profession: nobody reads forty names.
ONE_BY_ONE = 10


def key_of(item: NewsItem) -> str:
    """The same as long as the news is."""
    return blake2s(f"{item.day} {item.sentence}".encode(errors="replace"), digest_size=8).hexdigest()


def since(structure: Structure, *, on: date) -> date:
    """The day of the last bulletin sent: what came later that day was not in it."""
    last = structure.bulletins.exclude(sent_at=None).order_by("-sent_at").first()
    return timezone.localdate(last.sent_at) if last and last.sent_at else on - BEFORE_THE_FIRST


def proposals(bulletin: Bulletin, *, on: date) -> list[Proposal]:
    """The news of a draft, oldest first, without what a bulletin sent before told or left out."""
    structure = bulletin.structure
    told = ToldItem.objects.filter(bulletin__structure=structure, bulletin__sent_at__isnull=False)
    known = set(told.values_list("key", flat=True))
    left_out = set(bulletin.told.filter(is_left_out=True).values_list("key", flat=True))
    items = {
        key_of(item): item for item in news_of_rooms(structure, since(structure, on=on)) if item.day <= on
    }
    return [Proposal(key, item, key not in left_out) for key, item in items.items() if key not in known]


def news(structure: Structure, since: date) -> Iterator[NewsItem]:
    """Who joined: those who belong today, and did not before. Many on one day (a list brought in) are told together."""
    today = timezone.localdate()
    people = Person.objects.filter(belongs(today), structure=structure)
    joined = people.annotate(joined_on=Min("adhesions__since")).filter(joined_on__gte=since)
    for day, group in groupby(
        joined.order_by("joined_on", "name", "pk"), key=lambda person: person.joined_on
    ):
        arrived = list(group)
        if len(arrived) > ONE_BY_ONE:
            yield NewsItem(day, _together(arrived))
        else:
            names = map(_named, arrived)
            yield from (NewsItem(day, f"{name}{',' * (',' in name)} nous rejoint.") for name in names)


def _together(arrived: Sequence[Person]) -> str:
    """« 42 personnes nous rejoignent : 18 infirmiers et 24 pharmaciens. »: the most numerous first."""
    trades = Counter(person.profession for person in arrived)
    ranked = sorted(trades.items(), key=lambda row: (-row[1], row[0]))
    return f"{plural(len(arrived), 'personne')} nous rejoignent : {counts_in_words(ranked)}."


def _named(person: Person) -> str:
    """« Lou Fictif, infirmier à Bressols », with what is known."""
    known = professions_by_key().get(person.profession)
    said = [known.label.lower()] if known else []
    said += [f"à {person.commune}"] if person.commune else []
    return ", ".join(filter(None, [person.name, " ".join(said)]))
