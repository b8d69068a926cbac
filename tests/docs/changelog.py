"""`CHANGELOG-LAW.md`, written from the tree of values: `python -m tests.docs.changelog` writes it."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from maillage.kernel import amount, date_in_french
from maillage.kernel.paths import PROJECT
from maillage.legislation import DatedValue, Rule
from maillage.legislation.values import tree

PAGE = PROJECT / "CHANGELOG-LAW.md"

HEAD = """# Journal des règles

Chaque jour où une règle de droit ou d'usage change dans nos sources, le plus récent d'abord. Une valeur
s'applique du jour où elle paraît (inclus) jusqu'au jour donné (exclu), ou sans fin connue. « Inconnu »
n'est ni zéro ni la valeur d'avant : la dernière colonne dit alors où lire. Le grade dit qui parle :
`official` (l'État, l'Assurance maladie, lus là où ils publient), `relayed` (un texte officiel, lu
ailleurs), `professional` (fédération, presse, avocat), `testimony` (une équipe), `seed` (un document de
travail), `derived` (un calcul), `unknown`.

Cette page est écrite à partir de `src/maillage/legislation/parameters/`.
"""


def page() -> str:
    """Every value of the tree, by day."""
    by_day: dict[date, list[tuple[Rule, DatedValue]]] = defaultdict(list)
    for rule in tree().values():
        for value in rule.values:
            by_day[value.since].append((rule, value))
    parts = [part for day in sorted(by_day, reverse=True) for part in _day(day, by_day[day])]
    return "\n".join([HEAD, *parts, ""])


def _day(day: date, changes: list[tuple[Rule, DatedValue]]) -> Iterator[str]:
    yield f"## {date_in_french(day)}\n"
    yield "| règle | valeur | jusqu'au | grade | texte, ou où lire |"
    yield "|---|---|---|---|---|"
    for rule, value in sorted(changes, key=lambda change: change[0].id):
        until = date_in_french(value.until) if value.until else "—"
        text = _cell(value.source.title if value.value is not None and value.source else value.where)
        yield f"| {_cell(rule.label)} (`{rule.id}`) | {told(rule, value)} | {until} | {value.grade} | {text} |"
    yield ""


def told(rule: Rule, value: DatedValue) -> str:
    """« 50 000 € », or « inconnu, entre 287 500 € et 580 000 € »."""
    if value.value is not None:
        return amount(value.value, rule.unit)
    bounds = [
        f"{word} {amount(bound, rule.unit)}"
        for word, bound in (("au moins", value.low), ("au plus", value.high))
        if bound is not None
    ]
    return ", ".join(["inconnu", *bounds])


def _cell(text: str) -> str:
    return text.replace("|", "/").replace("\n", " ")


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
