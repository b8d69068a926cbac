"""For each form: does it fit, why, which one change would make it fit, and what comes next."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from maillage.kernel import BadInput, date_in_french, with_no_break_spaces
from maillage.legislation.advice.answers import Answers, Reason, read_answers
from maillage.legislation.catalogue import forms
from maillage.legislation.composition.checking import Misses, check, decisive, misses
from maillage.legislation.composition.circumstances import Circumstances
from maillage.legislation.composition.members import Member, Team
from maillage.legislation.entries import CreationStep, FormEntry, FundingLine, Regional, Said
from maillage.legislation.team import Finding

Fit = Literal["yes", "almost", "unknown", "several", "no"]
FITS: tuple[Fit, ...] = ("yes", "almost", "unknown", "several", "no")

LEVELS = {"patients": "patientèle", "territory": "territoire", "patient": "patient"}
SERVES = {
    "patientèle": "les patients que vous avez en commun",
    "territoire": "les habitants d'un territoire",
    "patient": "un patient à la fois",
}


@dataclass(frozen=True, slots=True)
class Advice:
    """One form, judged: `almost` when one thing misses, `several` when more do, all of which a team can find or create.

    `changes` are single changes, each of which alone would give the people it lacks. `to_find` and `to_create` are
    sentences, what misses by what one does about it, `hopeless` what nothing mends; an association to create on the way keeps no form from fitting.
    `brings` is what it brings to the profession of who answers; `steps` are the next three of its path.
    """

    form: str
    label: str
    full_name: str
    rank: int
    fits: Fit
    findings: tuple[Finding, ...]
    changes: tuple[str, ...]
    to_find: tuple[str, ...]
    to_create: tuple[str, ...]
    hopeless: tuple[str, ...]
    reasons: tuple[Reason, ...]
    brings: tuple[Said, ...]
    funding: tuple[FundingLine, ...]
    duties: tuple[Said, ...]
    delay: tuple[Said, ...]
    regional: tuple[Regional, ...]
    steps: tuple[CreationStep, ...]
    next_steps: tuple[str, ...]

    @property
    def unknowns(self) -> int:
        """The number of its findings that wait for an answer."""
        return sum(finding.status == "unknown" for finding in self.findings)


@dataclass(frozen=True, slots=True)
class Change:
    """One thing a team may change, and the sentence that says it."""

    say: str
    apply: Callable[[Team, Circumstances], tuple[Team, Circumstances]]


def _one_more(profession: str, say: str) -> Change:
    return Change(say, lambda team, about: (team.plus(Member(profession, status="liberal")), about))


CHANGES = (
    _one_more("medecin_generaliste", "un médecin généraliste de plus"),
    _one_more("infirmier", "un auxiliaire médical de plus (infirmier, masseur-kinésithérapeute…)"),
    _one_more("pharmacien", "un pharmacien de plus"),
    _one_more("medecin_specialiste", "un médecin d'une autre spécialité de plus"),
    Change(
        with_no_break_spaces(
            "un gestionnaire que la loi prévoit : organisme à but non lucratif, collectivité ou établissement de santé"
        ),
        lambda team, about: (team, about.model_copy(update={"manager": "non_profit"})),
    ),
)


def advise(written: Mapping[str, str], *, on: date) -> tuple[Advice, ...]:
    """Every form that exists that day, those that fit first, then what the wishes favour, the best known, the lightest.

    Raises BadInput for an answer that is none.
    """
    answers = read_answers(written)
    if not forms(on=on):
        raise BadInput(
            f"Aucune forme d'exercice coordonné de nos sources n'existait le {date_in_french(on)}.",
            field="on",
        )
    advices = [_advice(entry, answers, on) for entry in forms(on=on)]
    return tuple(sorted(advices, key=_rank))


def _rank(advice: Advice) -> tuple[int, int, int, int]:
    weight = sum(reason.weight for reason in advice.reasons)
    return FITS.index(advice.fits), -weight, advice.unknowns, advice.rank


def _advice(entry: FormEntry, answers: Answers, on: date) -> Advice:
    findings = check(entry.key, answers.team, on=on, region=answers.region, about=answers.about)
    level = _level(entry, answers)
    missed = misses(entry.key, findings)
    fits, changes = _fit(entry, answers, on, findings, level, missed)
    return Advice(
        form=entry.key,
        label=entry.label,
        full_name=entry.full_name,
        rank=entry.rank,
        fits=fits,
        findings=(*level, *findings),
        changes=changes,
        to_find=tuple(finding.sentence for finding in missed.to_find),
        to_create=tuple(finding.sentence for finding in missed.to_create),
        hopeless=tuple(
            finding.sentence for finding in (*level, *missed.hopeless) if finding.status == "broken"
        ),
        reasons=tuple(
            reason for option in answers.options for reason in option.reasons if reason.form == entry.key
        ),
        brings=entry.brings.get(answers.profession, ()),
        funding=entry.funding,
        duties=entry.asked_in_return,
        delay=entry.usual_delay,
        regional=entry.in_region(answers.region),
        steps=entry.steps[:3],
        next_steps=_next_steps(entry, fits, changes, decisive(entry.key, findings), missed),
    )


def _fit(
    entry: FormEntry,
    answers: Answers,
    on: date,
    findings: tuple[Finding, ...],
    level: tuple[Finding, ...],
    missed: Misses,
) -> tuple[Fit, tuple[str, ...]]:
    if any(finding.status == "broken" for finding in level):
        return "no", ()
    statuses = {finding.status for finding in decisive(entry.key, findings)}
    if "broken" not in statuses:  # a form that nothing checks is not one that fits
        return ("yes" if statuses == {"satisfied"} else "unknown"), ()
    after = {change.say: _after(change, entry, answers, on) for change in CHANGES}
    if mended := tuple(say for say, left in after.items() if left <= {"satisfied"}):
        return ("several" if missed.to_create else "almost"), mended
    if perhaps := tuple(say for say, left in after.items() if "broken" not in left):
        return "unknown", perhaps
    return ("no" if missed.hopeless else "several"), ()


def _after(change: Change, entry: FormEntry, answers: Answers, on: date) -> set[str]:
    """Statuses of the findings that decide, with this change alone."""
    team, about = change.apply(answers.team, answers.about)
    found = check(entry.key, team, on=on, region=answers.region, about=about)
    return {finding.status for finding in decisive(entry.key, found)}


def _level(entry: FormEntry, answers: Answers) -> tuple[Finding, ...]:
    """The people a form serves, against those one wants to serve; nothing when one did not say."""
    if not answers.scopes:
        return ()
    fits = entry.level in {LEVELS[scope] for scope in answers.scopes}
    start = "Cette forme sert bien" if fits else "Cette forme sert"
    end = "" if fits else " : ce n'est pas ce que vous cherchez"
    sentence = with_no_break_spaces(f"{start} {SERVES[entry.level]}{end}.")
    status: Literal["satisfied", "broken"] = "satisfied" if fits else "broken"
    return (Finding(f"{entry.key}.check.level", status, sentence, entry.definition.source, "practice"),)


def _next_steps(
    entry: FormEntry, fits: Fit, changes: tuple[str, ...], findings: list[Finding], missed: Misses
) -> tuple[str, ...]:
    """Three at most: what would make it fit, or what to settle, then the path; none when it cannot fit."""
    if fits == "no":
        return ()
    first = [f"Trouver {changes[0]}"] if changes else [finding.sentence for finding in missed.to_find[:1]]
    first += [finding.sentence for finding in findings if finding.status == "unknown"][:1]
    return tuple([*first, *(step.label for step in entry.steps)][:3])
