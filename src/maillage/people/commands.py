"""`maillage found` founds a structure; `maillage import members` brings a list in; `maillage people` lists its cards."""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import click
from django.db import transaction
from django.utils import timezone

from maillage import legislation
from maillage.accounts.models import User
from maillage.guide.queries import finding_json
from maillage.kernel import BadInput, plural, with_no_break_spaces
from maillage.people import services
from maillage.people.queries import contents, region_of
from maillage.people.queries.coverage import coverage as coverage_of
from maillage.people.rules import UNNAMED
from maillage.people.services import GivenPerson
from maillage.people.services.importing import (
    REFUSED,
    Options,
    Plan,
    Reading,
    bring_in,
    foreseen,
    read_members,
)
from maillage.people.services.replaying import came_back, erasures_in, file_of_erasures, lines_in
from maillage.structures.models import Structure
from maillage.structures.queries import structure_at
from maillage.structures.services import GivenSite
from maillage.tables import read_file
from maillage.ui.commands import ACCEPT, AS_JSON, COLUMNS, DAY, DRY_RUN, FILE, choices_of, json_of
from maillage.ui.queries import came_back as came_back_elsewhere

PATH = click.Path(path_type=Path)
STATUS_WORDS = {"satisfied": "en règle", "broken": "manque", "unknown": "à préciser"}


@click.command()
@click.option("--form", "form_key", required=True, help="Sa clé : cpts, msp, esp, cds…")
@click.option("--name", required=True, help="Le nom du projet.")
@click.option("--team", "team_path", type=PATH, help="Un fichier JSON : l’équipe, avec des noms si on veut.")
@click.option("--site", "site_path", type=PATH, help="Un fichier JSON : un site, ou une liste de sites.")
@click.option("--communes", default="", help="Codes du territoire, séparés par des virgules.")
@click.option("--founder", help="L’adresse du compte qui fonde ; inutile pour un essai.")
@click.option(
    "--at", "day", type=click.DateTime(["%Y-%m-%d"]), help="Le jour de la fondation (aujourd’hui sinon)."
)
@click.option("--dry-run", "is_rehearsal", is_flag=True, help="Tout vérifier, ne rien garder.")
@click.option("--json", "as_json", is_flag=True, help="Pour une machine.")
def found(
    form_key: str,
    name: str,
    team_path: Path | None,
    site_path: Path | None,
    communes: str,
    founder: str | None,
    day: Any,
    is_rehearsal: bool,
    as_json: bool,
) -> None:
    """Fonder une structure de n’importe quelle forme : ce que la loi en dit, puis ses étapes."""
    on: date = day.date() if day else timezone.localdate()
    names, team = team_in(json_of(team_path) if team_path else [])
    with transaction.atomic():
        structure = services.found(
            name=name,
            form=form_key,
            codes=[code.strip() for code in communes.split(",") if code.strip()],
            sites=sites_in(json_of(site_path)) if site_path else [],
            by=founder_named(founder, is_rehearsal=is_rehearsal),
            on=on,
            people=[GivenPerson(name=label, profession=trade) for label, trade in names],
        )
        findings = legislation.check(form_key, team, on=on, region=region_of(structure))
        report = founded_report(structure, findings, on=on)
        if is_rehearsal:
            transaction.set_rollback(True)
    if as_json:
        click.echo(json.dumps(report, ensure_ascii=False, indent=2))
        return
    for finding in report["findings"]:
        click.echo(f"{STATUS_WORDS[finding['status']]} : {finding['text']}")
    for step in report["steps"]:
        click.echo(f"{step['label']} : {', '.join(step['documents']) or 'aucun document'}")
    click.echo("Rien n’est gardé : c’était un essai." if is_rehearsal else f"Fondée : /s/{structure.slug}/")


def founded_report(
    structure: Structure, findings: Iterable[legislation.Finding], *, on: date
) -> dict[str, Any]:
    """`due` is null as long as no move has opened the delay of a step."""
    entry = legislation.form(structure.form, on=on)
    return {
        "address": structure.slug,
        "findings": [finding_json(finding) for finding in findings],
        "steps": [
            {"key": step.key, "label": step.label, "documents": list(step.documents), "due": None}
            for step in entry.steps
        ],
    }


def team_in(written: Any) -> tuple[list[tuple[str, str]], legislation.Team]:
    """(name, profession) of each person, and the team as the law reads it. Raises BadInput."""
    if not isinstance(written, list) or not all(isinstance(line, dict) for line in written):
        raise BadInput("Une équipe est une liste de membres.", field="team")
    names = [str(line.get("name", "")).strip()[:120] for line in written]
    team = legislation.read_team([{key: line[key] for key in line if key != "name"} for line in written])
    people = [
        (name or UNNAMED, member.profession)
        for name, member in zip(names, team.members, strict=True)
        for _ in range(min(member.count, 500))
    ]
    return people, team


def sites_in(written: Any) -> list[GivenSite]:
    """One site, or several. Raises BadInput for a key that is none of theirs."""
    lines = written if isinstance(written, list) else [written]
    return [_site(line) for line in lines]


def _site(line: Any) -> GivenSite:
    known = GivenSite.__dataclass_fields__
    if not isinstance(line, Mapping) or (unknown := sorted(set(line) - known.keys())):
        what = f" ; « {unknown[0]} » n’en est pas une" if isinstance(line, Mapping) else ""
        raise BadInput(
            f"Un site est un objet JSON dont les clés sont {', '.join(known)}{what}.", field="site"
        )
    wrong = [
        key for key, value in line.items() if not isinstance(value, bool if key == "is_antenna" else str)
    ]
    if wrong:
        raise BadInput(f"La valeur de « {wrong[0]} » n’est pas comprise.", field="site")
    return GivenSite(**line)


def founder_named(email: str | None, *, is_rehearsal: bool) -> User:
    """Raises BadInput when no account has this address; a rehearsal needs none."""
    if email is None and is_rehearsal:
        return User.objects.create_user("essai@maillage.invalid")
    user = User.objects.filter(email=(email or "").strip().lower()).first()
    if user is None:
        raise BadInput(
            "Donnez l’adresse d’un compte qui existe (--founder), ou ajoutez --dry-run pour un essai.",
            field="founder",
        )
    return user


@click.command()
@click.argument("slug")
@AS_JSON
def coverage(slug: str, as_json: bool) -> None:
    """Dire qui a rejoint une structure, devant ceux qui exercent sur son territoire."""
    lines = coverage_of(structure_at(slug), on=timezone.localdate()).professions
    if as_json:
        click.echo(json.dumps([line.to_json() for line in lines], ensure_ascii=False, indent=2))
        return
    for line in lines:
        supply = "inconnu" if line.supply is None else str(line.supply)
        never = "inconnu" if line.never is None else str(line.never)
        said = f"{line.label} : {supply} en ville, {line.joined} adhérents, {line.reached} connus, {never} jamais joints"
        click.echo(with_no_break_spaces(said))


@click.command()
@FILE
@click.option("--structure", "slug", required=True, help="Son adresse : cpts-du-tescou.")
@click.option(
    "--since", "day", type=DAY, help="Le jour d’adhésion, quand la liste ne le dit pas (aujourd’hui sinon)."
)
@click.option("--replace", "replaces", is_flag=True, help="Remplacer ce que disent les fiches.")
@COLUMNS
@DRY_RUN
@ACCEPT
@AS_JSON
def members(
    path: Path,
    slug: str,
    day: Any,
    replaces: bool,
    columns: tuple[str, ...],
    dry_run: bool,
    accept: bool,
    as_json: bool,
) -> None:
    """Importer une liste de membres d’une structure : CSV, XLSX, XLS ou ODS."""
    structure, today = structure_at(slug), timezone.localdate()
    since: date = day.date() if day else today
    options = Options(columns=choices_of(columns), since=since, replaces=replaces)
    reading = read_members(read_file(path), options)
    refuse_unsure(reading)
    plan = foreseen(structure, reading, options, on=today).plan
    show_plan(reading, plan, as_json=as_json)
    if dry_run:
        return
    if plan.lost and not accept:
        lost = plural(plan.lost, "ligne serait perdue", "lignes seraient perdues")
        raise BadInput(f"{lost}. Rien n’est fait. Corrigez-les, ou ajoutez --accept.", field="file")
    if plan.brings:
        bring_in(structure, reading, options, by=None, on=today)


def refuse_unsure(reading: Reading) -> None:
    """Raises BadInput as long as a column is to be chosen."""
    if unsure := next(iter(reading.recognised.asked), None):
        among = ", ".join(f"« {title} »" for title in unsure.among)
        raise BadInput(
            f"Plusieurs colonnes conviennent pour {unsure.label} : {among}. Choisissez avec "
            f"--column « {unsure.key}={unsure.among[0]} », ou « {unsure.key}=- » pour n’en lire aucune.",
            field="column",
        )
    if not reading.is_named:
        raise BadInput(
            "Aucune colonne ne donne le nom. Dites laquelle : --column « family=Son titre ».", field="column"
        )


def show_plan(reading: Reading, plan: Plan, *, as_json: bool) -> None:
    """`rows` is the sum of what follows: each line has one fate."""
    refused = [{"line": fate.line, "reason": fate.reason} for fate in plan.fates if fate.state == REFUSED]
    if as_json:
        report = {"rows": len(plan.fates) + sum(reading.aside.values()), **plan.counts, "refused": refused}
        left = {
            "not_taken": dict(reading.aside),
            "unread": dict(reading.cells_left),
            "columns_left": reading.left,
        }
        click.echo(json.dumps(report | left, ensure_ascii=False, indent=2))
        return
    for fate in plan.fates:
        if fate.wants_eyes:
            said = " ".join(filter(None, (fate.reason, *fate.told)))
            click.echo(with_no_break_spaces(f"{fate.line} : {fate.given} → {fate.words}. {said}".rstrip()))
    for why, count in reading.aside.items():
        click.echo(with_no_break_spaces(f"{why} : {plural(count, 'ligne')}, laissées de côté."), err=True)
    for label, count in reading.cells_left:
        click.echo(
            with_no_break_spaces(
                f"{label} : {plural(count, 'cellule illisible laissée', 'cellules illisibles laissées')} de côté."
            ),
            err=True,
        )
    if plan.undated:
        said = f"{plural(plan.undated, 'adhésion')} sans date lisible : celle de --since, sinon aujourd’hui."
        click.echo(with_no_break_spaces(said), err=True)
    counts = plan.counts
    click.echo(
        f"{plural(counts['new'], 'nouvelle')}, {plural(counts['changed'], 'changée')}, {plural(counts['same'], 'pareille')}, "
        f"{counts['to_decide']} à choisir, {plural(counts['refused'], 'refusée')}."
    )


@click.command()
@click.option("--file", "path", type=PATH, help="Une autre copie de la liste que celle de l’instance.")
@click.option("--replay", is_flag=True, help="Effacer de nouveau qui est revenu avec une sauvegarde.")
@AS_JSON
def erasures(path: Path | None, replay: bool, as_json: bool) -> None:
    """Qui a été effacé, et revient avec une sauvegarde restaurée : le dire, ou l’effacer de nouveau."""
    lines = lines_in(path or file_of_erasures())
    known = erasures_in(lines)
    came = came_back(known)
    others = came_back_elsewhere(lines, replay=replay)
    back = len(came.back) + sum(each.back for each in others)
    done = (services.replay(known) if replay else 0) + sum(each.erased for each in others)
    doubtful: dict[int | str, str] = {
        each.card: f"Fiche n° {each.card} : elle porte un autre nom que la personne effacée. Regardez-la vous-même."
        for each in came.doubtful
    }
    for room in others:
        doubtful.update(room.doubtful.items())
    if as_json:
        told = {"known": len(lines), "back": back, "erased": done, "doubtful": list(doubtful)}
        click.echo(json.dumps(told, indent=2))
        return
    click.echo(f"{plural(len(lines), 'effacement noté', 'effacements notés')}, {back} à refaire.")
    for sentence in doubtful.values():
        click.echo(with_no_break_spaces(sentence))
    if replay:
        click.echo(f"{plural(done, 'effacement refait', 'effacements refaits')}.")
    elif back:
        click.echo("Ajoutez --replay pour les effacer de nouveau.")


@click.command()
@click.argument("slug", metavar="STRUCTURE")
@AS_JSON
def people(slug: str, as_json: bool) -> None:
    """Les personnes d’une structure : leurs fiches et leurs adhésions."""
    rows = contents(structure_at(slug))["people"]
    if as_json:
        click.echo(json.dumps({"people": rows}, ensure_ascii=False, indent=2, default=str))
        return
    for row in rows:
        click.echo(", ".join(filter(None, (row["name"], row["profession"], row["commune"]))))
