"""Who may join, who asks to, and what the statutes answer."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Protocol

from django.db.models import Q, QuerySet, prefetch_related_objects

from maillage.geography import atlas
from maillage.kernel import joined, plural
from maillage.links.models import Link
from maillage.people.enums import Belonging, Standing
from maillage.people.models import Adhesion, JoiningRules, JoinRequest, Person
from maillage.people.models.naming import called
from maillage.people.rules import same_name, standing_of
from maillage.structures.models import Structure
from maillage.structures.queries import joined_as, together

#: « Adhérents », « Signataires »: how those who belong are called together.
TOGETHER = {
    Belonging.ADHERENT: "Adhérents",
    Belonging.SIGNATAIRE: "Signataires",
    Belonging.ASSOCIE: "Associés",
    Belonging.SALARIE: "Salariés",
}


def kinds_of_belonging(form: str) -> tuple[Belonging, ...]:
    """As what one belongs to a structure of this form, the usual one first."""
    return tuple(map(Belonging, joined_as(form)))


def kinds_without_parts(form: str) -> tuple[Belonging, ...]:
    """The same, but for the associés: they enter and leave by moves of parts."""
    return tuple(kind for kind in kinds_of_belonging(form) if kind != Belonging.ASSOCIE)


def members_label(form: str) -> str:
    """« Adhérents » of a CPTS, « Signataires » of a MSP: the page, in the rail."""
    return TOGETHER[kinds_of_belonging(form)[0]]


def rules_of(structure: Structure) -> JoiningRules | None:
    return doors_of(structure).prefetch_related("admitted").first()


def doors_of(structure: Structure) -> QuerySet[JoiningRules]:
    """The rules of joining with their link, one or none, without whom they admit."""
    return JoiningRules.objects.filter(structure=structure).select_related("link", "statutes")


def rules_behind(link: Link) -> JoiningRules | None:
    """The rules that this door belongs to."""
    rules = JoiningRules.objects.filter(link=link).select_related("structure__territory", "statutes")
    return rules.prefetch_related("admitted").first()


class Asking(Protocol):
    """What the rules read of somebody, given or kept."""

    @property
    def profession(self) -> str: ...
    @property
    def practice(self) -> str: ...
    @property
    def commune(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Reason:
    """One rule of the statutes before one person."""

    verdict: str  # "yes", "no" or "unknown"
    sentence: str


@dataclass(frozen=True, slots=True)
class Judgement:
    reasons: tuple[Reason, ...]

    @property
    def verdict(self) -> str:
        """The hardest of its reasons: one « no » is a no, else one « unknown » leaves it open."""
        said = {reason.verdict for reason in self.reasons}
        return next((verdict for verdict in ("no", "unknown") if verdict in said), "yes")


def judged(rules: JoiningRules, someone: Asking, territory: "Territory") -> Judgement:
    """Each rule of the statutes with its answer: in what quality one joins, then where one practises."""
    reasons = [_standing(rules, someone)]
    if rules.needs_territory:
        reasons.append(_address(someone, territory))
    return Judgement(tuple(reasons))


def _standing(rules: JoiningRules, someone: Asking) -> Reason:
    standing = standing_of(someone.profession, someone.practice)
    if not standing:
        return Reason("unknown", "Son mode d’exercice n’est pas précisé.")
    words = Standing(standing).label
    if standing in {row.standing for row in rules.admitted.all()}:
        return Reason("yes", f"{words}\N{NO-BREAK SPACE}: admis par vos règles.")
    return Reason("no", f"{words}\N{NO-BREAK SPACE}: vos règles ne l’admettent pas.")


def _address(someone: Asking, territory: "Territory") -> Reason:
    held = territory.holds(someone.commune)
    where = f"«\N{NO-BREAK SPACE}{someone.commune}\N{NO-BREAK SPACE}»"
    if held is None:
        said = f"La commune {where} n’est pas reconnue" if someone.commune else "Sa commune n’est pas connue"
        return Reason("unknown", f"{said}\N{NO-BREAK SPACE}: le territoire ne peut pas être vérifié.")
    if held:
        return Reason("yes", f"Exerce à {someone.commune}, sur le territoire.")
    return Reason("no", f"Exerce à {someone.commune}, hors du territoire.")


class Territory:
    """Communes as people say them, before those of a structure."""

    def __init__(self, codes: Collection[str]) -> None:
        self.codes = frozenset(atlas().with_parts(codes))
        self._read: dict[str, str] = {}  # what was said → its code, once it was sought

    def code_of(self, commune: str) -> str:
        """The commune that is meant; one of the territory among homonyms; empty when nobody knows."""
        return self.codes_of([commune])[commune]

    def codes_of(self, communes: Iterable[str]) -> dict[str, str]:
        """The same for many, sought together, and each once."""
        said = set(communes)
        meant = atlas().meanings({text for text in said - self._read.keys() if text.strip()})
        for text in said - self._read.keys():
            self._read[text] = self._one([commune.code for commune in meant.get(text, ())])
        return {text: self._read[text] for text in said}

    def _one(self, meant: list[str]) -> str:
        here = [code for code in meant if code in self.codes]
        best = here or meant
        return best[0] if len(best) == 1 else ""

    def holds(self, commune: str) -> bool | None:
        """None when the commune is not known, or when the structure has drawn no territory."""
        code = self.code_of(commune)
        return code in self.codes if code and self.codes else None


@dataclass(frozen=True)
class Demand:
    """A demand that waits: what the statutes say of it, and whose card it may be."""

    request: JoinRequest
    judgement: Judgement
    candidates: tuple[Person, ...]
    belonging: frozenset[int]  # cards that belong already

    @cached_property
    def card(self) -> Person | None:
        """The card that is certainly theirs: the same RPPS number."""
        return next((card for card in self.candidates if card.rpps and card.rpps == self.request.rpps), None)

    @property
    def is_of_a_member(self) -> bool:
        return bool(self.card and self.card.pk in self.belonging)

    @property
    def differences(self) -> list[tuple[str, str, str]]:
        """(what, on the card, in the demand): the card is kept, its manager corrects it if need be."""
        if self.card is None:
            return []
        return [
            (label, kept, given)
            for name, label in CONTACTS
            if (kept := getattr(self.card, name)) and (given := getattr(self.request, name)) and kept != given
        ]


CONTACTS = (
    ("commune", "commune"),
    ("workplace", "lieu d’exercice"),
    ("represented", "représentant"),
    ("email", "courriel"),
    ("phone", "téléphone"),
)


def waiting_requests(structure: Structure) -> QuerySet[JoinRequest]:
    """Those that wait, the oldest first."""
    return structure.join_requests.filter(settled_on=None).select_related("college")


def demands(
    structure: Structure, rules: JoiningRules | None, waiting: Collection[JoinRequest], *, on: date
) -> list[Demand]:
    """Each request with what the rules say of it."""
    if not waiting or rules is None:
        return []
    prefetch_related_objects([rules], "admitted")
    # Those that may be of any of them: a list of a thousand is not read for a few.
    alike = Q(alike__in={called(request.name)[1] for request in waiting})
    numbered = Q(rpps__in={request.rpps for request in waiting if request.rpps})
    found = structure.people.filter(alike | numbered).order_by("pk")
    members = current(structure, on=on).filter(person__in=found.order_by().values("pk"))
    ours = members.values_list("person_id", flat=True)
    together(found, ours)
    cards, belonging = {card.pk: card for card in found}, frozenset(ours)
    meant = {request.pk: [card.pk for card in whose(request, cards.values())] for request in waiting}
    territory = Territory(structure.territory.codes)
    territory.codes_of(request.commune for request in waiting)
    return [
        Demand(
            request,
            judged(rules, request, territory),
            tuple(cards[pk] for pk in meant[request.pk]),
            belonging,
        )
        for request in waiting
    ]


class Named(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def profession(self) -> str: ...
    @property
    def rpps(self) -> str: ...


def whose(someone: Named, cards: Iterable[Person]) -> Iterator[Person]:
    """The cards that may be of this person: by number when both have one, else by name; a profession that differs
    leaves the choice to whoever looks."""
    for card in cards:
        if someone.rpps and card.rpps:
            if card.rpps == someone.rpps:
                yield card
        elif same_name(card.name, someone.name):
            yield card


def not_over(on: date) -> Q:
    """Adhésions that run that day, or will; one may say on which day it ends."""
    return Q(until=None) | Q(until__gt=on)


def current(structure: Structure, *, on: date) -> QuerySet[Adhesion]:
    """Those that run on, whatever the day they began."""
    return Adhesion.objects.filter(not_over(on), person__structure=structure, person__is_merged=False)


def admitted_words(rules: JoiningRules) -> str:
    """« professionnel libéral, remplaçant et étudiant »."""
    held = {row.standing for row in rules.admitted.all()}
    return joined(standing.label.lower() for standing in Standing if standing in held)


def waiting_words(count: int) -> str:
    return plural(count, "demande d’adhésion attend", "demandes d’adhésion attendent")
