"""Upper rooms bring their links to pages below them, which never name them."""

import pytest
from django.apps import apps
from django.template import Context, Template
from django.test import RequestFactory

from maillage.ui import queries
from maillage.ui.slots import AccountEntry, Action, LetterBlock, MenuEntry, PublicEntry


class Structure:
    slug = "quercy"


@pytest.fixture(autouse=True)
def only_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    for room in apps.get_app_configs():
        for slot in (
            "public_menu",
            "footer_menu",
            "account_menu",
            "workspace_menu",
            "actions",
            "letter_blocks",
        ):
            monkeypatch.setattr(room, slot, (), raising=False)
    upper, lower = apps.get_app_config("ui"), apps.get_app_config("audit")
    monkeypatch.setattr(upper, "public_menu", (PublicEntry("Second", "s:second", 20),))
    monkeypatch.setattr(lower, "public_menu", (PublicEntry("Premier", "s:first", 10),))
    entries = (
        AccountEntry("Entrer", "s:first", 1, visitor=True),
        AccountEntry("Quitter", "s:second", 2, post=True),
    )
    monkeypatch.setattr(upper, "account_menu", entries)
    rail = [MenuEntry(f"Ligne {n}", f"s:rail{n}", "home", n) for n in range(6)]
    monkeypatch.setattr(
        upper, "workspace_menu", (*rail, MenuEntry("Réservé", "s:rail0", "lock", 9, ability="run"))
    )
    plain = Action("Territory", "Comparer", "s:first")
    primary = Action("Territory", "Enregistrer", "s:second", primary=True, query=lambda it: {"codes": it})
    monkeypatch.setattr(upper, "actions", (plain, primary, Action("Person", "Écrire", "s:first")))


def test_entries_of_all_rooms_come_in_their_declared_order() -> None:
    assert [entry.label for entry in queries.public_menu()] == ["Premier", "Second"]


def test_a_visitor_and_an_account_do_not_see_the_same_corner() -> None:
    assert [entry.label for entry in queries.account_menu(visitor=True)] == ["Entrer"]
    assert [entry.label for entry in queries.account_menu(visitor=False)] == ["Quitter"]


def test_a_line_one_may_not_open_is_absent() -> None:
    assert "Réservé" not in [entry.label for entry in queries.workspace_menu(set(), set(), "cpts")]
    assert "Réservé" in [entry.label for entry in queries.workspace_menu({"run"}, set(), "cpts")]


def test_an_action_is_offered_on_its_subject_only_and_the_primary_one_first() -> None:
    assert [action.label for action in queries.actions_on("Territory")] == ["Enregistrer", "Comparer"]
    assert queries.actions_on("Figure") == []


def test_two_rooms_may_not_write_one_block(monkeypatch: pytest.MonkeyPatch) -> None:
    for room in ("ui", "audit"):
        monkeypatch.setattr(
            apps.get_app_config(room), "letter_blocks", (LetterBlock("besoins", "", ""),), raising=False
        )
    with pytest.raises(ValueError, match="besoins"):
        queries.letter_blocks()


@pytest.mark.urls("ui.slot_urls")
def test_an_action_hands_its_subject_over_in_the_url() -> None:
    html = Template('{% actions "Territory" codes %}').render(Context({"codes": "82121,82037"}))
    assert 'href="/second/?codes=82121%2C82037"' in html


@pytest.mark.urls("ui.slot_urls")
def test_the_rail_marks_where_we_are_and_keeps_four_lines_on_a_phone() -> None:
    request = RequestFactory().get("/s/quercy/rail1/deeper/")
    context = Context(
        {"request": request, "structure": Structure(), "abilities": frozenset(), "modules": frozenset()}
    )
    html = Template("{% menu %}").render(context)
    assert html.count("aria-current") == 1
    assert html.index("/s/quercy/rail1/") < html.index("aria-current") < html.index("/s/quercy/rail2/")
    assert html.index("Ligne 3") < html.index('id="rail-more"') < html.index("Ligne 4")


@pytest.mark.urls("ui.slot_urls")
def test_what_is_under_more_marks_it_too() -> None:
    request = RequestFactory().get("/s/quercy/rail5/")
    context = Context(
        {"request": request, "structure": Structure(), "abilities": frozenset(), "modules": frozenset()}
    )
    html = Template("{% menu %}").render(context)
    assert 'popovertarget="rail-more" aria-current="true"' in html
    assert html.index("/s/quercy/rail5/") < html.index('aria-current="page"')
