"""What a list would do to the cards of a structure, line by line, before anything is written."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from maillage.kernel import BadInput, folded
from maillage.legislation import professions_by_key
from maillage.people.models import Adhesion, College, Person
from maillage.people.queries.importing import Proposal, proposals
from maillage.people.queries.joining import kinds_of_belonging
from maillage.people.services.importing.belonging import Belongings, Joining
from maillage.people.services.importing.cells import quoted
from maillage.people.services.importing.columns import SINCE
from maillage.people.services.importing.matching import Cards, Match, same
from maillage.people.services.importing.refunds import Refund, refunds
from maillage.people.services.importing.rows import Line, Options, Reading
from maillage.structures.models import Structure

NEW, SAME, CHANGED, TO_DECIDE, REFUSED = "new", "same", "changed", "to_decide", "refused"
WORDS = {
    NEW: "Nouvelle fiche",
    SAME: "Déjà là",
    CHANGED: "Complétée",
    TO_DECIDE: "À choisir",
    REFUSED: "Refusée",
}
#: Lines between two words of how far it is.
SLICE = 250
#: The answers to « whose card is it? » besides a card.
NEW_CARD, LEFT_OUT = "new", "skip"


@dataclass(slots=True)
class Fate:
    """What becomes of a line: `state` is one of the above; `changes` are made, `notes` are told."""

    line: int
    given: str
    name: str = ""
    state: str = SAME
    reason: str = ""
    changes: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    among: tuple[Person, ...] = ()
    joining: Joining | None = None
    is_undated: bool = False  # it says an adhésion, and no day that can be read

    @property
    def words(self) -> str:
        """Its state, for a page."""
        return WORDS[self.state]

    @property
    def told(self) -> list[str]:
        joining = [self.joining.sentence] if self.joining else []
        return [*(f"{change}." for change in [*self.changes, *joining]), *self.notes]

    @property
    def wants_day(self) -> bool:
        """Nobody says since when, but whoever brings the list in."""
        return self.is_undated and (self.joining is None or self.joining.is_presumed)

    @property
    def wants_eyes(self) -> bool:
        return self.state not in {NEW, SAME} or bool(self.notes)


@dataclass(frozen=True, slots=True)
class Change:
    """A column of a card, or of an adhésion, that is changed."""

    person: Person
    column: str
    before: str
    after: str
    adhesion: Adhesion | None = None


@dataclass(slots=True)
class Plan:
    """All of it: the fates in the order of the file, and what is to be written."""

    fates: list[Fate] = field(default_factory=list)
    created: list[Person] = field(default_factory=list)
    joined: list[Adhesion] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    refunds: list[Refund] = field(default_factory=list)
    proposed: int = 0  # people whose number the directory would say

    @property
    def undated(self) -> int:
        """Lines of which a person is asked since when."""
        return sum(fate.wants_day for fate in self.fates)

    @property
    def counts(self) -> dict[str, int]:
        counted = Counter(fate.state for fate in self.fates)
        return {state: counted[state] for state in (NEW, SAME, CHANGED, TO_DECIDE, REFUSED)}

    @property
    def brings(self) -> int:
        """People to whom it brings something, whatever the lines that say them."""
        people = [*self.created, *(change.person for change in self.changes)]
        given_back = {refund.person for refund in self.refunds}
        people += [adhesion.person for adhesion in self.joined]
        return len({id(person) for person in people}) + len(given_back - {person.pk for person in people})

    def to_come(self, on: date) -> int:
        """Among those, who belongs later only."""
        return len({id(adhesion.person) for adhesion in self.joined if adhesion.since > on})

    @property
    def lost(self) -> int:
        counts = self.counts
        return counts[REFUSED] + counts[TO_DECIDE]


def planned(
    structure: Structure,
    reading: Reading,
    options: Options,
    *,
    cards: Sequence[Person],
    on: date,
    choices: Mapping[int, str] | None = None,
    told: Callable[[int], None] | None = None,
) -> Plan:
    """`cards`: all those of the structure, with their adhésions. `choices`: line → number of a card, NEW_CARD or LEFT_OUT.

    The cards given are changed in memory, as they would be. `told`: how many lines were looked through, now and then.
    """
    planner = _Planner(structure, options, cards=cards, choices=choices or {}, on=on)
    refused = [
        Fate(each.line, each.given, state=TO_DECIDE if each.asks else REFUSED, reason=each.reason)
        for each in reading.refused
    ]
    # A list is foreseen, then brought in: what the directory adds to a line is of one plan.
    lines = [replace(line, columns=dict(line.columns), notes=list(line.notes)) for line in reading.lines]
    planner.complete(lines)
    planner.plan.fates = refused
    for done, line in enumerate(lines, start=1):
        planner.plan.fates.append(planner.take(line))
        if told and done % SLICE == 0:
            told(done)
    planner.mark_shared()
    planner.plan.refunds = list(refunds(structure, planner.known, reading.refunds, options))
    planner.plan.fates.sort(key=lambda fate: fate.line)
    return planner.plan


class _Planner:
    def __init__(
        self,
        structure: Structure,
        options: Options,
        *,
        cards: Sequence[Person],
        choices: Mapping[int, str],
        on: date,
    ) -> None:
        self.structure, self.options, self.choices, self.on = structure, options, choices, on
        self.plan = Plan()
        self.by_pk = {str(card.pk): card for card in cards}
        self.known, self.drafts = Cards(cards), Cards()
        self.lines_of: dict[int, int] = {}  # id of a card → the first line that says it
        self.set_by: dict[tuple[int, str], int] = {}  # (id of a card, column) → the line that changed it
        colleges: Iterable[College] = structure.colleges.all()
        self.belongings = Belongings(
            kinds_of_belonging(structure.form),
            {folded(college.name): college for college in colleges},
            options,
            {id(card): list(card.adhesions.all()) for card in cards},
            on=on,
        )
        self.carriers = [card for card in cards if card.email or card.phone]
        self.told: list[tuple[Fate, Person]] = []
        self.owners: dict[str, Person] = {card.rpps: card for card in cards if card.rpps}

    def complete(self, lines: Sequence[Line]) -> None:
        """What the directory says of those who have no number: taken when it is asked for, else proposed."""
        wanting = [line for line in lines if not line.columns["rpps"]]
        for line, proposal in proposals(
            self.structure,
            [(line, line.name, line.columns["commune"], line.columns["profession"]) for line in wanting],
        ):
            self._take_number(line, proposal)

    def _take_number(self, line: Line, proposal: Proposal) -> None:
        if any(card.rpps for card in self.known.namesakes(line.name)):
            return
        self.plan.proposed += 1
        if not self.options.completes:
            return
        line.columns["rpps"] = proposal.rpps
        line.columns["profession"] = line.columns["profession"] or proposal.profession
        line.notes.append(f"Annuaire national : RPPS {proposal.rpps}.")

    def take(self, line: Line) -> Fate:
        fate = Fate(line.line, line.given, line.name, notes=list(line.notes))
        if line.since and line.since > self.on:
            fate.notes.append(f"{SINCE} : le {line.since:%d/%m/%Y} est à venir. Vérifiez l’année.")
        try:
            card = self._whose(line, fate)
            if card is None:
                return fate
            self._complete(card, line, fate)
        except BadInput as refusal:
            fate.state, fate.reason, fate.changes, fate.joining = REFUSED, str(refusal), [], None
            return fate
        self.told.append((fate, card))
        if fate.state != NEW and (fate.changes or fate.joining):
            fate.state = CHANGED
        return fate

    def _whose(self, line: Line, fate: Fate) -> Person | None:
        """The card of a line, a new one if need be; None when a person must say."""
        match = self.known.match(line.columns)
        if match.among:
            choice = self.choices.get(line.line, "")
            chosen = next((card for card in match.among if str(card.pk) == choice), None)
            if chosen or choice == NEW_CARD:
                match = Match(chosen)
            else:
                fate.state, fate.among = TO_DECIDE, match.among
                fate.reason = self._why(match, line)
                return None
        if match.card is None:
            return self._draft(line, fate)
        self._already(match.card, line, fate)
        return match.card

    @staticmethod
    def _why(match: Match, line: Line) -> str:
        if len(match.among) > 1:
            return "Plusieurs fiches portent ce nom."
        (card,) = match.among
        if line.columns["rpps"] and card.rpps == line.columns["rpps"]:
            return "Ce numéro RPPS est sur la fiche de quelqu’un d’autre."
        differs = "profession" if card.profession != line.columns["profession"] else "commune"
        return f"Une fiche porte ce nom, avec une autre {differs}."

    def _draft(self, line: Line, fate: Fate) -> Person:
        """Somebody new; a line above may have said them already. Raises BadInput without a profession."""
        match = self.drafts.match(line.columns)
        if match.card is not None:
            self._already(match.card, line, fate)
            return match.card
        if not line.columns["profession"]:
            raise BadInput("La profession manque.")
        self._refuse_number(None, line)
        if len(line.name.split()) == 1 and not line.columns["represented"]:
            fate.notes.append("Un seul mot pour le nom : ajoutez le prénom, ou le nom.")
        if match.among:
            fate.notes.append(
                f"Même nom que la ligne {self.lines_of[id(match.among[0])]} : vérifiez que ce sont deux personnes."
            )
        card = Person(
            structure=self.structure,
            engagement="",
            is_fictitious=self.structure.is_fictitious,
            **line.columns,
        )
        fate.state = NEW
        self.drafts.add(card)
        self.belongings.of[id(card)] = []
        self.plan.created.append(card)
        self.lines_of[id(card)] = line.line
        return card

    def _refuse_number(self, card: Person | None, line: Line) -> None:
        """Raises BadInput for a number that is on another card, or on another line."""
        number = line.columns["rpps"]
        owner = self.owners.get(number) if number else None
        if owner and owner is not card:
            raise BadInput(f"Le RPPS {number} est déjà celui de {owner.name}.")

    def _already(self, card: Person, line: Line, fate: Fate) -> None:
        """Two lines of one person: told, and refused when they contradict each other."""
        first = self.lines_of.setdefault(id(card), line.line)
        if first == line.line:
            return
        contradicted = [
            LABELS[column]
            for column, value in line.columns.items()
            if value
            and (card.pk is None or (id(card), column) in self.set_by)
            and getattr(card, column)
            and not same(column, getattr(card, column), value)
        ]
        if contradicted:
            raise BadInput(
                f"Même personne que la ligne {first}, qui dit autre chose ({', '.join(contradicted)}). Gardez une seule ligne."
            )
        fate.notes.append(f"Même personne que la ligne {first}.")

    def _complete(self, card: Person, line: Line, fate: Fate) -> None:
        self._refuse_number(card, line)
        if line.columns["rpps"]:
            self.owners[line.columns["rpps"]] = card
        fate.joining, changed = self.belongings.read(card, line, fate)
        for column, value in line.columns.items():
            kept = getattr(card, column)
            if not value or same(column, kept, value):
                continue
            words = LABELS[column]
            if kept and not self.options.replaces:
                fate.notes.append(
                    f"{words} : la fiche garde {quoted(shown(column, kept))}, la liste dit {quoted(shown(column, value))}."
                )
                continue
            before = f"{quoted(shown(column, kept))} devient " if kept else ""
            fate.changes.append(f"{words} : {before}{quoted(shown(column, value))}")
            setattr(card, column, value)
            self.set_by[id(card), column] = line.line
            if column == "rpps":
                (self.known if card.pk else self.drafts).numbered(card)
            if card.pk:
                self.plan.changes.append(Change(card, column, kept, value))
        if fate.joining:
            self.plan.joined.append(fate.joining.adhesion)
        for adhesion, column, old, new, told in changed:
            fate.changes.append(told)
            if adhesion.pk:
                self.plan.changes.append(Change(card, column, old, new, adhesion))

    def mark_shared(self) -> None:
        """An address or a telephone that several people give is a channel: each keeps it, and it is told."""
        people = {id(card): card for card in [*self.carriers, *self.plan.created]}.values()
        for column, words in (("email", "Courriel partagé"), ("phone", "Téléphone partagé")):
            counts = Counter(getattr(card, column).casefold() for card in people)
            for fate, card in self.told:
                value = getattr(card, column).casefold()
                if value and counts[value] > 1 and fate.state in {NEW, CHANGED}:
                    fate.notes.append(f"{words} par {counts[value]} personnes.")


LABELS: dict[str, str] = {
    "name": "Nom",
    "profession": "Profession",
    "represented": "Représenté par",
    "practice": "Mode d’exercice",
    "rpps": "RPPS",
    "commune": "Commune",
    "workplace": "Lieu d’exercice",
    "email": "Courriel",
    "phone": "Téléphone",
}


def shown(column: str, value: Any) -> str:
    """A value of a card in words."""
    if column == "profession":
        known = professions_by_key()
        return known[value].label if value in known else str(value)
    if column == "practice" and value:
        return str(Person(practice=value).get_practice_display())
    return str(value)
