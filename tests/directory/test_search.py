"""The search against a plain reading of every name, on people and places drawn at random."""

from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pytest
from pytest_django import DjangoDbBlocker

from directory.small import (
    ALBIAS,
    BRESSOLS,
    MONTAUBAN,
    TOULOUSE,
    Practice,
    Someone,
    directory_of,
    national_of,
)
from maillage.directory.queries.search import find as finding
from maillage.directory.queries.search.find import ENOUGH, MOST_HITS, Found, Hit, find
from maillage.directory.queries.search.question import Question, UnclearCommune, read_question
from maillage.directory.queries.search.results import results_of
from maillage.directory.queries.search.spelling import one_apart
from maillage.directory.queries.search.suggestions import ways_out
from maillage.geography import atlas
from maillage.kernel import BadInput
from maillage.registers import Genre, Mode

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

DRAWN = Random("a directory")
SYLLABLES = ("ba", "ber", "do", "du", "la", "lan", "mar", "mi", "ro", "sau", "ti", "va")
COMMUNES = (MONTAUBAN, MONTAUBAN, MONTAUBAN, BRESSOLS, ALBIAS, TOULOUSE, "")
TRADES = (("infirmier", "60"), ("sage_femme", "50"), ("medecin_specialiste", "10"))


def a_word(most: int) -> str:
    return "".join(DRAWN.choices(SYLLABLES, k=DRAWN.randint(1, most)))


def a_practice() -> Practice:
    trade, profession = DRAWN.choice(TRADES)
    return Practice(
        commune=DRAWN.choice(COMMUNES),
        trade=trade,
        skill=DRAWN.choice(("SM04", "SM42")) if profession == "10" else "",
        mode=DRAWN.choice((Mode.LIBERAL, Mode.SALARIED)),
        genre=DRAWN.choice((Genre.CARE, Genre.CARE, Genre.CARE, "", Genre.REPLACES, "GENR04")),
        category=DRAWN.choice(("Civil",) * 9 + ("Etudiant",)),
    )


def someone() -> Someone:
    family = " ".join(a_word(3) for _ in range(DRAWN.choice((1, 1, 1, 2))))
    return Someone(family, a_word(2), [a_practice() for _ in range(DRAWN.choice((1, 1, 2, 3)))])


#: Many names a letter apart, and one borne by more people than a list holds.
CROWD = [*(someone() for _ in range(900)), *(Someone("Martin", a_word(2)) for _ in range(MOST_HITS + 50))]
CARE = {Genre.CARE.value, ""}
PLACES = [
    {"name": "PHARMACIE SAINT-JACQUES", "finess": "820000101"},
    {"name": "PHIE ST JACQUES", "finess": "820000102", "commune": BRESSOLS},
    {"name": "MAISON DE SANTE DU TESCOU", "finess": "820000103", "kind": "msp", "commune": ALBIAS},
    {"name": "MAISON DE RETRAITE DU TESCOU", "finess": "2A0000104", "kind": "ehpad"},
]


@pytest.fixture(scope="module", autouse=True)
def crowd(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    folder: Path = tmp_path_factory.mktemp("crowd")
    with django_db_blocker.unblock(), directory_of(CROWD, PLACES, folder=folder):
        yield


def keeps(question: Question, practice: Practice) -> bool:
    """What `Question.practice` says in SQL."""
    return (
        (question.beyond_care or (practice.genre in CARE and practice.category != "Etudiant"))
        and (not question.trades or practice.trade in question.trades)
        and practice.skill == (question.skill or practice.skill)
        and practice.mode == (question.mode or practice.mode)
        and (not question.communes or practice.commune in question.communes)
    )


def apart(words: tuple[str, ...], name: list[str]) -> int | None:
    begins = [any(each.startswith(word) for each in name) for word in words]
    if all(word in name for word in words):
        return 0
    if all(begins):
        return 1
    if begins.count(False) > 1:
        return None
    misspelt = [
        any(len(word) > 2 < len(each) and one_apart(word, each) for each in name)
        and all(begins[:place] + begins[place + 1 :])
        for place, word in enumerate(words)
    ]
    return 2 if any(misspelt) else None


def plainly(question: Question) -> list[Hit]:
    """Everyone, one by one."""
    hits = []
    for number, each in enumerate(CROWD, 1):
        kept = [practice for practice in each.practices if keeps(question, practice)]
        far = apart(question.words, each.sort.split()) if kept else None
        if far is not None:
            ring = 0
            if not question.words:
                ring = min(question.communes.index(practice.commune) for practice in kept)
            hits.append(Hit(far, ring, each.sort, number))
    return sorted(hits)


def as_shown(hits: list[Hit], words: tuple[str, ...]) -> Found:
    """Looser readings only when the stricter ones do not fill a page, or find nobody of that whole name."""
    shown: list[Hit] = []
    for far in (0, 1, 2):
        if len(shown) < (ENOUGH if len(words) == 1 else 1):
            shown += [hit for hit in hits if hit.apart == far]
    return Found(tuple(shown[:MOST_HITS]), more=len(shown) > MOST_HITS)


def misspelt(word: str) -> str:
    if len(word) < 4:
        return word
    place = DRAWN.randrange(len(word))
    letter = DRAWN.choice("abdilmnortuv")
    if DRAWN.random() < 0.4 and place:
        return word[: place - 1] + word[place] + word[place - 1] + word[place + 1 :]
    return word[:place] + DRAWN.choice(("", letter, letter + word[place])) + word[place + 1 :]


KINDS: dict[str, Callable[[Someone], str]] = {
    "family": lambda one: one.family,
    "given": lambda one: one.given,
    "both, given first": lambda one: f"{one.given} {one.family}",
    "beginnings": lambda one: f"{one.family[:3]} {one.given[:2]}",
    "misspelt family": lambda one: misspelt(one.family),
    "misspelt family, given": lambda one: f"{misspelt(one.family)} {one.given}",
    "family, beginning misspelt": lambda one: f"{one.family} {misspelt(one.given)}",
}
FILTERS: dict[str, dict[str, object]] = {
    "none": {},
    "beyond care": {"beyond_care": True},
    "trade": {"trade": "sage_femme"},
    "specialty, liberal": {"trade": "medecin_specialiste", "skill": "SM04", "mode": "L"},
    "commune": {"commune": MONTAUBAN},
    "small commune": {"commune": ALBIAS, "mode": "S"},
    "around": {"commune": BRESSOLS, "km": 10, "trade": "infirmier"},
}


@pytest.mark.parametrize("filters", FILTERS)
@pytest.mark.parametrize("kind", KINDS)
def test_a_name_finds_those_whom_a_plain_reading_finds(kind: str, filters: str) -> None:
    DRAWN.seed(f"{kind}, {filters}")  # the same whatever ran before
    for one in DRAWN.sample(CROWD, 5):
        question = read_question(q=KINDS[kind](one), **FILTERS[filters])  # type: ignore[arg-type]
        assert find("people", question) == as_shown(plainly(question), question.words), question


@pytest.mark.parametrize(
    "filters",
    [
        {"commune": MONTAUBAN, "trade": "sage_femme"},
        {"commune": ALBIAS},
        {"commune": BRESSOLS, "km": 10, "trade": "medecin_specialiste", "mode": "L"},
        {"commune": ALBIAS, "km": 50, "trade": "sage_femme", "beyond_care": True},
    ],
)
@pytest.mark.parametrize("few", [2, 500])
def test_without_a_name_the_nearest_come_first(
    filters: dict[str, object], few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "FEW", few)
    monkeypatch.setattr(finding, "MOST_ANSWER", few)
    monkeypatch.setattr(finding, "MOST_COMMUNES", few)
    question = read_question(**filters)  # type: ignore[arg-type]
    everyone = plainly(question)
    assert everyone
    found = find("people", question)
    assert found.hits == tuple(everyone[:MOST_HITS])
    assert found.more == (len(everyone) > MOST_HITS)


def test_a_common_name_is_cut_in_the_order_of_names() -> None:
    found = find("people", read_question(q="martin"))
    assert found.more
    assert [hit.sort for hit in found.hits] == sorted(each.sort for each in CROWD if each.family == "Martin")[
        :MOST_HITS
    ]


@pytest.mark.parametrize("typed", ["Matrin", "Marttin", "Marin", "Nartin", "MARTÎN", "dr martin"])
def test_a_letter_swapped_added_missing_or_wrong_still_finds_martin(typed: str) -> None:
    hits = find("people", read_question(q=typed)).hits
    assert any(hit.sort.startswith("martin ") for hit in hits)


def test_a_number_finds_its_bearer_whatever_the_filters() -> None:
    for typed in (national_of(7), national_of(7)[1:], f" {national_of(7)[1:4]} {national_of(7)[4:]} "):
        found = find("people", read_question(q=typed, commune=ALBIAS, trade="sage_femme"))
        assert [hit.id for hit in found.hits] == [7]


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ({"q": "pharmacie st jacques"}, [1, 2]),
        ({"q": "phie saint-jacques"}, [1, 2]),
        ({"q": "pharmacie saint jaques"}, [1, 2]),
        ({"q": "tescou"}, [4, 3]),
        ({"q": "tescuo", "kind": "msp"}, [3]),
        ({"q": "maison", "commune": ALBIAS}, [3]),
        ({"commune": MONTAUBAN}, [4, 1]),
        ({"commune": MONTAUBAN, "kind": "pharmacie", "km": 20}, [1, 2]),
        ({"commune": ALBIAS, "km": 20}, [3, 4, 1, 2]),
        ({"q": "2A0000104"}, [4]),
        ({"q": "820 000 103"}, [3]),
        ({"q": "zzzz"}, []),
    ],
)
def test_places_are_searched_like_people(question: dict[str, object], found: list[int]) -> None:
    assert [hit.id for hit in find("places", read_question(**question)).hits] == found  # type: ignore[arg-type]


@pytest.mark.parametrize("skill", ["SM99", 'S"M-04 x', "é", "*"])
def test_a_specialty_that_is_none_finds_nobody(skill: str) -> None:
    assert not find("people", read_question(q="martin", skill=skill)).hits
    assert not find("people", read_question(commune=MONTAUBAN, skill=skill)).hits


@pytest.mark.parametrize("typed", ['martin" OR "a', "martin AND NOT", "mar* NEAR(a)", "name:martin"])
def test_what_is_typed_is_words_never_an_expression(typed: str) -> None:
    question = read_question(q=typed)
    assert find("people", question) == as_shown(plainly(question), question.words)


# What is refused, and the ways out


@pytest.mark.parametrize(
    ("question", "field", "sentence"),
    [
        ({}, "q", "un nom ou une commune"),
        ({"trade": "infirmier"}, "q", "un nom ou une commune"),
        ({"q": "a"}, "q", "au moins deux lettres"),
        ({"q": "…"}, "q", "au moins deux lettres"),
        ({"q": "martin", "trade": "dompteur"}, "trade", "profession"),
        ({"q": "martin", "mode": "X"}, "mode", "libéral ou salarié"),
        ({"q": "martin", "kind": "chateau"}, "kind", "sorte de lieu"),
        ({"commune": MONTAUBAN, "km": 51}, "km", "de 0 à 50"),
        ({"commune": MONTAUBAN, "km": -1}, "km", "de 0 à 50"),
        ({"commune": "Nullepart"}, "commune", "Nullepart"),
        ({"commune": "99999"}, "commune", "99999"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_a_sentence(
    question: dict[str, object], field: str, sentence: str
) -> None:
    with pytest.raises(BadInput, match=sentence) as refusal:
        read_question(**question)  # type: ignore[arg-type]
    assert refusal.value.field == field


@pytest.mark.parametrize(
    "typed", ["Montauban", "montauban", "82000", "82121", "Montauban (82)", "Montauban, 82"]
)
def test_a_commune_is_understood_as_people_write_it(typed: str) -> None:
    assert read_question(commune=typed).commune == MONTAUBAN


def test_a_commune_in_doubt_comes_with_those_it_may_be_the_largest_first() -> None:
    with pytest.raises(UnclearCommune) as doubt:
        read_question(commune="Saint-Denis")
    people = [each.population or 0 for each in doubt.value.suggestions]
    assert len(people) > 1
    assert people == sorted(people, reverse=True)


def test_the_distance_is_nothing_without_a_commune() -> None:
    assert read_question(q="martin", km=20).communes == ()
    assert read_question(commune=ALBIAS, km=20).communes == atlas().nearby(ALBIAS, 20)


def test_a_way_out_always_leads_somewhere() -> None:
    for typed in ("matrn berx", "zzzz martin", "martin zzzz", "dumarla saubatin", "zzzz"):
        question = read_question(q=typed)
        if not find("people", question).hits:
            names, _ = ways_out(results_of(question))
            assert all(find("people", read_question(q=name)).hits for name in names), typed
    assert ways_out(results_of(read_question(q="zzzz martin")))[0] == ("martin",)
    assert ways_out(results_of(read_question(q="zzzz")))[0] == ()


def test_filters_that_hide_a_name_are_said() -> None:
    names, freely = ways_out(results_of(read_question(q="martin", commune=ALBIAS, trade="sage_femme")))
    assert (names, freely) == ((), True)
