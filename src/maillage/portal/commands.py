"""The `maillage` command: French for people, --json for machines, one sentence when something is refused."""

import json
import os
import sys
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from importlib import import_module
from typing import Any

import click

from maillage import legislation
from maillage.geography import AtlasNotBuilt, SourcesMissing
from maillage.kernel import BadInput, amount, date_in_french, euros
from maillage.portal.queries import date_given, funding_report, rule_at, rule_report

REFUSED, FAILED = 2, 1


def main() -> None:
    """Exit code 2 for what a person can mend, 1 for what the instance must."""
    try:
        cli(standalone_mode=False)
    except BadInput as refusal:
        give_up(str(refusal), REFUSED)
    except click.UsageError as error:
        give_up(misunderstood(error), REFUSED)
    except (AtlasNotBuilt, SourcesMissing) as error:
        give_up(str(error), FAILED)
    except click.Abort:
        give_up("Interrompu.", FAILED)
    except Exception as failure:
        if sys.flags.dev_mode:
            raise
        what = f"{type(failure).__name__}, {failure}".partition("\n")[0]
        give_up(f"Maillage n’a pas pu finir ({what}). PYTHONDEVMODE=1 montre où.", FAILED)


def misunderstood(error: click.UsageError) -> str:
    """What is wrong in the words typed, in French: click says it in English."""
    match error:
        case click.NoSuchOption():
            said = f"L’option {error.option_name} n’existe pas."
        case click.MissingParameter():
            said = f"Il manque {error.param.human_readable_name if error.param else 'une valeur'}."
        case click.BadParameter():
            said = f"La valeur de {error.param.opts[-1] if error.param else 'l’option'} n’est pas comprise."
        case click.exceptions.NoArgsIsHelpError():
            said = "Il manque une commande."
        case _:
            said = "Cette commande n’est pas comprise."
    return f"{said} Voyez « {error.ctx.command_path if error.ctx else 'maillage'} --help »."


def give_up(sentence: str, code: int) -> None:
    click.echo(sentence, err=True)
    sys.exit(code)


def with_django() -> None:
    """Only the commands that read the database pay for it."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "maillage.config.settings")
    django.setup()


class Rooms(click.Group):
    """The commands here, and those rooms keep, imported when they are asked for."""

    kept = {"territory": "maillage.territories.commands:territory"}

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *self.kept})

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in self.kept:
            return super().get_command(ctx, name)
        with_django()
        module, command = self.kept[name].split(":")
        found: click.Command = getattr(import_module(module), command)
        return found


@click.group(cls=Rooms, context_settings={"help_option_names": ["-h", "--help"]})
def cli() -> None:
    """Maillage, l’atelier de l’exercice coordonné."""


AS_JSON: Callable[..., Any] = click.option("--json", "as_json", is_flag=True, help="Pour une machine.")


@cli.command()
@click.option("--form", "form_key", default="cpts", show_default=True, help="La forme de la structure.")
@click.option("--population", type=int, help="Habitants (Insee, population municipale).")
@click.option("--signed", help="Date de signature de l’ACI, AAAA-MM-JJ (aujourd’hui sinon).")
@AS_JSON
def funding(form_key: str, population: int | None, signed: str | None, as_json: bool) -> None:
    """Ce que l’accord donne : fonctionnement, maximum théorique, délais des missions."""
    day = date_given(signed, "signed") if signed else date.today()  # noqa: DTZ011 -- a civil day
    report = funding_report(form_key, population=population, signed=day)
    if as_json:
        click.echo(json.dumps(report, ensure_ascii=False, indent=2))
        return
    for label, key in (("Fonctionnement, par an", "running"), ("Maximum théorique, par an", "ceiling")):
        click.echo(f"{label} : {in_words(report[key])}")
    for line in report["deadlines"]:
        if line["start_by"]:
            start, deployed = (
                date_in_french(date.fromisoformat(line[step])) for step in ("start_by", "deployed_by")
            )
            click.echo(f"  {line['label']} : démarrée le {start}, déployée le {deployed} au plus tard")
        else:
            click.echo(f"  {line['label']} : {line['note']}")


def in_words(amount: dict[str, Any]) -> str:
    if amount["value"] is not None:
        return (
            f"{euros(amount['value'])} ({amount['sources'][0]['title']})"
            if amount["sources"]
            else euros(amount["value"])
        )
    if amount["why"]:
        return str(amount["why"])
    gaps = " ; ".join(
        f"{gap['label']} — à lire : {gap['where']}" if gap["where"] else gap["label"]
        for gap in amount["missing"]
    )
    if amount["low"] is not None and amount["high"] is not None:
        return f"entre {euros(amount['low'])} et {euros(amount['high'])} ({gaps})"
    return f"non publié dans nos sources ({gaps})"


@cli.group()
def rules() -> None:
    """Les chiffres de la loi, avec leurs dates, leurs textes et leurs degrés."""


@rules.command("list")
@AS_JSON
def list_rules(as_json: bool) -> None:
    """Toutes les règles, les inconnues comprises."""
    if as_json:
        reports = [rule_report(rule) for rule in legislation.rules()]
        click.echo(json.dumps({"rules": reports}, ensure_ascii=False, indent=2))
        return
    for rule in legislation.rules():
        value = rule.values[-1]
        click.echo(
            f"{rule.id}\t{'inconnu' if value.value is None else value.value}\t{value.grade}\t{rule.label}"
        )


@rules.command()
@click.argument("rule_id")
@click.option("--at", help="Un jour, AAAA-MM-JJ.")
@AS_JSON
def show(rule_id: str, at: str | None, as_json: bool) -> None:
    """Une règle, entière ou à une date."""
    report = rule_at(rule_id, date_given(at, "at") if at else None)
    if as_json:
        click.echo(json.dumps(report, ensure_ascii=False, indent=2))
        return
    click.echo(f"{report['label']} ({report['id']})")
    for value in report["values"]:
        shown = "inconnu" if value["value"] is None else amount(Decimal(str(value["value"])), report["unit"])
        source = value["source"]["title"] if value["source"] else f"à lire : {value['where']}"
        click.echo(f"  depuis le {value['from']} : {shown} [{value['grade']}] {source}")
    if report.get("why"):
        click.echo(f"  {report['why']}")


@cli.command()
@click.option("--force", is_flag=True, help="Tout refaire.")
def build(force: bool) -> None:
    """Compiler les communes, copier les fichiers des paquets, réunir les fichiers statiques (appelé par make setup)."""
    with_django()
    from maillage.portal.services import build_everything

    for line in build_everything(force=force):
        click.echo(line)


@cli.command()
@click.option("--port", default=8000, show_default=True)
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--threads", default=8, show_default=True)
def serve(port: int, host: str, threads: int) -> None:
    """Servir le site."""
    with_django()
    from maillage.portal.services import prepare_database, start_server

    prepare_database()
    click.echo(f"Maillage est ouvert : http://{host}:{port} (Ctrl+C pour arrêter)")
    start_server(host=host, port=port, threads=threads)


@cli.command()
def demo() -> None:
    """Créer la structure de démonstration : vraies communes, personnes fictives."""
    with_django()
    from maillage.portal.services import make_demo

    click.echo(make_demo())
