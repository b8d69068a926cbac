"""Who holds the parts of the company of a structure, and what the law says of its composition, before and after a move."""

from dataclasses import dataclass, replace
from datetime import date

from maillage import legislation
from maillage.kernel import BadInput, Source
from maillage.legislation import Finding, Member
from maillage.people.enums import Belonging, Practice
from maillage.people.models import Adhesion, Person
from maillage.people.queries.composition import RANKS, about, member_of, region_of
from maillage.people.queries.joining import kinds_of_belonging
from maillage.people.queries.members import is_in
from maillage.structures.models import Structure

#: The checks of the law room for the company that holds an MSP.
SISA = "sisa"


def has_parts(structure: Structure) -> bool:
    """Whether one may belong to it by parts."""
    return Belonging.ASSOCIE in kinds_of_belonging(structure.form)


@dataclass(frozen=True, slots=True)
class Holder:
    """An associé, with parts; None: nobody said how many."""

    person: Person
    parts: int | None


def holders(structure: Structure, *, on: date) -> list[Holder]:
    rows = Adhesion.objects.filter(is_in(on), person__structure=structure, kind=Belonging.ASSOCIE)
    return [
        Holder(row.person, row.parts) for row in rows.select_related("person").order_by("person__name", "pk")
    ]


def held_by(person: Person) -> Adhesion | None:
    """The parts that somebody holds, without an end said."""
    return person.adhesions.filter(kind=Belonging.ASSOCIE, until=None).first()


def composition(
    structure: Structure, *, on: date, entering: Person | None = None, leaving: Person | None = None
) -> list[Finding]:
    """What the law finds of the company that day, or would after somebody enters or leaves; what misses first."""
    inside = {holder.person.pk: holder.person for holder in holders(structure, on=on)}
    if entering:
        inside[entering.pk] = entering
    if leaving:
        inside.pop(leaving.pk, None)
    members = [_associate(person) for person in inside.values()]
    members += [
        member_of(person)
        for person in structure.people.filter(practice=Practice.SALARIED)
        if person.pk not in inside and person.profession in legislation.professions_by_key()
    ]
    try:
        found = legislation.check(
            SISA,
            legislation.Team(tuple(members)),
            on=on,
            region=region_of(structure),
            about=about(structure, on=on),
        )
    except BadInput as refusal:
        return [Finding(f"{SISA}.check.contradiction", "unknown", str(refusal), Source(""), "practice")]
    return sorted(found, key=lambda finding: RANKS[finding.status])


def _associate(person: Person) -> Member:
    if person.profession not in legislation.professions_by_key():
        return Member("autre", role="associate")
    return replace(member_of(person), role="associate")


def in_brief(findings: list[Finding]) -> str:
    """One sentence for who has just noted a move."""
    broken = [finding.sentence for finding in findings if finding.status == "broken"]
    if broken:
        return " ".join(broken)
    if any(finding.status == "unknown" for finding in findings):
        return "Un point reste à préciser : il est dit sur la page."
    return "La composition de la société remplit ce que demande la loi."
