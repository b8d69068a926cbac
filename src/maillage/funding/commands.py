"""`maillage money share` parts a sum by the rule of a file; `money calendar` tells what contracts pay; `money statement` keeps a
bank file, `money batch` writes one of transfers; `money fec` gives a year of books as the State reads it, `money return` a year to
compare structures by; `money aci` counts the civil year of an agreement."""

import json
from pathlib import Path

import click
from django.utils import timezone

from maillage.funding.forms.budget import FIRST_YEAR, LAST_YEAR
from maillage.funding.queries.accord import FORMS, accord_of, accord_report, payer_by_year
from maillage.funding.queries.books.reports import year_closing_in, year_of_books
from maillage.funding.queries.calendar import calendar, calendar_report, in_order
from maillage.funding.queries.hours import payer_of
from maillage.funding.queries.returns import return_of, return_report
from maillage.funding.queries.share_file import as_json as as_json_sharing
from maillage.funding.queries.share_file import shared
from maillage.funding.queries.statements import as_json as as_json_statement
from maillage.funding.queries.transfers import batches_of
from maillage.funding.rules.fec import fec
from maillage.funding.services.bank import take_in
from maillage.funding.services.batches import file_of
from maillage.kernel import BadInput, date_in_french, euros, plural, with_no_break_spaces
from maillage.structures.queries import structure_at
from maillage.structures.queries.clocks import today_in
from maillage.tables import MOST_BYTES
from maillage.ui.commands import AS_JSON, DRY_RUN, FILE, json_of

#: Bytes read of a file: one more than what a bank gives tells that it is too large.
MOST = MOST_BYTES + 1


def content_of(path: Path) -> bytes:
    """Raises BadInput."""
    try:
        with path.open("rb") as file:
            return file.read(MOST)
    except OSError:
        raise BadInput(f"Le fichier {path} ne se lit pas.", field="file") from None


@click.group()
def money() -> None:
    """Compter l’argent d’une structure."""


@money.command("share")
@FILE
@AS_JSON
def share_file(path: Path, as_json: bool) -> None:
    """Partager une somme d’un fichier JSON : son montant, la règle votée, les associés."""
    sharing = shared(json_of(path))
    if as_json:
        click.echo(json.dumps(as_json_sharing(sharing), ensure_ascii=False, indent=2))
        return
    click.echo(sharing.said)
    for each in sharing.shares:
        click.echo(with_no_break_spaces(f"{each.key} : {euros(each.amount)}"))


@money.command("calendar")
@click.argument("slug")
@AS_JSON
def calendar_of(slug: str, as_json: bool) -> None:
    """Dire les versements qu’une structure attend de ses contrats, et ce qui est arrivé."""
    structure = structure_at(slug)
    today = today_in(structure)
    if as_json:
        click.echo(json.dumps(calendar_report(structure, on=today), ensure_ascii=False, indent=2))
        return
    pairs = in_order(calendar(structure, on=today))
    if not pairs:
        click.echo("Aucun contrat ne promet de versement.")
    for _, line in pairs:
        expected = line.expected
        day = (
            date_in_french(expected.due_on)
            if expected.due_on
            else f"pas avant le {date_in_french(expected.not_before)}"
        )
        received = f", {euros(line.received)} reçus" if line.received else ""
        told = f"{day} : {expected.label}, {expected.amount.in_french()}{received} ({line.arrival.label.lower()})"
        click.echo(with_no_break_spaces(told))


@money.command("batch")
@click.argument("slug")
@click.argument("pk", metavar="ID", type=int)
def batch_file(slug: str, pk: int) -> None:
    """Écrire le fichier d’un lot de virements validé, pour la banque."""
    found = batches_of(structure_at(slug)).filter(pk=pk).first()
    if found is None:
        raise BadInput(f"Cette structure n’a pas de lot numéro {pk}.", field="id")
    click.echo(file_of(found, by=None, at=timezone.now()), nl=False)


@money.command("statement")
@FILE
@click.option("--structure", "slug", required=True, help="L’adresse de la structure, après /s/.")
@click.option("--account", "pk", type=int, help="Le numéro du compte, quand il y en a plusieurs.")
@DRY_RUN
@AS_JSON
def keep_statement(path: Path, slug: str, pk: int | None, dry_run: bool, as_json: bool) -> None:
    """Lire un relevé de banque, et garder ses lignes une fois."""
    structure = structure_at(slug)
    today = today_in(structure)
    kept = take_in(structure, path.name, content_of(path), pk, dry_run=dry_run, on=today)
    seen, count = kept.seen, kept.count
    if as_json:
        click.echo(json.dumps(as_json_statement(seen, count), ensure_ascii=False, indent=2))
        return
    for fate in seen.refused:
        click.echo(with_no_break_spaces(f"Ligne {fate.line} refusée : {fate.given} : {fate.why}"), err=True)
    for note in seen.notes:
        click.echo(with_no_break_spaces(note), err=True)
    if near := len(seen.matches.near):
        told = f"{plural(near, 'ligne ressemble', 'lignes ressemblent')} à une ligne gardée : la page Banque les départage."
        click.echo(with_no_break_spaces(told), err=True)
    words = f"{plural(len(seen.lines), 'ligne lue', 'lignes lues')} : {seen.matched} à rapprocher d’un versement ou de "
    words += f"demandes, {seen.doubles} déjà là, {seen.unknown} à dire. "
    words += "Rien n’est gardé." if dry_run else f"{plural(count, 'ligne gardée', 'lignes gardées')}."
    click.echo(with_no_break_spaces(words))


@money.command("fec")
@click.argument("slug")
@click.option("--year", "number", type=int, required=True, help="L’année où finit l’exercice.")
@click.option("--siren", default="", help="Celui de la personne morale, quand il y en a plusieurs.")
def fec_of(slug: str, number: int, siren: str) -> None:
    """Écrire le fichier des écritures comptables (FEC) d’un exercice sur la sortie."""
    file = fec(year_of_books(year_closing_in(structure_at(slug), number, siren)))
    click.echo(file.content, nl=False)
    click.echo(with_no_break_spaces(f"{file.name} : {file.notice}"), err=True)


@money.command("return")
@click.argument("slug")
@click.option("--year", type=int, required=True, help="L’année civile.")
@AS_JSON
def yearly_return(slug: str, year: int, as_json: bool) -> None:
    """Dire une année d’argent, poste par poste, sans nommer personne."""
    structure = structure_at(slug)
    person = payer_of(structure)
    if person is None:
        raise BadInput("Aucune personne morale ne porte cette structure : notez d’abord laquelle.")
    person.structure = structure
    told = return_of(person, year, on=today_in(structure))
    if as_json:
        click.echo(json.dumps(return_report(told), ensure_ascii=False, indent=2))
        return
    for row in told.budget.budget.rows:
        said = f"{row.post} : {euros(row.committed)} engagés, {euros(row.paid)} payés, {euros(row.taken.received)} reçus"
        click.echo(with_no_break_spaces(said))


@money.command("aci")
@click.argument("slug")
@click.option("--year", type=int, required=True, help="L’année civile.")
@AS_JSON
def accord_year(slug: str, year: int, as_json: bool) -> None:
    """Compter l’année civile de l’accord d’une MSP ou d’un centre de santé."""
    structure = structure_at(slug)
    person = payer_by_year(structure)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise BadInput(f"L’année est entre {FIRST_YEAR} et {LAST_YEAR}.", field="year")
    told = accord_of(person, year, on=today_in(structure))
    if as_json:
        click.echo(json.dumps(accord_report(told, slug), ensure_ascii=False, indent=2))
        return
    click.echo(with_no_break_spaces(f"{FORMS[structure.form]} {year} : {told.state.label.lower()}."))
    for each in told.prerequisites:
        click.echo(with_no_break_spaces(f"Prérequis, {each.label} : {each.met.in_french()}"))
    for line in (*told.totals, *told.beside, *told.details):
        caisse = "" if line.caisse is None else f", la caisse compte {euros(line.caisse)}"
        click.echo(with_no_break_spaces(f"{line.label} : {line.kept.in_french()}{caisse}"))
    for gap in told.missing:
        click.echo(with_no_break_spaces(f"Il manque : {gap.label}"))
