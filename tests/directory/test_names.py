"""The tables of the search hold every word of every name, and every key on which a typo meets it."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from directory.small import MONTAUBAN, Someone, directory_of, set_aside
from maillage.directory.models import Name, PersonName, PersonNear
from maillage.directory.queries.search.find import find
from maillage.directory.queries.search.question import read_question
from maillage.directory.queries.search.spelling import LONGEST, keys_of, one_apart
from maillage.directory.services.storing.swap import ensure
from maillage.kernel import BadInput

LETTERS = "abc"
WORDS = some.text(LETTERS, min_size=3, max_size=6)


def neighbours(word: str) -> set[str]:
    """Every word one letter apart, written out."""
    cuts = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    missing = {left + right[1:] for left, right in cuts if right}
    swapped = {left + right[1] + right[0] + right[2:] for left, right in cuts if len(right) > 1}
    wrong = {left + letter + right[1:] for left, right in cuts if right for letter in LETTERS}
    added = {left + letter + right for left, right in cuts for letter in LETTERS}
    return (missing | swapped | wrong | added) - {word}


@given(WORDS, some.text(LETTERS, max_size=7))
def test_one_letter_apart_is_what_it_says(word: str, other: str) -> None:
    assert one_apart(word, other) == (other in neighbours(word))


@given(WORDS)
def test_two_words_one_letter_apart_have_a_key_in_common(word: str) -> None:
    for other in neighbours(word):
        assert one_apart(word, other)
        assert one_apart(other, word)
        assert not keys_of(other) or keys_of(word) & keys_of(other), f"{word} never meets {other}"


@pytest.mark.parametrize("typed", ["matrin", "marin", "marttin", "mertin", "amrtin", "martni"])
def test_swapped_missing_added_and_wrong_letters_are_one_apart(typed: str) -> None:
    assert one_apart(typed, "martin")


@pytest.mark.parametrize("typed", ["martin", "mratni", "tarmin", "mart", "martinez", ""])
def test_two_letters_are_not_one(typed: str) -> None:
    assert not one_apart(typed, "martin")


def test_a_short_word_has_no_key() -> None:
    assert keys_of("de") == set()


def test_a_word_that_is_no_name_has_no_key() -> None:
    """A key for each of its letters, each as long as it: a word of 30,000 letters would make 900 MB."""
    assert len(keys_of(("ab" * LONGEST)[:LONGEST])) == LONGEST + 1
    assert keys_of("a" * (LONGEST + 1)) == set()


@pytest.mark.django_db
def test_every_word_of_every_name_leads_to_it_in_the_order_of_names(tmp_path: Path) -> None:
    people = [Someone("MARTIN O", ""), Someone("ROUX", "Jeanne"), Someone("MARTIN DE MARTIN", "Jeanne")]
    with directory_of(people, folder=tmp_path):
        names = list(PersonName.objects.order_by("pk").values_list("name", "subject"))
        assert names == [("martin de martin jeanne", 3), ("martin o", 1), ("roux jeanne", 2)]
        for word, bearers in {"martin": [3, 1], "de": [3], "jeanne": [3, 2], "o": [1], "roux": [2]}.items():
            found = PersonName.objects.filter(name__match=f'"{word}"').order_by("pk")
            assert list(found.values_list("subject", flat=True)) == bearers
        assert list(PersonNear.objects.filter(key="matin").values_list("word", "names")) == [("martin", 2)]
        assert not PersonNear.objects.filter(word="de").exists()


@pytest.mark.django_db
def test_a_name_is_not_found_by_what_its_bearer_does(tmp_path: Path) -> None:
    """Professions and communes are in the index beside the names."""
    with directory_of([Someone("ROUX", "Jeanne")], folder=tmp_path):
        assert PersonName.objects.filter(practice__match="infirmier").exists()
        for typed in ("infirmier", MONTAUBAN, MONTAUBAN[:2]):
            assert not find("people", read_question(q=typed)).hits


@pytest.mark.django_db
def test_a_sqlite_without_full_text_search_is_told_before_anything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Name, "CREATED", Name.CREATED.replace("fts5", "fts0"))
    with set_aside(tmp_path), pytest.raises(BadInput, match="sans FTS5"):
        ensure()
