"""The tables of the search hold every word of every name, and every key on which a typo meets it."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from directory.small import set_aside
from maillage.directory.models import PersonNear, PersonPosting, PersonToken
from maillage.directory.queries.spelling import LONGEST, keys_of, one_apart
from maillage.directory.services.naming import index_names
from maillage.directory.services.storing.swap import rebuilt

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


@pytest.fixture
def elsewhere(transactional_db: None, tmp_path: Path) -> Iterator[None]:
    """A directory that no other test reads."""
    with set_aside(tmp_path):
        yield


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


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("elsewhere")
def test_every_word_of_every_name_leads_to_it() -> None:
    names = [(7, "martin de martin jeanne"), (3, "martin o"), (12, "roux jeanne")]
    with rebuilt([PersonToken, PersonNear, PersonPosting]) as aside:
        index_names(aside, "person", iter(names))

    borne = {(post.token, post.subject, post.sort) for post in PersonPosting.objects.all()}
    assert borne == {(word, subject, sort) for subject, sort in names for word in sort.split()}
    assert PersonPosting.objects.count() == len(borne), "a name that repeats a word holds it once"
    counts = {each.token: each.names for each in PersonToken.objects.all()}
    assert counts == {"martin": 2, "de": 1, "jeanne": 2, "o": 1, "roux": 1}
    assert set(PersonNear.objects.filter(key="matin").values_list("token", flat=True)) == {"martin"}
    assert not PersonNear.objects.filter(token="de").exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("elsewhere")
def test_words_and_keys_are_numbered_in_their_order() -> None:
    """Filled in the order of the words: the index that follows is built from what is nearly sorted."""
    with rebuilt([PersonToken, PersonNear, PersonPosting]) as aside:
        index_names(aside, "person", [(1, "roux zoe"), (2, "alba roux")])
    tokens = list(PersonToken.objects.order_by("id").values_list("token", flat=True))
    assert all(first < second for first, second in pairwise(tokens))
