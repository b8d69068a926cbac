"""The team of a structure, before the rules of its form."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Protocol

from maillage import legislation
from maillage.geography import atlas
from maillage.kernel import BadInput, Source
from maillage.legislation import Circumstances, Finding, Member
from maillage.people.enums import Engagement, Practice
from maillage.people.rules import NOT_PRACTISING
from maillage.structures.models import Structure
from maillage.structures.queries import founded_on, gather, has_places, stages_reached

RANKS = {"broken": 0, "unknown": 1, "satisfied": 2}
NOTHING_SAID = Circumstances()
#: Who is at the table for good.
IN = frozenset({Engagement.PORTEUR, Engagement.ENGAGE})
#: Ways of practising that the law room has words for.
COUNTED = frozenset({Practice.LIBERAL, Practice.SALARIED, Practice.VOLUNTEER})


def checked_team(
    form: str,
    members: Iterable[Member],
    *,
    on: date,
    region: str,
    about: Circumstances = NOTHING_SAID,
    settled: Collection[str] = (),
) -> list[Finding]:
    """What misses first, then what nobody said; what is satisfied is last. `settled`: keys of checks that are left out.

    Empty for a form that the law has no more. A team that contradicts what is said beside it is one finding, which
    says so.
    """
    try:
        legislation.form(form, on=on)
    except BadInput:
        return []
    try:
        findings = legislation.check(
            form, legislation.Team(tuple(members)), on=on, region=region, about=about
        )
    except BadInput as contradiction:
        return [Finding(f"{form}.check.contradiction", "broken", str(contradiction), Source(""), "practice")]
    asked = (finding for finding in findings if finding.key not in settled)
    return sorted(asked, key=lambda finding: RANKS[finding.status])


class Described(Protocol):
    """Someone around a table, kept or only given."""

    @property
    def profession(self) -> str: ...
    @property
    def specialty(self) -> str: ...
    @property
    def practice(self) -> str: ...
    @property
    def role(self) -> str: ...


def member_of(someone: Described) -> Member:
    """As the law counts them: « médecin », spécialité « généraliste », is a general practitioner. Raises BadInput.

    How one replaces, or practises no more, is none of the ways the law has words for.
    """
    return legislation.read_member(
        {
            "profession": someone.profession,
            "specialty": someone.specialty,
            "status": someone.practice if someone.practice in COUNTED else "",
            "role": someone.role,
        }
    )


def members_of(structure: Structure) -> tuple[Member, ...]:
    """Who is in, as the law counts them: not those « à associer » yet, nor who practises no more."""
    known = legislation.professions_by_key()
    return tuple(
        member_of(person)
        for person in structure.people.filter(engagement__in=IN)
        if person.profession in known and person.practice not in NOT_PRACTISING
    )


def about(structure: Structure, *, on: date) -> Circumstances:
    """What was answered, what who carries it in law says, and what its territory shows."""
    gather(structure, "legal_persons", "territory__communes")
    told = {name: value for name, value in structure.circumstances.items() if _is_understood(name, value)}
    kinds = legislation.legal_kinds()
    for person in structure.legal_persons.all():
        if person.kind in kinds and person.since <= on and (person.until is None or on < person.until):
            told |= kinds[person.kind].tells
    if founded_on(structure.form) == "territory" and (codes := structure.territory.codes):
        told["perimeter_covers_departement"] = holds_a_departement(codes)
    return legislation.read_circumstances(told)


def _is_understood(name: str, value: object) -> bool:
    """An answer given before the law asked otherwise is left aside."""
    try:
        legislation.read_circumstances({name: value})
    except BadInput:
        return False
    return True


def holds_a_departement(codes: Iterable[str]) -> bool:
    """Whether every commune of some département is among these."""
    held = set(atlas().whole(codes))
    touched = {atlas().commune(code).departement for code in held}
    return any({commune.code for commune in atlas().communes_of(key)} <= held for key in touched)


def asked_beside(structure: Structure, *, on: date) -> legislation.Asked:
    """What the rules of its form read that only its people can say. Nothing about a patient is asked."""
    gather(structure, "legal_persons", "territory__communes", "sites")
    said = about(structure, on=on)
    asked = legislation.asked_by(structure.form, on=on, region=region_of(structure), about=said)
    found = {"perimeter_covers_departement"} if structure.territory.codes else set()
    return legislation.Asked(
        tuple(one for one in asked.circumstances if not one.is_of_a_patient and one.name not in found),
        asked.of_members,
    )


def settled_in(structure: Structure) -> frozenset[str]:
    """Keys of the checks that a stage already reached has answered.

    Of one patient, all that a stage answers: it is seen in the application of the team, nothing of it is kept here.
    """
    is_of_a_patient = not has_places(structure.form)
    stages = legislation.stages(structure.form) if is_of_a_patient else stages_reached(structure)
    keys = (key for stage in stages for key in stage.settles)
    return frozenset(f"{structure.form}.check.{key}" for key in keys)


#: People of one profession that an address may tell.
MOST_TOLD = 50

#: « infirmier », « infirmier.liberal ».
_TOLD = re.compile(r"(?P<profession>[a-z_]+)(\.(?P<status>liberal|salaried))?")


def told_in(query: Mapping[str, str]) -> dict[str, str]:
    """What an address of the public pages says of a team and of a region, as the founding page takes it.

    « infirmier.liberal=2 » → {"equipe": "infirmier.liberal:2"}; what is not understood is left out.
    """
    counts: Counter[str] = Counter()
    for name, value in query.items():
        if _profession_told(name) and value.isascii() and value.isdecimal():
            counts[name] += min(int(value[:3]), MOST_TOLD)
    team = ",".join(f"{name}:{count}" for name, count in counts.items() if count)
    region = query.get("region", "")
    told = {"equipe": team, "region": region if region in legislation.REGIONS else ""}
    return {name: value for name, value in told.items() if value}


def team_told(text: str) -> tuple[Member, ...]:
    """The other way: « infirmier.liberal:2 » → two nurses in private practice."""
    pairs = (part.partition(":") for part in text.split(","))
    return tuple(
        legislation.read_member(
            {
                "profession": name.partition(".")[0],
                "status": name.partition(".")[2],
                "count": min(int(count[:3]), MOST_TOLD),
            }
        )
        for name, _, count in pairs
        if _profession_told(name) and count.isascii() and count.isdecimal()
    )


def _profession_told(name: str) -> bool:
    found = _TOLD.fullmatch(name)
    return bool(found and found["profession"] in legislation.professions_by_key())


def region_of(structure: Structure) -> str:
    """That of its first site, else of its territory; empty when it has neither."""
    gather(structure, "sites", "territory__communes")
    places = [*(site.commune for site in structure.sites.all()), *structure.territory.codes]
    return atlas().commune(places[0]).region if places else ""
