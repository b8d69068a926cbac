"""The commands of the law: money, fees, advice, checks, rules. They need no database."""

import json
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import click

from maillage import legislation
from maillage.guide.queries import (
    advice_report,
    calendar_report,
    check_report,
    cpts_report,
    form_report,
    money_report,
    protocol_report,
    rule_at,
    rule_report,
    tree_report,
    walk_report,
    years_report,
)
from maillage.guide.queries import (
    as_json as as_json_answer,
)
from maillage.kernel import Answer, BadInput, Missing, amount, date_in_french, plural, read_day
from maillage.ui.commands import json_of

PATH = click.Path(path_type=Path)
#: What an answer waits for is named one by one up to this number.
GAPS_NAMED = 8
AS_JSON: Callable[..., Any] = click.option("--json", "as_json", is_flag=True, help="Pour une machine.")


@click.command()
@click.option(
    "--form", "form_key", default="cpts", show_default=True, help="Sa clé\N{NO-BREAK SPACE}: cpts, msp, cds…"
)
@click.option("--population", type=int, help="Habitants (Insee, population municipale) d’une CPTS.")
@click.option(
    "--signed", "--at", "day", help="Date de signature, ou jour dont on demande la loi (aujourd’hui sinon)."
)
@click.option("--facts", "facts_path", type=PATH, help="Un fichier JSON de faits sur la structure.")
@click.option("--contract", "contract_path", type=PATH, help="Un fichier JSON : l’annexe d’un contrat signé.")
@click.option("--years", default=5, show_default=True, help="Années de contrat comptées.")
@click.option("--calendar", is_flag=True, help="Les versements un par un, au lieu des années.")
@AS_JSON
def funding(
    form_key: str,
    population: int | None,
    day: str | None,
    facts_path: Path | None,
    contract_path: Path | None,
    years: int,
    calendar: bool,
    as_json: bool,
) -> None:
    """Ce que la loi donne à une structure, et le calendrier d’un contrat signé."""
    if contract_path:
        contract = legislation.read_contract(json_of(contract_path))
        report = (
            calendar_report(legislation.payments(contract, years=years))
            if calendar
            else years_report(legislation.entitlements(contract, years=years))
        )
        say(report, as_json, lines_of_contract, only="payments" if calendar else "")
        return
    on = day_given(day, "signed")
    if form_key == "cpts" and not facts_path:
        say(cpts_report(population, signed=on), as_json, lines_of_cpts)
        return
    if population is not None:
        raise BadInput(
            f"La population seule ne dit rien de l’argent d’une forme « {form_key} ». Donnez ses faits avec --facts.",
            field="population",
        )
    facts = legislation.read_facts(form_key, json_of(facts_path) if facts_path else {})
    say(money_report(form_key, facts, on=on), as_json, lines_of_money)


@click.command()
@click.argument("name")
@click.option("--patients", type=int, help="Patients (correspondant, protocole).")
@click.option("--zone", help="ZIP, ZAC ou aucune (correspondant).")
@click.option("--count", type=int, help="Téléconsultations dans l’année.")
@click.option(
    "--first-year/--no-first-year", default=None, help="Première année d’équipement, ou une suivante."
)
@click.option("--facts", "facts_path", type=PATH, help="Un fichier JSON, pour les autres rémunérations.")
@click.option("--at", "day", help="Un jour, AAAA-MM-JJ (aujourd’hui sinon).")
@AS_JSON
def fee(name: str, facts_path: Path | None, day: str | None, as_json: bool, **said: object) -> None:
    """La rémunération d’un pharmacien : correspondant, teleconsultation, exercice_coordonne, entretien…"""
    known = {key: value for key, value in said.items() if value is not None}
    facts = legislation.read_facts(name, {**(json_of(facts_path) if facts_path else {}), **known})
    answer = legislation.fee(name, facts, on=day_given(day, "at"))
    say(as_json_answer(answer), as_json, lambda report: [in_words(report)])


@click.command()
@click.option("--answers", "path", type=PATH, required=True, help="Un fichier JSON de réponses.")
@click.option("--at", "day", help="Un jour, AAAA-MM-JJ (aujourd’hui sinon).")
@AS_JSON
def advise(path: Path, day: str | None, as_json: bool) -> None:
    """Les formes qui conviennent, et pourquoi."""
    report = advice_report(json_of(path), on=day_given(day, "at"))
    say(
        report,
        as_json,
        lambda found: [f"{form['label']} : {form['fits']}" for form in found["forms"]],
        only="forms",
    )


@click.command()
@click.option("--form", "form_key", required=True, help="La forme, ou sisa, ou aci_msp.")
@click.option("--team", "path", type=PATH, required=True, help="Un fichier JSON : l’équipe.")
@click.option("--about", "about_path", type=PATH, help="Un fichier JSON : statuts, gestionnaire, patient…")
@click.option("--at", "day", help="Un jour, AAAA-MM-JJ (aujourd’hui sinon).")
@click.option("--region", default="", help="Code Insee de la région : 52, 76…")
@AS_JSON
def check(
    form_key: str, path: Path, about_path: Path | None, day: str | None, region: str, as_json: bool
) -> None:
    """Une équipe devant les règles d’une forme : respecté, manquant, ou inconnu."""
    about = json_of(about_path) if about_path else {}
    report = check_report(form_key, json_of(path), about=about, on=day_given(day, "at"), region=region)
    say(report, as_json, lambda found: [f"{each['status']}  {each['text']}" for each in found["findings"]])


def say(
    report: dict[str, Any],
    as_json: bool,
    lines: Callable[[dict[str, Any]], Iterable[str]],
    *,
    only: str = "",
) -> None:
    """One report, two readers; a machine may want `only` one of its lists."""
    if as_json:
        click.echo(json.dumps(report[only] if only else report, ensure_ascii=False, indent=2))
        return
    click.echo("\n".join(lines(report)))


def day_given(text: str | None, field: str) -> date:
    return read_day(text, field=field) if text else date.today()  # noqa: DTZ011 -- a civil day


def lines_of_cpts(report: dict[str, Any]) -> Iterable[str]:
    for label, key in (("Fonctionnement, par an", "running"), ("Maximum théorique, par an", "ceiling")):
        yield f"{label} : {in_words(report[key])}"
    for line in report["deadlines"]:
        if line["start_by"]:
            start, deployed = (
                date_in_french(date.fromisoformat(line[step])) for step in ("start_by", "deployed_by")
            )
            yield f"  {line['label']} : démarrée le {start}, déployée le {deployed} au plus tard"
        else:
            yield f"  {line['label']} : {line['note']}"


def lines_of_money(report: dict[str, Any]) -> Iterable[str]:
    yield from (f"{line['label']} : {in_words(line)}" for line in report["lines"])
    yield from (f"À savoir : {caution['text']}" for caution in report["cautions"])


def lines_of_contract(report: dict[str, Any]) -> Iterable[str]:
    for year in report.get("years", ()):
        yield f"Année {year['number']}, depuis le {year['since']} : {in_words(year['total'])}"
    for payment in report.get("payments", ()):
        yield f"{payment['date'] or payment['why']}  {payment['label']} : {in_words(payment['answer'])}"


def in_words(answer: dict[str, Any]) -> str:
    """A value and its text, else its bounds, else why there is none, with where to read what is missing."""
    value, low, high = (
        None if answer[bound] is None else Decimal(str(answer[bound])) for bound in ("value", "low", "high")
    )
    missing = tuple(Missing(**gap) for gap in answer["missing"])
    text = Answer(value, low, high, answer["unit"], missing, why=answer["why"]).in_french()
    if value is not None:
        return f"{text} ({answer['sources'][0]['title']})" if answer["sources"] else text
    named, more = missing[:GAPS_NAMED], len(missing) - GAPS_NAMED
    gaps = [
        f"{gap.label} — {'à compléter' if gap.is_fact else 'à lire'} : {gap.where}"
        if gap.where
        else gap.label
        for gap in named
    ]
    if more > 0:
        gaps.append(f"et {plural(more, 'autre question', 'autres questions')}")
    return f"{text} ({' ; '.join(gaps)})" if gaps else text


@click.group()
def rules() -> None:
    """Les chiffres de la loi, avec leurs dates, leurs textes et leurs degrés."""


@rules.command("list")
@click.option("--at", "day", help="Un jour, AAAA-MM-JJ (aujourd’hui sinon).")
@AS_JSON
def list_rules(day: str | None, as_json: bool) -> None:
    """Toutes les règles, les inconnues comprises, comme elles sont ce jour-là."""
    on = day_given(day, "at")
    if as_json:
        reports = [rule_report(rule, on=on) for rule in legislation.rules()]
        click.echo(json.dumps({"rules": reports}, ensure_ascii=False, indent=2))
        return
    for rule in legislation.rules():
        value = rule.at(on)
        if value is None:
            told, grade = f"depuis le {rule.since}", "à venir"
        else:
            told, grade = "inconnu" if value.value is None else str(value.value), value.grade
        click.echo(f"{rule.id}\t{told}\t{grade}\t{rule.label}")


@rules.command()
@click.argument("rule_id")
@click.option("--at", help="Un jour, AAAA-MM-JJ.")
@AS_JSON
def show(rule_id: str, at: str | None, as_json: bool) -> None:
    """Une règle, entière ou à une date."""
    report = rule_at(rule_id, read_day(at, field="at") if at else None, today=day_given(None, "at"))
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


@click.group()
def forms() -> None:
    """Les formes d’exercice coordonné, et leurs étapes."""


@forms.command("show")
@click.argument("form_key", metavar="FORME")
@click.option("--at", "day", help="Un jour, AAAA-MM-JJ (aujourd’hui sinon).")
@AS_JSON
def show_form(form_key: str, day: str | None, as_json: bool) -> None:
    """Les étapes d’une forme : ce qui se fait, les documents, qui valide, les délais."""
    report = form_report(legislation.form(form_key, on=day_given(day, "at")))
    say(
        report,
        as_json,
        lambda found: [
            f"{rank}. {step['label']} : {step['content']}" for rank, step in enumerate(found["steps"], 1)
        ],
    )


@click.group()
def protocols() -> None:
    """Les protocoles de coopération nationaux, avec leurs textes."""


@protocols.command("list")
@AS_JSON
def list_protocols(as_json: bool) -> None:
    """Tous les protocoles\N{NO-BREAK SPACE}: ce que nos sources ne disent pas est inconnu, à lire dans le texte."""
    report = {"protocols": [protocol_report(each) for each in legislation.protocols()]}
    say(
        report,
        as_json,
        lambda found: [
            f"{each['key']}\t{each['title']}\t{each['consult']['href']}" for each in found["protocols"]
        ],
    )


@click.group()
def tree() -> None:
    """Les arbres de décision\N{NO-BREAK SPACE}: les lire, les suivre."""


@tree.command("list")
@AS_JSON
def list_trees(as_json: bool) -> None:
    """Tous les arbres."""
    on = day_given(None, "at")
    report = {"trees": [tree_report(each, on=on) for each in legislation.trees()]}
    say(
        report,
        as_json,
        lambda found: [
            f"{each['key']}\tversion {each['version']}\t{each['title']}" for each in found["trees"]
        ],
    )


@tree.command("run")
@click.argument("key", metavar="ARBRE")
@click.option(
    "--answers",
    "path",
    type=PATH,
    required=True,
    help="Un fichier JSON\N{NO-BREAK SPACE}: question → réponse.",
)
@click.option("--at", "day", help="Un jour, AAAA-MM-JJ (aujourd’hui sinon).")
@AS_JSON
def run_tree(key: str, path: Path, day: str | None, as_json: bool) -> None:
    """Suivre un arbre avec des réponses\N{NO-BREAK SPACE}: l’issue, le chemin, les sources."""
    answers = json_of(path)
    if not isinstance(answers, dict):
        raise BadInput(
            'Le fichier de réponses est un objet\N{NO-BREAK SPACE}: {"question": "réponse"}.', field="answers"
        )
    say(walk_report(key, answers, on=day_given(day, "at")), as_json, lines_of_walk)


def lines_of_walk(report: dict[str, Any]) -> Iterable[str]:
    for step in report["path"]:
        yield f"{step['ask']} {step['words']}" + ("" if step["source"] else " (consultez l’arrêté)")
    end = report["outcome"]
    yield f"→ {end['title']}"
    yield f"  {end['say']}" + ("" if end["source"] else " (consultez l’arrêté)")


COMMANDS = (advise, check, fee, forms, funding, protocols, rules, tree)
