"""What the site counts by itself: for each counter, the rows that make its figure, and nothing else."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.urls import reverse

from maillage.care import statistics as care
from maillage.governance.enums import InstanceKind
from maillage.legislation import professions, professions_by_key
from maillage.outreach.enums import EventKind
from maillage.project.queries.indicators_read import Read
from maillage.project.rules.values import PERCENT, Value, ratio, rounded
from maillage.project.rules.years import Span
from maillage.structures.models import Structure
from maillage.surveys.queries.questionnaires import questionnaires

ONE, MINUTES = Decimal(1), Decimal(60)
NO_DIRECTORY = "le répertoire national n’est pas chargé : personne ne dit combien exercent ici"
NOT_BEFORE = "le répertoire dit qui exerce aujourd’hui, pas qui exerçait alors"
NO_COUNTER = "rien ne le compte ici"
CIVIL_ONLY = "les soins se comptent par année civile, celle de votre contrat est une autre"


#: The name of a page, then its arguments.
Link = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A line of what is counted: where it is, in the number of its room. It names nobody."""

    what: str
    pk: int
    label: str
    on: date | None = None
    amount: Decimal = ONE
    link: Link = ()

    @property
    def path(self) -> str:
        """Asked of those that are shown alone: thousands are counted."""
        return reverse(str(self.link[0]), args=self.link[1:]) if self.link else ""

    @property
    def counts_for(self) -> Decimal:
        """As it is shown: the hundredth is enough for an hour."""
        return self.amount.quantize(Decimal("0.01"))

    @property
    def id(self) -> tuple[str, int]:
        return self.what, self.pk


@dataclass(frozen=True)
class Counted:
    """Rows, and those they are a share of; `why`: what makes it unknown whatever the rows."""

    rows: Sequence[Row] = ()
    against: Sequence[Row] | None = None
    why: str = ""

    @cached_property
    def total(self) -> Decimal:
        return rounded(sum((each.amount for each in self.rows), Decimal()))

    @cached_property
    def denominator(self) -> Decimal | None:
        return (
            None if self.against is None else rounded(sum((each.amount for each in self.against), Decimal()))
        )

    def value(self, unit: str) -> Value:
        if self.why:
            return Value(None, self.why)
        return Value(self.total) if self.against is None else ratio(self.total, self.denominator, unit)


Of = Mapping[str, str]


def nothing(_structure: Structure) -> Of:
    return {}


@dataclass(frozen=True, slots=True)
class Counter:
    """`reads`: the lists it wants. `choices`: what it may be narrowed to, key → words."""

    key: str
    label: str
    explained: str
    unit: str
    reads: tuple[str, ...]
    count: Callable[[Read, Span, str], Counted]
    choices: Callable[[Structure], Of] = field(default=nothing)
    needs_choice: bool = False


def _trade(key: str) -> str:
    known = professions_by_key()
    return known[key].label if key in known else "profession non dite"


def _is_professional(key: str) -> bool:
    known = professions_by_key()
    return key in known and known[key].is_health


def _of_instance(of: str, kind: str, instance: int) -> bool:
    return of in {"", kind, str(instance)}


def _to_meeting(read: Read, pk: int) -> Link:
    return "governance:meeting", read.structure.slug, pk


def _meetings(read: Read, span: Span, of: str) -> Counted:
    return Counted(
        [
            Row("meeting", pk, title, day, link=_to_meeting(read, pk))
            for pk, title, starts_at, _, kind, instance in read.rows("meetings")
            if (day := read.day_of(starts_at)) in span and _of_instance(of, kind, instance)
        ]
    )


def _there(read: Read, span: Span, of: str) -> Iterator[tuple[int, int, str, date, int | None, str, Decimal]]:
    """Presences of the year: its number, meeting, title, day, card, profession, minutes."""
    meetings = {
        pk: (title, day, ends)
        for pk, title, starts, ends, kind, instance in read.rows("meetings")
        if (day := read.day_of(starts)) in span and _of_instance(of, kind, instance)
    }
    for pk, meeting, person, trade, came, left in read.rows("presences"):
        if meeting in meetings:
            title, day, ends = meetings[meeting]
            minutes = max(0, int(((left or ends) - came).total_seconds() // 60))
            yield pk, meeting, title, day, person, trade or "", Decimal(minutes)


def _people_there(read: Read, span: Span, of: str) -> Counted:
    """Each professional once, at the day they first came; a card that was erased is nobody any more."""
    first: dict[int, Row] = {}
    for _, meeting, title, day, person, trade, _ in _there(read, span, of):
        if person is not None and person not in first and _is_professional(trade):
            label = f"{_trade(trade)}, d’abord à « {title} »"
            first[person] = Row("person", person, label, day, link=_to_meeting(read, meeting))
    return Counted([*first.values()])


def _hours_there(read: Read, span: Span, of: str) -> Counted:
    return Counted(
        [
            Row(
                "presence",
                pk,
                f"{_trade(trade)}, {title}",
                day,
                minutes / MINUTES,
                _to_meeting(read, meeting),
            )
            for pk, meeting, title, day, _, trade, minutes in _there(read, span, of)
        ]
    )


def _decisions(read: Read, span: Span, _of: str) -> Counted:
    return Counted(
        [
            Row("decision", pk, f"{year}-{number:02} {title}", day, link=_to_meeting(read, meeting))
            for pk, meeting, year, number, title, day in read.rows("decisions")
            if day in span
        ]
    )


def _concertations(amount: Callable[[int, int, int], int]) -> Callable[[Read, Span, str], Counted]:
    def count(read: Read, span: Span, _of: str) -> Counted:
        link = ("governance:rcp", read.structure.slug)
        found = (
            Row("rcp", pk, theme or "Concertation", day, Decimal(amount(ald, old, others)), link)
            for pk, day, ald, old, others, theme in read.rows("rcp")
            if day in span
        )
        return Counted([each for each in found if each.amount])

    return count


def _members(read: Read, span: Span, of: str) -> Counted:
    """On the last day of the year, or today when it is not over."""
    on = min(span.last, read.today)
    held: dict[int, Row] = {}
    for _, person, trade, _, since, until in read.rows("adhesions"):
        if since <= on and (until is None or until > on) and of in {"", trade}:
            link = ("people:card", read.structure.slug, person)
            held.setdefault(person, Row("member", person, _trade(trade), since, link=link))
    return Counted([*held.values()])


def _share_of_a_trade(read: Read, span: Span, of: str) -> Counted:
    members = _members(read, span, of)
    if read.today not in span:
        return Counted(members.rows, (), NOT_BEFORE)
    if read.supply is None:
        return Counted(members.rows, (), NO_DIRECTORY)
    here = read.supply[of].people if of in read.supply else 0
    label = f"{_trade(of)} : qui exercent sur le territoire, d’après le répertoire national"
    return Counted(members.rows, [Row("directory", 0, label, read.today, Decimal(here))])


def _informed(read: Read, span: Span, _of: str) -> Counted:
    link = ("people:team", read.structure.slug)
    return Counted(
        [
            Row("informed", pk, f"{_trade(trade)}, {subject or 'information'}", day, Decimal(count), link)
            for pk, trade, count, day, subject, _ in read.rows("informed")
            if day in span
        ]
    )


def _to_event(read: Read, pk: int) -> Link:
    return "outreach:event", read.structure.slug, pk


def _events(read: Read, span: Span, of: str) -> Counted:
    return Counted(
        [
            Row("event", pk, title, day, link=_to_event(read, pk))
            for pk, title, starts_at, kind, mission in read.rows("events")
            if (day := read.day_of(starts_at)) in span and of in {"", kind, mission}
        ]
    )


def _people_at_events(read: Read, span: Span, of: str) -> Counted:
    return Counted(
        [
            Row("registration", pk, f"{_trade(trade)}, {title}", day, link=_to_event(read, event))
            for pk, event, title, starts_at, kind, mission, trade in read.rows("registrations")
            if (day := read.day_of(starts_at)) in span and of in {"", kind, mission}
        ]
    )


def _calls(read: Read, span: Span, _of: str) -> Counted:
    return Counted(
        [
            Row(
                "call",
                pk,
                _trade(trade),
                day,
                link=("outreach:campaign", read.structure.slug, of),
            )
            for pk, of, trade, at, _ in read.rows("calls")
            if (day := read.day_of(at)) in span
        ]
    )


def _to_partner(read: Read, pk: int) -> Link:
    return "outreach:partner", read.structure.slug, pk


def _conventions(read: Read, span: Span, _of: str) -> Counted:
    return Counted(
        [
            Row("convention", pk, f"{title}, {name}", day, link=_to_partner(read, partner))
            for pk, partner, title, name, day in read.rows("conventions")
            if day in span
        ]
    )


def _requests(read: Read, span: Span, _of: str) -> Counted:
    return Counted(
        [
            Row("request", pk, f"Demande de {name}", day, link=_to_partner(read, partner))
            for pk, partner, name, day in read.rows("requests")
            if day in span
        ]
    )


def _answers(read: Read, span: Span, of: str) -> Counted:
    return Counted(
        [
            Row(
                "answer", pk, _trade(trade) if trade else about or "Réponse", day,
                link=("surveys:survey", read.structure.slug, survey),
            )
            for pk, survey, questionnaire, about, day, trade in read.rows("answers")
            if day in span and of in {"", questionnaire}
        ]
    )  # fmt: skip


def _instances(structure: Structure) -> Of:
    rows = structure.instances.values_list("pk", "name", "kind")
    kinds = {kind: f"{InstanceKind(kind).label}, toutes" for _, _, kind in rows}
    return kinds | {str(pk): name for pk, name, _ in rows}


def _kinds_of_event(_structure: Structure) -> Of:
    return dict(EventKind.choices)


def _questionnaires(_structure: Structure) -> Of:
    return {key: each.title for key, each in questionnaires().items()}


def _trades(_structure: Structure) -> Of:
    return {each.key: each.label for each in professions() if each.is_health}


def _of_care(key: str) -> Callable[[Read, Span, str], Counted]:
    """Of care, a count comes up and nothing else: no row behind it, none when it is small."""

    def count(read: Read, span: Span, _of: str) -> Counted:
        if not span.is_civil:
            return Counted(why=CIVIL_ONLY)
        found = care.counted(read.structure, key, span.year, on=min(span.last, read.today))
        if found is None or found.value is None:
            return Counted(why=found.why.said if found and found.why else NO_COUNTER)
        path: Link = ("care:statistics", read.structure.slug)
        if found.against is None or found.unit != PERCENT:
            return Counted([Row("care", 0, found.formula, span.last, found.value, path)])
        part = (found.value * found.against / 100).quantize(ONE)
        whole = Row("care", 1, found.formula, span.last, found.against, path)
        return Counted([Row("care", 0, found.label, span.last, part, path)], [whole])

    return count


PRESENCES, EVENTS = ("meetings", "presences"), ("registrations",)
COUNTERS: Mapping[str, Counter] = {
    each.key: each
    for each in (
        Counter("reunions_tenues", "Réunions tenues", "Réunions dites tenues dans l’année ; une réunion annulée ne compte pas.",
                "réunions", ("meetings",), _meetings, _instances),
        Counter("professionnels_presents", "Professionnels présents aux réunions",
                "Professionnels différents, chacun une fois, d’après les présences notées.",
                "professionnels", PRESENCES, _people_there, _instances),
        Counter("heures_de_reunion", "Heures données en réunion", "Temps de présence de chacun, additionné.",
                "heures", PRESENCES, _hours_there, _instances),
        Counter("decisions_prises", "Décisions prises", "Décisions inscrites au registre dans l’année.",
                "décisions", ("decisions",), _decisions),
        Counter("rcp_tenues", "Concertations tenues", "Concertations inscrites au registre.",
                "concertations", ("rcp",), _concertations(lambda *_: 1)),
        Counter("situations_rcp", "Situations discutées", "Situations inscrites au registre : revue trois fois, l’une compte trois fois.",
                "situations", ("rcp",), _concertations(lambda ald, old, others: ald + old + others)),
        Counter("situations_rcp_ald_ou_plus_de_75_ans", "Situations en ALD ou de plus de 75 ans",
                "Situations du registre de ces deux groupes. Le registre compte des situations, pas des patients.",
                "situations", ("rcp",), _concertations(lambda ald, old, _: ald + old)),
        Counter("adherents", "Membres", "Personnes qui font partie de la structure au dernier jour de l’année, ou aujourd’hui.",
                "personnes", ("adhesions",), _members, _trades),
        Counter("part_adherents_par_profession", "Part des professionnels adhérents",
                "Membres de la profession, parmi ceux que le répertoire national dit exercer sur le territoire.",
                "%", ("adhesions",), _share_of_a_trade, _trades, needs_choice=True),
        Counter("professionnels_informes", "Professionnels informés", "Présents et personnes touchées, par information notée.",
                "professionnels", ("informed",), _informed),
        Counter("evenements", "Événements tenus", "Événements dits terminés ; un événement annulé ne compte pas.",
                "événements", ("events",), _events, _kinds_of_event),
        Counter("participants_evenements", "Participants aux événements", "Personnes dont la présence est notée, par événement.",
                "participants", EVENTS, _people_at_events, _kinds_of_event),
        Counter("appels_repondus", "Confrères joints par leurs pairs", "Appels d’une campagne qui ont eu une réponse, quelle qu’elle soit.",
                "appels", ("calls",), _calls),
        Counter("conventions_signees", "Conventions signées", "Conventions dont la date de signature tombe dans l’année.",
                "conventions", ("conventions",), _conventions),
        Counter("demandes_de_partenaires_repondues", "Demandes de partenaires répondues", "Demandes dont la réponse tombe dans l’année.",
                "demandes", ("requests",), _requests),
        Counter("reponses_enquete", "Réponses aux enquêtes", "Réponses reçues dans l’année.",
                "réponses", ("answers",), _answers, _questionnaires),
        Counter("soins_demandes_mt", "Demandes de médecin traitant", "Personnes qui en ont demandé un, chacune une fois.",
                "personnes", (), _of_care("soins_demandes_mt")),
        Counter("soins_mt_trouves", "Demandes de médecin traitant abouties", "Servies, sur celles qui n’ont pas été retirées.",
                "%", (), _of_care("soins_mt_trouves")),
        Counter("soins_delai_mt", "Délai pour trouver un médecin traitant", "Médiane, en jours, des demandes abouties.",
                "jours", (), _of_care("soins_delai_mt")),
        Counter("soins_creneaux_snp", "Créneaux de soins non programmés ouverts", "Créneaux offerts, utilisés ou non.",
                "créneaux", (), _of_care("soins_creneaux_snp")),
        Counter("soins_snp_24_h", "Demandes vues dans les 24 heures", "Prises en 24 heures, sur celles reçues.",
                "%", (), _of_care("soins_snp_24_h")),
        Counter("soins_patients_suivis", "Patients suivis dans un parcours", "Entrés et pas encore sortis au dernier jour compté.",
                "personnes", (), _of_care("soins_patients_suivis")),
    )
}  # fmt: skip


def counted(read: Read, counter: str, of: str, span: Span) -> Counted:
    """What a counter says of a year; one that is no more is unknown, with its reason."""
    found = COUNTERS.get(counter)
    return found.count(read, span, of) if found else Counted(why=NO_COUNTER)


def wanted_by(counters: Sequence[str]) -> list[str]:
    """The lists that these counters read."""
    return [name for key in counters if key in COUNTERS for name in COUNTERS[key].reads]
