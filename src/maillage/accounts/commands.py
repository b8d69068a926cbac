"""`maillage account`: what an operator does when someone asks for their data, or to be forgotten."""

import json

import click

from maillage.accounts.models import User
from maillage.kernel import BadInput
from maillage.ui.queries import personal_data
from maillage.ui.services import forget


@click.group()
def account() -> None:
    """Exporter ou effacer un compte."""


@account.command()
@click.argument("address")
def export(address: str) -> None:
    """Écrire en JSON ce que l’instance garde d’un compte."""
    click.echo(json.dumps(personal_data(found(address)), ensure_ascii=False, indent=2))


@account.command()
@click.argument("address")
@click.option("--yes", is_flag=True, help="Ne pas demander de confirmation.")
def erase(address: str, yes: bool) -> None:
    """Effacer un compte ; ce qu’il a écrit reste, sans nom."""
    user = found(address)
    if not yes and click.prompt("Rien ne pourra le rétablir. Recopiez l’adresse") != user.email:
        raise BadInput("Ce n’est pas la même adresse : rien n’est effacé.")
    forget(user)
    click.echo("Le compte est effacé.")


def found(address: str) -> User:
    user = User.objects.filter(email=address.strip().lower()).first()
    if user is None:
        raise BadInput("Aucun compte n’a cette adresse : vérifiez-la.", field="address")
    return user
