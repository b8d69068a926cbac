"""Check a team against a form, on a day and in a region: one finding per rule of the law or of the trade."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal

from maillage.kernel import BadInput, Source, date_in_french, with_no_break_spaces
from maillage.legislation.catalogue import form
from maillage.legislation.composition.checks import Check, checks
from maillage.legislation.composition.circumstances import ABOUT_A_PATIENT, NOTHING_SAID, Circumstances
from maillage.legislation.composition.facts import READ_OF_MEMBERS, TeamFacts, team_facts
from maillage.legislation.composition.members import Team
from maillage.legislation.engine.rules import Facts, Law, NotInForce
from maillage.legislation.regions import REGIONS, known_region
from maillage.legislation.team import Finding, professions_by_key
from maillage.legislation.values import parameters

EXPERIMENT_REGION = "52"  # ESP CLAP: Pays de la Loire

#: What can be checked beside the forms, and since when: what carries a MSP, and what pays it.
BESIDE = {"sisa": date(2011, 8, 12), "aci_msp": date(2017, 7, 24)}


def checkable() -> tuple[str, ...]:
    """Every key `check` takes."""
    return tuple(checks())


def check(
    form_key: str, team: Team, *, on: date, region: str = "", about: Circumstances = NOTHING_SAID
) -> tuple[Finding, ...]:
    """One finding per rule in force that day; what nobody said is unknown, never satisfied.

    A last finding, `<form>.check.region`, warns when regions may differ and no variant of this one is known.
    Raises BadInput for an unknown form or region, a day before the form existed, a team that cannot be.
    """
    _must_exist(form_key, on)
    known_region(region)
    _must_be_possible(team, about, on)
    given = team_facts(team, about, on=on, in_region=region == EXPERIMENT_REGION if region else None)
    findings = [_finding(asked, given, Law(parameters(), on, region)) for asked in _asked(form_key, about)]
    return tuple(finding for finding in [*findings, _region(form_key, region)] if finding)


Kind = Literal["yes_or_no", "count", "day"]


@dataclass(frozen=True, slots=True)
class Circumstance:
    """What the rules of a form ask beside its people: a field of `Circumstances`, its French label, how one answers."""

    name: str
    label: str
    kind: Kind

    @property
    def is_of_a_patient(self) -> bool:
        return self.name in ABOUT_A_PATIENT


@dataclass(frozen=True, slots=True)
class Asked:
    """What the rules of a form read that a team may say: of its circumstances, and of each of its members.

    `of_members` holds « status », « specialty », and the roles that count (« associate », « attending_doctor »).
    """

    circumstances: tuple[Circumstance, ...]
    of_members: frozenset[str]


def asked_by(form_key: str, *, on: date, region: str = "", about: Circumstances = NOTHING_SAID) -> Asked:
    """For what is not a form, nothing."""
    given = team_facts(Team(), about, on=on)
    read: dict[str, None] = {}
    for asked in _asked(form_key, about):
        law = Law(parameters(), on, region)
        if _finding(asked, given, law):
            read |= dict.fromkeys(law.journal.steps[-1].facts)
    named = ((name, DAYS.get(name, name)) for name in read)
    return Asked(
        tuple(
            Circumstance(field, *_how_asked(name))
            for name, field in named
            if field in Circumstances.model_fields
        ),
        frozenset().union(*(READ_OF_MEMBERS.get(name, ()) for name in read)),
    )


#: Facts counted from a day, and the circumstance that gives it.
DAYS = {"months_since_departure": "departure_notified"}


def _how_asked(name: str) -> tuple[str, Kind]:
    if name in DAYS:
        return "départ notifié le", "day"
    told = TeamFacts.__dataclass_fields__[name].metadata
    return told["label"], "yes_or_no" if told["bounds"][1] == 1 else "count"


def decisive(form_key: str, findings: Iterable[Finding]) -> list[Finding]:
    """The findings that decide whether the form fits a team today."""
    weighs = {asked.id: asked.written.weighs for asked in _asked(form_key, NOTHING_SAID)}
    return [
        finding
        for finding in findings
        if (weight := weighs.get(finding.key, "never")) == "always"
        or (weight == "when_broken" and finding.status == "broken")
    ]


@dataclass(frozen=True, slots=True)
class Misses:
    """Broken findings of a team, by what it can do about them; `hopeless` are those it can do nothing about."""

    to_find: tuple[Finding, ...]
    to_create: tuple[Finding, ...]
    hopeless: tuple[Finding, ...]


def misses(form_key: str, findings: Iterable[Finding]) -> Misses:
    written = {check.id: check.written for check in _asked(form_key, NOTHING_SAID)}
    broken = [finding for finding in findings if finding.status == "broken" and finding.key in written]
    to_find = tuple(finding for finding in broken if written[finding.key].is_found)
    to_create = tuple(finding for finding in broken if written[finding.key].mend == "create")
    left = tuple(
        finding
        for finding in broken
        if finding not in (*to_find, *to_create) and written[finding.key].weighs != "never"
    )
    return Misses(to_find, to_create, left)


def _asked(form_key: str, about: Circumstances) -> tuple[Check, ...]:
    """A MSP that is a SISA, and one that teaches, answer to both sets of rules."""
    asked = checks().get(form_key, ())
    if form_key == "mspu":
        asked = checks()["msp"] + asked
    if form_key in ("msp", "mspu") and about.legal_person == "sisa":
        asked += checks()["sisa"]
    return asked


def _finding(check: Check, given: TeamFacts, law: Law) -> Finding | None:
    """None when the law asks nothing of the kind that day, in that region."""
    if check.written.only_in and check.written.only_in != law.region:
        return None
    try:
        return check.finding(Facts(given, law), law)
    except NotInForce:
        return None


def _region(form_key: str, region: str) -> Finding | None:
    variants = _variants(form_key)
    if not variants or region in variants:
        return None
    if region:
        sentence = (
            f"Nous ne connaissons pas de règle propre à la région {REGIONS[region]} : la règle nationale est "
            "appliquée, à vérifier auprès de votre ARS."
        )
    else:
        some = ", ".join(REGIONS[variant] for variant in sorted(variants))
        sentence = f"Région non précisée : la règle nationale est appliquée, et des régions en ont une autre ({some})."
    source = Source("Règle nationale, faute de variante régionale dans nos sources")
    return Finding(f"{form_key}.check.region", "unknown", with_no_break_spaces(sentence), source, "practice")


@cache
def _variants(form_key: str) -> frozenset[str]:
    """The regions that count a team in their own way."""
    branch = f"{form_key}.composition.regions."
    return frozenset(name.split(".")[3] for name in parameters() if name.startswith(branch))


def _must_exist(form_key: str, on: date) -> None:
    if form_key not in BESIDE:
        form(form_key, on=on)
    elif on < BESIDE[form_key]:
        since = date_in_french(BESIDE[form_key])
        raise BadInput(f"Rien à vérifier avant le {since} : la règle n'existait pas.", field="on")


def _must_be_possible(team: Team, about: Circumstances, on: date) -> None:
    """A team may be small or incomplete; it may not contradict what is said of it."""
    for member in team.members:
        if member.profession not in professions_by_key():
            raise BadInput(f"La profession « {member.profession} » n'est pas connue ici.", field="team")
        if member.count < 0:
            raise BadInput("Un nombre de membres ne peut pas être négatif.", field="team")
    if about.departure_notified and about.departure_notified > on:
        raise BadInput("Le départ est notifié après le jour demandé.", field="departure_notified")
    if about.pregnant is False and about.score is not None and about.score > 26:
        raise BadInput("La grille compte 26 items : le score ne peut pas les dépasser.", field="score")
    doctors = sum(member.count for member in team.members if member.profession == "medecin_specialiste")
    if about.doctors_in_perimeter is not None and doctors > about.doctors_in_perimeter:
        sentence = (
            "L'équipe compte plus de médecins de la spécialité que son périmètre : vérifiez les deux nombres."
        )
        raise BadInput(sentence, field="doctors_in_perimeter")
