"""`maillage dossier export` writes a document of a structure in a file; `dossier pack` writes it with its pieces, for who
reads by mail; `dossier verify` compares the fingerprint of one that was filed."""

from pathlib import Path

import click
from django.utils import timezone

from maillage.documents.enums import Format
from maillage.documents.services import render
from maillage.dossier.documents.review import copy_of, grouped
from maillage.dossier.models import Document
from maillage.dossier.queries.documents import title_of
from maillage.dossier.queries.naming import named
from maillage.dossier.services.review_filing import is_intact, same_digest
from maillage.dossier.services.review_packs import make_pack
from maillage.kernel import BadInput, plural, with_no_break_spaces
from maillage.kernel.paths import write_whole
from maillage.structures.queries import structure_at

DOCUMENT = click.option(
    "--document", "name", required=True, help="projet-de-sante, statuts, lettre, ou son numéro."
)
OUTPUT = click.option(
    "-o", "--output", "path", type=click.Path(dir_okay=False, path_type=Path), required=True
)


@click.group()
def dossier() -> None:
    """Les documents d’une structure."""


def begun(slug: str, name: str) -> Document:
    """Raises BadInput for one that nobody began."""
    document = named(structure_at(slug), name)
    if document.pk is None:
        raise BadInput(
            f"« {title_of(document)} » n’est pas commencé : il n’y a rien à sortir.", field="document"
        )
    return document


@dossier.command("export")
@click.argument("slug", metavar="ADRESSE")
@DOCUMENT
@click.option("--format", "form", type=click.Choice([each.value for each in Format]), default="docx")
@OUTPUT
def export(slug: str, name: str, form: str, path: Path) -> None:
    """Écrire un document d’une structure dans un fichier DOCX, ODT ou PDF."""
    document = named(structure_at(slug), name)
    write_whole(path, render(copy_of(document, on=timezone.localdate()), Format(form)))
    click.echo(with_no_break_spaces(f"{title_of(document)} : {path}"))


@dossier.command("pack")
@click.argument("slug", metavar="ADRESSE")
@DOCUMENT
@OUTPUT
def pack(slug: str, name: str, path: Path) -> None:
    """Écrire le dossier complet d’un document : le PDF, l’index, les pièces numérotées."""
    made = make_pack(begun(slug, name), on=timezone.localdate())
    write_whole(path, made.content)
    lacking = f", {plural(len(made.missing), 'manque', 'manquent')} dans l’archive" if made.missing else ""
    click.echo(with_no_break_spaces(f"{path} : {plural(made.pieces, 'pièce')}{lacking}."))


@dossier.command("verify")
@click.argument("slug", metavar="ADRESSE")
@DOCUMENT
@click.option("--digest", default="", help="L’empreinte lue sur un papier.")
def verify(slug: str, name: str, digest: str) -> None:
    """Dire si un document arrêté est encore celui de son empreinte, et si celle d’un papier est la même."""
    document = begun(slug, name)
    if not document.is_frozen:
        raise BadInput("Ce document n’est pas arrêté : il n’a pas d’empreinte.", field="document")
    if not is_intact(document.frozen):
        raise BadInput(
            "Le contenu gardé n’est plus celui de son empreinte : reprenez une sauvegarde.", field="document"
        )
    if digest and not same_digest(document.frozen, digest):
        raise BadInput("Cette empreinte n’est pas celle du document arrêté.", field="digest")
    click.echo(with_no_break_spaces(f"Intact. Empreinte : {grouped(document.frozen.digest)}"))
