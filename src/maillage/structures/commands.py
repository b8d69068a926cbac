"""`maillage structure` takes all of one away as JSON, or erases it."""

import json

import click
from django.core.serializers.json import DjangoJSONEncoder

from maillage.kernel import BadInput
from maillage.structures import services
from maillage.structures.queries import structure_at
from maillage.ui.queries import contents_of


@click.group()
def structure() -> None:
    """Sortir tout le contenu d’une structure, ou la supprimer."""


@structure.command()
@click.argument("slug", metavar="ADRESSE")
def export(slug: str) -> None:
    """Tout le contenu d’une structure, en JSON, sur la sortie."""
    content = contents_of(structure_at(slug))
    click.echo(json.dumps(content, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2))


@structure.command()
@click.argument("slug", metavar="ADRESSE")
@click.option("--yes", "sure", is_flag=True, help="Sans cette option, rien n’est supprimé.")
def erase(slug: str, sure: bool) -> None:
    """Supprimer une structure et tout ce qu’elle contient, sans retour."""
    found = structure_at(slug)
    if not sure:
        raise BadInput(
            f"«\N{NO-BREAK SPACE}{found.name}\N{NO-BREAK SPACE}» serait supprimée avec tout son contenu. "
            "Sortez-le d’abord (maillage structure export), puis ajoutez --yes."
        )
    services.erase(found, by=None)
    click.echo(f"« {found.name} » est supprimée.")
