"""The `maillage` command: French for people, --json for machines, one sentence when something is refused."""

import json
import os
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import click
from django.utils.module_loading import import_string

from maillage.geography import AtlasNotBuilt, SourcesMissing
from maillage.guide import commands as law
from maillage.kernel import BadInput, plural, with_no_break_spaces
from maillage.portal.commands import failing
from maillage.portal.commands.serving import PortRefused

REFUSED, FAILED = 2, 1


def main() -> None:
    """Exit code 2 for what a person can mend, 1 for what the instance must."""
    try:
        cli(standalone_mode=False)
    except BadInput as refusal:
        give_up(str(refusal), REFUSED)
    except click.UsageError as error:
        give_up(misunderstood(error), REFUSED)
    except (AtlasNotBuilt, SourcesMissing, PortRefused) as error:
        give_up(str(error), FAILED)
    except click.Abort:
        give_up("Interrompu.", FAILED)
    except Exception as failure:
        if sys.flags.dev_mode:
            raise
        if foreseen := failing.said(failure):
            give_up(foreseen, FAILED)
        what = f"{type(failure).__name__}, {failure}".partition("\n")[0]
        give_up(f"Maillage n’a pas pu finir ({what}). PYTHONDEVMODE=1 montre où.", FAILED)


def misunderstood(error: click.UsageError) -> str:
    """What is wrong in the words typed, in French: click says it in English."""
    match error:
        case click.NoSuchOption():
            said = f"L’option {error.option_name} n’existe pas."
        case click.MissingParameter():
            said = f"Il manque {error.param.opts[-1] if isinstance(error.param, click.Option) else _argument(error.param)}."
        case click.BadParameter():
            said = f"La valeur de {error.param.opts[-1] if error.param else 'l’option'} n’est pas comprise."
        case click.exceptions.NoArgsIsHelpError():
            said = "Il manque une commande."
        case _:
            said = "Cette commande n’est pas comprise."
    return f"{said} Voyez « {error.ctx.command_path if error.ctx else 'maillage'} --help »."


def _argument(param: click.Parameter | None) -> str:
    return str(param.metavar or param.human_readable_name) if param else "une valeur"


def give_up(sentence: str, code: int) -> None:
    click.echo(with_no_break_spaces(sentence), err=True)
    sys.exit(code)


@cache
def with_django() -> None:
    """Only the commands that read the database pay for it."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "maillage.config.settings")
    django.setup()


class Rooms(click.Group):
    """The commands here, and those that rooms declare (`commands` of their apps.py), imported when they are asked for.

    `under`: the words that begin theirs, « import » for « import rpps ».
    """

    def __init__(self, *args: Any, under: Sequence[str] = (), **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.under = tuple(under)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *self._declared()})

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if known := super().get_command(ctx, name):
            return known
        declared = self._declared().get(name)
        found: click.Command | None = import_string(declared) if declared else None
        return found

    def _declared(self) -> dict[str, str]:
        """Name → dotted path."""
        with_django()
        from django.apps import apps

        return {
            name: f"{room.name}.commands.{function}"
            for room in apps.get_app_configs()
            for words, function in getattr(room, "commands", {}).items()
            for *before, name in [words.split()]
            if tuple(before) == self.under
        }


@click.group(cls=Rooms, context_settings={"help_option_names": ["-h", "--help"]})
def cli() -> None:
    """Maillage, l’atelier de l’exercice coordonné."""


@cli.group("import", cls=Rooms, under=["import"])
def import_files() -> None:
    """Lire un fichier officiel (professionnels, lieux, APL, zonage, périmètres), ou une liste de membres."""


@cli.command()
@click.option("--force", is_flag=True, help="Tout refaire.")
def build(force: bool) -> None:
    """Compiler les communes, copier les fichiers des paquets, réunir les fichiers statiques (appelé par make setup)."""
    with_django()
    from maillage.portal.services import build_everything

    for line in build_everything(force=force):
        click.echo(line)


@cli.group(invoke_without_command=True)
@click.pass_context
def demo(context: click.Context) -> None:
    """Créer la structure de démonstration : vraies communes, personnes fictives."""
    if context.invoked_subcommand:
        return
    with_django()
    from maillage.portal.services import make_demo, prepare_tables

    prepare_tables()
    click.echo(make_demo())


@demo.command("list")
@click.option("--json", "as_json", is_flag=True, help="Pour une machine.")
def list_demo(as_json: bool) -> None:
    """Les structures de la démonstration, et ce que chacune montre."""
    with_django()
    from maillage.portal.services import demo_structures

    rows = demo_structures()
    if as_json:
        named = [{"slug": slug, "form": form, "what": what} for slug, form, what in rows]
        click.echo(json.dumps(named, ensure_ascii=False, indent=2))
        return
    for slug, form, what in rows:
        click.echo(f"/s/{slug}/\t{form}\t{what}")


@demo.command("rpps")
@click.option("--rows", default=20_000, show_default=True, help="Lignes d’activité ; 2300000 pour la France.")
@click.option("--seed", default=1, show_default=True, help="Le même nombre donne les mêmes fichiers.")
@click.option("--output", type=click.Path(path_type=Path), required=True, help="Le dossier où écrire.")
@click.option(
    "--departement", "departements", multiple=True, help="Un code : 82, 2A, 974. Plusieurs fois au besoin."
)
def invent_files(rows: int, seed: int, output: Path, departements: tuple[str, ...]) -> None:
    """Inventer des fichiers RPPS et FINESS au format officiel : vraies communes, personnes fictives."""
    with_django()
    from maillage.portal.services import inventor

    invent = inventor()
    with click.progressbar(length=rows, label="Lignes", file=sys.stderr) as bar:
        made = invent(output, rows=rows, seed=seed, departements=departements, progress=bar.update)
    click.echo(
        f"{plural(made.rows, 'ligne')}, {plural(made.people, 'personne')}, {plural(made.places, 'lieu', 'lieux')}, "
        f"tous inventés, dans {output}."
    )


for command in law.COMMANDS:  # the law needs no database
    cli.add_command(command)
