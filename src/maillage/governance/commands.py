"""`maillage vote count` counts a vote written in a file; `meetings` and `decisions` tell those of a structure."""

import json
from collections.abc import Iterator
from pathlib import Path

import click
from django.core.serializers.json import DjangoJSONEncoder

from maillage.governance.enums import Choice
from maillage.governance.queries.contents import in_words
from maillage.governance.queries.contents import meetings as meetings_of
from maillage.governance.queries.decisions import decisions_of
from maillage.governance.queries.results import with_capital
from maillage.governance.queries.vote_file import as_json as as_json_count
from maillage.governance.queries.vote_file import counted
from maillage.governance.types import Count, Election
from maillage.kernel import plural, with_no_break_spaces
from maillage.structures.queries import structure_at
from maillage.ui.commands import AS_JSON, FILE, json_of

VERDICTS = {True: "Adoptée.", False: "Rejetée.", None: "Les règles ne permettent pas de le dire."}


@click.group()
def vote() -> None:
    """Compter un vote."""


@vote.command("count")
@FILE
@AS_JSON
def count_file(path: Path, as_json: bool) -> None:
    """Compter le vote d’un fichier JSON : ses règles, sa liste électorale, ses pouvoirs, ses bulletins."""
    result = counted(json_of(path))
    if as_json:
        click.echo(json.dumps(as_json_count(result), ensure_ascii=False, indent=2))
        return
    click.echo(with_no_break_spaces("\n".join(lines_of(result))))


def lines_of(result: Count | Election) -> list[str]:
    quorum = result.quorum
    there = plural(quorum.counted, "voix présente ou représentée", "voix présentes ou représentées")
    needed = "aucun quorum" if quorum.needed is None else f"quorum de {quorum.needed}"
    needed = "quorum non dit" if quorum.is_unsaid else needed
    missed = "" if not quorum.is_missed else " : il n’est pas atteint, l’assemblée ne peut pas décider"
    return [
        f"{there}, {needed}{missed}.",
        *(elected_lines(result) if isinstance(result, Election) else adopted_lines(result)),
        *(f"{each.what} : {each.reason}." for each in result.refused),
    ]


def adopted_lines(result: Count) -> Iterator[str]:
    yield from (f"{choice.label} : {result.counts[choice]}" for choice in Choice)
    yield VERDICTS[result.adopted]
    if result.why:
        yield with_capital(result.why)


def elected_lines(result: Election) -> Iterator[str]:
    yield from (f"{name} : {voices}" for name, voices in result.counts.items())
    yield f"Blanc : {result.blank}"
    if result.elected is None:
        yield VERDICTS[None]
    elif result.elected:
        yield f"Élus : {', '.join(result.elected)}."
    else:
        yield "Personne n’est élu."
    if result.tied:
        yield f"À égalité pour les sièges qui restent : {', '.join(result.tied)}."


@click.command("meetings")
@click.argument("slug", metavar="ADRESSE")
@AS_JSON
def meetings(slug: str, as_json: bool) -> None:
    """Les réunions d’une structure : présents, ordre du jour, décisions."""
    rows = [in_words(each) for each in meetings_of(structure_at(slug))]
    if as_json:
        click.echo(json.dumps(rows, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2))
        return
    for row in rows:
        there, taken = len(row["presences"]), len(row["decisions"])
        said = f"{row['starts_at']:%d/%m/%Y}  {row['title']} : {plural(there, 'présent')}, {plural(taken, 'décision')}"
        click.echo(with_no_break_spaces(said))


@click.command("decisions")
@click.argument("slug", metavar="ADRESSE")
@AS_JSON
def decisions(slug: str, as_json: bool) -> None:
    """Le registre des décisions d’une structure, la dernière d’abord."""
    found = decisions_of(structure_at(slug))
    if as_json:
        rows = [
            {
                "number": each.reference,
                "date": each.decided_on,
                "instance": each.meeting.instance.name,
                "title": each.title,
                "reason": each.reason,
                "verdict": each.verdict,
                "pour": each.pour,
                "contre": each.contre,
                "abstention": each.abstention,
            }
            for each in found
        ]
        click.echo(json.dumps(rows, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2))
        return
    for each in found:
        said = f"{each.reference}  {each.decided_on:%d/%m/%Y}  {each.title} ({each.outcome.lower()})"
        click.echo(with_no_break_spaces(said))
