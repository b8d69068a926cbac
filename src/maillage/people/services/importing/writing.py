"""A list is brought in, at once or not at all, and taken back by one click."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import blake2s

from django.db import transaction
from django.db.models import Model, Prefetch

from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.kernel import BadInput, plural, with_no_break_spaces
from maillage.people.models import Adhesion, ImportedChange, MemberImport, Person
from maillage.people.models.naming import CALLED
from maillage.people.services.importing.planning import Change, Plan, planned
from maillage.people.services.importing.refunds import write_refunds
from maillage.people.services.importing.rows import Line, Options, Reading
from maillage.structures.models import Structure

#: Rows written by one query.
AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Seen:
    """What a list would do, and the key of what was seen: it is agreed to as it stands, and no otherwise."""

    plan: Plan
    key: str


def foreseen(
    structure: Structure,
    reading: Reading,
    options: Options,
    *,
    on: date,
    choices: Mapping[int, str] | None = None,
    told: Callable[[int], None] | None = None,
) -> Seen:
    """Nothing is written. `choices`, `told`: see `planned`."""
    cards = cards_of(structure)
    key = _key(structure, reading, options, cards)
    return Seen(planned(structure, reading, options, cards=cards, on=on, choices=choices, told=told), key)


def cards_of(structure: Structure) -> list[Person]:
    """All of them, each with its adhésions, in two queries."""
    adhesions = Prefetch("adhesions", Adhesion.objects.select_related("college"))
    return list(structure.people.prefetch_related(adhesions))


@transaction.atomic
def bring_in(
    structure: Structure,
    reading: Reading,
    options: Options,
    *,
    by: User | None,
    on: date,
    key: str = "",
    choices: Mapping[int, str] | None = None,
    seen: Seen | None = None,
) -> MemberImport:
    """Write what a list brings. `key`: of what was seen; empty for whoever did not look before. `seen`: foreseen with the
    same choices, it is not foreseen again as long as the cards are as they were.

    Raises BadInput when the cards changed since it was seen, and when it brings nothing. Sent twice, it is brought in
    once: the second is answered by the import of the first.
    """
    structure = Structure.objects.select_for_update(of=("self",)).get(pk=structure.pk)
    chosen = sorted((choices or {}).items())
    batch_key = blake2s(repr((key, chosen)).encode(), digest_size=16).hexdigest() if key else ""
    if key and (there := structure.member_imports.filter(key=batch_key, undone_on=None).first()):
        return there
    cards = cards_of(structure)
    now = _key(structure, reading, options, cards)
    if key and key != now:
        raise BadInput(
            "Les fiches, ou ce que vous dites de la liste, ont changé depuis cette lecture. "
            "Relisez ce qu’elle donne, puis importez."
        )
    if seen and seen.key == now:
        plan = seen.plan
    else:
        plan = planned(structure, reading, options, cards=cards, on=on, choices=choices)
    if not plan.brings:
        raise BadInput("Cette liste n’apporte rien de nouveau : rien n’est changé.")
    batch = MemberImport.objects.create(
        structure=structure,
        key=batch_key or blake2s(now.encode(), digest_size=16).hexdigest(),
        name=reading.name[:120],
        by=by,
        on=on,
        rows=len(plan.fates),
        created=len(plan.created),
        changed=len({change.person.pk for change in plan.changes}),
        joined=len(plan.joined),
    )
    _write(batch, plan)
    write_refunds(batch, plan.refunds, on=on)
    back = len(plan.refunds)
    refunded = f", {plural(back, 'cotisation remboursée', 'cotisations remboursées')}" if back else ""
    said = f"Liste « {batch.name[:80]} » importée : {batch.made}{refunded} ({plural(batch.rows, 'ligne')})."
    record(with_no_break_spaces(said), by=by.pk if by else None, subject=structure.pk)
    return batch


def _key(structure: Structure, reading: Reading, options: Options, cards: Sequence[Person]) -> str:
    """Of the lines, of what was said beside them, of the cards as they are and of the import before."""
    before = structure.member_imports.values_list("pk", flat=True).first()
    lines = [_line_told(line) for line in (*reading.lines, *reading.refunds)]
    told = [(imprint(card), *map(imprint, card.adhesions.all())) for card in cards]
    said = (options.since, options.profession, options.replaces, options.completes)
    # As it was read: a column that was found by itself, then sent as it was found, is the same.
    content = repr(
        (before, reading.recognised.found, reading.tariffs, lines, len(reading.refused), said, told)
    )
    return blake2s(content.encode(), digest_size=16).hexdigest()


def _line_told(line: Line) -> tuple[object, ...]:
    return (
        line.line,
        line.name,
        sorted(line.columns.items()),
        line.kind,
        line.college,
        line.since,
        line.until,
    )


#: What is written beside what a card says, and a column that was not there when the first lists were brought in.
UNTOLD, LATER = {"directory_seen", *CALLED}, "represented"


def imprint(row: Model) -> str:
    """The same as long as none of its columns has changed."""
    told = [(field.attname, str(getattr(row, field.attname))) for field in row._meta.concrete_fields]
    values = [(name, value) for name, value in told if name not in UNTOLD and (value or name != LATER)]
    return blake2s(repr(values).encode(), digest_size=16).hexdigest()


def _write(batch: MemberImport, plan: Plan) -> None:
    Person.objects.bulk_create(plan.created)
    _update(Person, [change for change in plan.changes if change.adhesion is None])
    for adhesion in plan.joined:
        adhesion.person = adhesion.person  # its number is known now
    Adhesion.objects.bulk_create(plan.joined)
    _update(Adhesion, [change for change in plan.changes if change.adhesion])
    made = [ImportedChange(batch=batch, person=card, after=imprint(card)) for card in plan.created]
    made += [
        ImportedChange(batch=batch, person=each.person, adhesion=each, after=imprint(each))
        for each in plan.joined
    ]
    made += [
        ImportedChange(
            batch=batch,
            person=change.person,
            adhesion=change.adhesion,
            column=change.column,
            before=change.before,
            after=change.after,
        )
        for change in plan.changes
    ]
    ImportedChange.objects.bulk_create(made)


def _update(model: type[Model], changes: Iterable[Change]) -> None:
    rows: dict[int, Model] = {}
    columns: set[str] = set()
    for change in changes:
        row = change.adhesion or change.person
        rows[row.pk] = row
        columns.add(change.column)
    if rows:
        model._base_manager.bulk_update(list(rows.values()), sorted(columns), batch_size=AT_ONCE)
