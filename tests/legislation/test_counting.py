"""People counted in words: nobody twice, nobody lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.kernel import BadInput
from maillage.legislation import professions, read_counts

IDE, IPA, MG, MK = (
    "infirmier",
    "infirmier_pratique_avancee",
    "medecin_generaliste",
    "masseur_kinesitherapeute",
)


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("", {}),
        ("6 infirmiers", {IDE: 6}),
        ("6 infirmiers, 3 MG", {IDE: 6, MG: 3}),
        ("4 IDE 2 kinés", {IDE: 4, MK: 2}),
        ("4 I.D.E. et 2 M.K.", {IDE: 4, MK: 2}),
        ("6 infirmiers (dont 2 IPA)", {IDE: 4, IPA: 2}),
        ("6 infirmiers dont 2 IPA", {IDE: 4, IPA: 2}),
        ("6 infirmiers, dont 2 IPA", {IDE: 4, IPA: 2}),
        ("6 infirmiers, dont : 2 IPA", {IDE: 4, IPA: 2}),
        ("6 infirmiers DONT 2 IPA", {IDE: 4, IPA: 2}),
        ("6 infirmiers dont deux IPA", {IDE: 4, IPA: 2}),
        ("6 infirmiers dont une IPA", {IDE: 5, IPA: 1}),
        ("6 infirmiers y compris 2 IPA", {IDE: 4, IPA: 2}),
        ("6 infirmiers (y compris 2 IPA)", {IDE: 4, IPA: 2}),
        ("6 infirmiers (2 IPA)", {IDE: 4, IPA: 2}),
        ("6 infirmiers, parmi lesquels 2 IPA", {IDE: 4, IPA: 2}),
        ("6 infirmiers (dont 2 IPA), 3 kinés", {IDE: 4, IPA: 2, MK: 3}),
        ("6 infirmiers (dont 2 IPA) et 3 kinés", {IDE: 4, IPA: 2, MK: 3}),
        ("6 infirmiers dont 2 IPA, 3 kinés", {IDE: 4, IPA: 2, MK: 3}),
        ("6 infirmiers dont 2 IPA et 3 kinés", {IDE: 4, IPA: 2, MK: 3}),
        ("6 infirmiers dont 2 IPA et 1 puéricultrice", {IDE: 4, IPA: 2}),
        ("6 infirmiers dont 6 IPA", {IPA: 6}),
        ("3 MG dont 1 médecin traitant", {MG: 3}),
        ("6 infirmiers (libéraux), 2 kinés", {IDE: 6, MK: 2}),
        ("6 infirmiers + 2 IPA", {IDE: 6, IPA: 2}),
        ("6 infirmiers et 2 IPA", {IDE: 6, IPA: 2}),
        ("12 personnes", {"": 12}),
        ("12 personnes dont 2 IPA", {"": 10, IPA: 2}),
        ("12 personnes (dont 2 IPA et 3 MG)", {"": 7, IPA: 2, MG: 3}),
        ("un médecin généraliste\nune infirmière", {MG: 1, IDE: 1}),
    ],
)
def test_a_part_is_counted_within_its_whole(text: str, counts: dict[str, int]) -> None:
    assert read_counts(text) == counts


@pytest.mark.parametrize(
    "text",
    [
        "beaucoup", "infirmiers", "6", "6 plombiers", "0 infirmier", "-6 infirmiers", "6,5 infirmiers", "2 IPA dont 6 infirmiers",
        "dont 2 IPA", "6 infirmiers dont 2 libérales", "6 infirmiers (dont 2 IPA, 5 puéricultrices)", "99999 infirmiers", "9999 MG 9999 MG",
    ],
)  # fmt: skip
def test_what_cannot_be_counted_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        read_counts(text)


NAMES = st.sampled_from([profession.label for profession in professions()])


@given(st.lists(st.tuples(st.integers(1, 200), NAMES, st.integers(1, 200), NAMES), max_size=4))
def test_a_part_never_changes_how_many_people_there_are(groups: list[tuple[int, str, int, str]]) -> None:
    text = ", ".join(
        f"{number} {name} (dont {min(number, part)} {other})" for number, name, part, other in groups
    )
    assert sum(read_counts(text).values()) == sum(number for number, *_ in groups)
