"""`maillage found` founds a structure of any form, with its team and its sites."""

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
from maillage.kernel import BadInput, with_no_break_spaces
from maillage.people import services
from maillage.people.queries import region_of
from maillage.people.queries.coverage import coverage as coverage_of
from maillage.people.rules import UNNAMED
from maillage.people.services import GivenPerson
from maillage.structures.models import Structure
from maillage.structures.services import GivenSite
from maillage.ui.commands import AS_JSON, json_of

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
    structure = Structure.objects.filter(slug=slug).first()
    if structure is None:
        raise BadInput(f"Aucune structure n’a l’adresse « {slug} » : lisez-la dans l’adresse de sa page.")
    lines = coverage_of(structure, on=timezone.localdate()).professions
    if as_json:
        click.echo(json.dumps([line.to_json() for line in lines], ensure_ascii=False, indent=2))
        return
    for line in lines:
        supply = "inconnu" if line.supply is None else str(line.supply)
        never = "inconnu" if line.never is None else str(line.never)
        said = f"{line.label} : {supply} en ville, {line.joined} adhérents, {line.reached} connus, {never} jamais joints"
        click.echo(with_no_break_spaces(said))
