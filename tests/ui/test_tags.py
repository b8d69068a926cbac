"""Figures of the law on a page: always a value, its bounds, or where to read it; never a bare 0."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.template import Context, Template

from maillage.kernel import Answer, Missing, Source, integer
from maillage.ui.types import Column, Table

TEXT = Source("Accord d’exemple, article 3", "https://example.org/3", "official", date(2022, 3, 31))
GUIDE = Source("Guide d’exemple", "", "professional")
GAP = Missing("mission", "Montant de la mission", "annexe II")


def rendered(template: str, **context: Any) -> str:
    return Template(template).render(Context(context))


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def shown(answer: Answer) -> str:
    return rendered('{% answer it about="Le fonctionnement" %}', it=answer)


def test_a_known_value_shows_its_badge_and_opens_its_text() -> None:
    html = shown(Answer(Decimal(60000), unit="currency-EUR", sources=(TEXT,)))
    assert words(html).startswith("60 000 € officiel")
    assert 'href="https://example.org/3"' in html
    assert "en vigueur depuis le 31 mars 2022" in words(html)


def test_a_value_of_two_texts_is_as_sure_as_the_weaker_and_cites_both() -> None:
    html = shown(Answer(Decimal(5), sources=(TEXT, GUIDE)))
    assert "evidence-professional" in html
    assert TEXT.title in html
    assert GUIDE.title in html


def test_bounds_are_said_as_bounds_and_what_is_missing_is_named() -> None:
    html = shown(Answer(None, Decimal(287500), Decimal(580000), "currency-EUR", (GAP,), (TEXT,)))
    assert words(html).startswith("entre 287 500 € et 580 000 € inconnu")
    assert "À lire : annexe II" in words(html)


@pytest.mark.parametrize("low", [None, Decimal(0)])
def test_an_unknown_value_is_never_shown_as_zero(low: Decimal | None) -> None:
    html = shown(Answer(None, low, unit="currency-EUR", missing=(GAP,)))
    assert words(html).startswith("non publié dans nos sources")
    assert "0 €" not in words(html)


def test_what_the_asker_left_out_is_to_fill_in_and_takes_nothing_from_the_texts() -> None:
    empty = Missing("points", "Points obtenus", "votre contrat", is_fact=True)
    waiting = Answer(None, Decimal(63000), unit="currency-EUR", missing=(empty,), sources=(TEXT,))
    asked = rendered("{% answer it fields=fields %}", it=waiting, fields={"points": "#id_points"})
    assert words(asked).startswith("au moins 63 000 € officiel")
    assert '<a href="#id_points">Points obtenus</a>' in asked
    assert "non publié" not in asked.lower()
    assert words(shown(Answer(None, missing=(empty,)))) == "à compléter Points obtenus (votre contrat)."
    assert "Points obtenus (votre contrat)" in words(shown(waiting))


def test_what_no_text_gives_is_named_beside_what_is_to_fill_in() -> None:
    empty = Missing("points", "Points obtenus", is_fact=True)
    html = shown(Answer(None, unit="currency-EUR", missing=(empty, GAP)))
    assert words(html).startswith("à compléter inconnu")
    assert "Non publié dans nos sources : Montant de la mission. À lire : annexe II." in words(html)
    assert words(html).count("Points obtenus") == 2  # on the page, and in the sheet of the badge


def test_a_source_of_the_profession_is_not_the_word_for_a_professional() -> None:
    assert ">source professionnelle<" in rendered("{% evidence it %}", it=GUIDE)


def test_before_the_law_the_reason_stands_alone() -> None:
    html = shown(Answer(None, why="Le premier texte date du 1er juillet 2019."))
    assert words(html) == "Le premier texte date du 1er juillet 2019."
    assert "<button" not in html


def test_a_badge_names_its_figure_for_whom_does_not_see_the_page() -> None:
    button = re.search(r"<button.*?</button>", rendered('{% evidence it about="La taille" %}', it=TEXT))
    assert button is not None
    assert words(button[0]) == "officiel , voir la source : La taille"


def test_a_badge_opens_the_sheet_of_its_own_content() -> None:
    """Same content, same id, on the page as in a swap; another figure, another sheet."""
    one, same = (rendered('{% evidence it about="A" %}', it=TEXT) for _ in range(2))
    other = rendered('{% evidence it about="B" %}', it=TEXT)
    target = re.search(r'popovertarget="([^"]+)"', one)
    assert one == same
    assert target is not None
    assert f'id="{target[1]}"' in one
    assert target[1] not in other


def test_a_comma_may_follow_a_word_of_the_trade() -> None:
    html = rendered('{% tip "CPTS" "communautés" %}, puis')
    assert words(re.sub(r'<span class="sheet".*</span>', "", html)) == "communautés , puis"
    assert html.endswith("</span>, puis")


def test_a_finding_is_told_by_a_word_not_by_a_colour_alone() -> None:
    states = {
        state: words(rendered("{% finding state text %}", state=state, text="Fait."))
        for state in ("satisfied", "broken", "unknown")
    }
    assert states == {
        "satisfied": "Rempli. Fait.",
        "broken": "Non rempli. Fait.",
        "unknown": "Inconnu. Fait.",
    }


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (82095, "82\u202f095"),
        (12.5, "13"),
        (37.5, "38"),
        (Decimal("0.4"), "0"),
        (Decimal("1E+5"), "100\u202f000"),
    ],
)
def test_a_half_is_rounded_up_as_people_count(number: float, said: str) -> None:
    assert integer(number) == said


def test_a_figure_carries_its_unit_and_its_source() -> None:
    html = words(rendered('{% figure "Population" 82095 unit="hab." source="Insee 2023" %}'))
    assert html == "Population 82 095 hab. Insee 2023"


def test_a_table_never_has_an_empty_cell_and_sorts_numbers_as_numbers() -> None:
    columns = (Column("Commune"), Column("Habitants", "Insee", number=True))
    table = Table("Communes", columns, [("Albias", 3200), ("Lamothe", None)], ("Total", Decimal("3200.5")))
    html = rendered("{% table it %}", it=table)
    assert re.search(r'data-label="Habitants" data-value="3200">3\s200</td>', html)
    assert re.search(r'unknown"[^>]*>inconnu</td>', html)
    assert "3 200,5" in words(html)


def test_a_row_that_does_not_fit_its_columns_is_refused() -> None:
    table = Table("Communes", (Column("Commune"),), [("Albias", 3200)])
    with pytest.raises(ValueError, match="argument"):
        rendered("{% table it %}", it=table)


@pytest.mark.parametrize(
    ("day", "form", "said"),
    [
        (date(2026, 12, 1), "l j F Y", "mardi 1er décembre 2026"),
        (date(2026, 12, 21), "j F Y", "21 décembre 2026"),
        (date(2026, 8, 1), "j F", "1er août"),
        (date(2026, 12, 1), "D j", "mar 1"),
        (None, "j F Y", ""),
    ],
)
def test_the_first_of_a_month_is_written_as_it_is_said(day: date | None, form: str, said: str) -> None:
    assert rendered("{{ day|date:form }}", day=day, form=form) == said
