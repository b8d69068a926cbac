"""What a vote gives, counted from its record as anybody does, and told."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256
from typing import Any

from maillage.governance.enums import CHOICES, Choice, Tie, VoteKind, VoteState
from maillage.governance.models import Urn, Voice, Vote
from maillage.governance.queries.seats import chairs_of
from maillage.governance.queries.vote_file import counted, rules_as_json
from maillage.governance.rules.counting import EXPRESSED, QUORUM_UNSAID
from maillage.governance.types import Count, Election, VoteRules
from maillage.kernel import plural


def opening_of(vote: Vote, rules: VoteRules) -> dict[str, Any]:
    """What is written once for all when it opens: the rules, and who may hold the casting voice."""
    return {"rules": rules_as_json(rules), "chairs": chairs_of(vote.meeting)}


def record_of(vote: Vote, voices: Sequence[Voice]) -> dict[str, Any]:
    """All that the count needs, without a name: a secret vote gives each paper to any voter of its college who voted.

    Of a vote on paper, nobody noted who voted: a paper is of any of those who are heard.
    """
    listed = list(voices)
    if vote.is_on_paper:
        listed.sort(key=lambda voice: not voice.is_heard)
        papers = Urn.objects.get(vote=vote).papers
        spoken = {voice.pk: paper["said"] for voice, paper in zip(listed, papers, strict=False)}
    elif vote.is_secret:
        listed.sort(key=lambda voice: (voice.college, not voice.is_cast, not voice.is_heard))
        urn = Urn.objects.get(vote=vote)
        said = iter(sorted(urn.papers, key=lambda paper: paper["college"]))
        spoken = {voice.pk: next(said)["said"] for voice in listed if voice.is_cast}
    else:
        spoken = {voice.pk: voice.said for voice in listed if voice.is_cast}
    opening = vote.opening or {}
    chairs = [
        str(rank)
        for rank, voice in enumerate(listed, 1)
        if voice.person_id and voice.person_id in opening.get("chairs", ())
    ]
    record: dict[str, Any] = {
        "rules": opening.get("rules"),
        "voters": [
            {"id": str(rank), "college": voice.college, "present": voice.is_heard}
            for rank, voice in enumerate(listed, 1)
        ],
        "ballots": [
            {"by": str(rank), "choice": _choice(vote, spoken[voice.pk])}
            for rank, voice in enumerate(listed, 1)
            if voice.pk in spoken
        ],
    }
    if vote.elects:
        record |= {"candidates": names_of(vote), "seats": vote.seats}
    if chairs and not vote.is_secret:
        record["chairs"] = chairs
    return record


def _choice(vote: Vote, said: Sequence[str]) -> str | list[str]:
    if not vote.elects:
        return said[0]
    return [] if list(said) == [Choice.BLANC] else list(said)


def seal_of(record: Mapping[str, Any]) -> str:
    """The SHA-256 of the record as it is published: whoever has the file checks that nothing was changed."""
    return sha256(published(record).encode()).hexdigest()


def published(record: Mapping[str, Any]) -> str:
    return json.dumps(record, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def names_of(vote: Vote) -> list[str]:
    return [each["name"] for each in vote.candidates]


def result_of(vote: Vote) -> Count | Election | None:
    """Counted from its record, as anybody does; None before it is closed."""
    return counted(vote.record) if vote.state == VoteState.CLOSED else None


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the result: what was said, how many voices, per cent of the most."""

    label: str
    voices: str
    share: int
    is_elected: bool = False


def said_in(vote: Vote) -> Sequence[Choice]:
    """The choices whose voices mean something: those of a college are shared among its suffrages exprimés alone."""
    rules = (vote.opening or {}).get("rules") or {}
    if rules.get("colleges"):
        return (*EXPRESSED, Choice.BLANC) if rules.get("blank_counts") else EXPRESSED
    return (*CHOICES, Choice.NUL) if vote.is_on_paper else CHOICES


def lines_of(vote: Vote, result: Count | Election) -> list[Line]:
    """In the order of the choices, or of who stands; the longest bar is that of the most voices."""
    if isinstance(result, Count):
        told = [(str(choice.label), result.counts[choice], False) for choice in said_in(vote)]
    else:
        won = result.elected or ()
        told = [(name, voices, name in won) for name, voices in result.counts.items()]
        told.append((str(Choice.BLANC.label), result.blank, False))
        if vote.is_on_paper:
            told.append((str(Choice.NUL.label), Fraction(result.spoilt), False))
    most = max(voices for _, voices, _ in told) or 1
    return [Line(label, in_figures(voices), round(100 * voices / most), won) for label, voices, won in told]


def in_figures(voices: Fraction) -> str:
    """« 12 », or « 26,67 » when colleges weigh."""
    return str(voices) if voices.denominator == 1 else f"{float(voices):.2f}".replace(".", ",")


def outcome_in_words(vote: Vote, result: Count | Election) -> str:
    return " ".join(_sentences(vote, result))


def _sentences(vote: Vote, result: Count | Election) -> Iterator[str]:
    yield (
        "Vote secret, sur papier."
        if vote.is_on_paper
        else "Vote secret."
        if vote.is_secret
        else "Vote public."
    )
    if isinstance(result, Election):
        if result.elected is None:
            yield "Les règles ne permettent pas de dire qui est élu."
            if result.quorum.is_unsaid:
                yield with_capital(QUORUM_UNSAID)
        elif result.elected:
            who = ", ".join(f"{name} ({in_figures(result.counts[name])} voix)" for name in result.elected)
            yield f"{'Liste choisie' if vote.kind == VoteKind.LIST else 'Élus'} : {who}."
        else:
            yield (
                "Personne n’est élu."
                if not result.quorum.is_missed
                else "Le quorum n’est pas atteint : personne n’est élu."
            )
        if result.tied:
            yield f"À égalité pour les sièges qui restent : {', '.join(result.tied)}."
        elif result.elected and len(result.elected) < vote.seats:
            yield f"{plural(vote.seats - len(result.elected), 'siège reste', 'sièges restent')} à pourvoir."
        if result.blank:
            yield f"Blanc : {in_figures(result.blank)}."
        if result.spoilt:
            yield f"{plural(result.spoilt, 'bulletin nul', 'bulletins nuls')}."
        return
    if result.why:
        yield with_capital(result.why)
    if vote.is_secret and _is_tie_of_the_chair(vote, result):
        yield "Partage des voix, et le vote est secret : personne ne sait ce qu’a dit la présidence."
    if (vote.opening or {})["rules"].get("colleges"):
        said = (f"{in_figures(result.counts[choice])} {choice.label.lower()}" for choice in said_in(vote))
        yield f"Voix : {', '.join(said)}."
    elif result.counts[Choice.BLANC]:
        yield f"{plural(int(result.counts[Choice.BLANC]), 'bulletin blanc', 'bulletins blancs')}."
    if nul := int(result.counts[Choice.NUL]):
        yield f"{plural(nul, 'bulletin nul', 'bulletins nuls')}."


def _is_tie_of_the_chair(vote: Vote, result: Count) -> bool:
    is_tie = result.counts[Choice.POUR] == result.counts[Choice.CONTRE]
    return result.adopted is None and is_tie and (vote.opening or {})["rules"].get("tie") == Tie.CHAIR


def with_capital(reason: str) -> str:
    return f"{reason[0].upper()}{reason[1:]}."
