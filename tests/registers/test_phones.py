"""A cell gives the numbers one can call, however they are written, in the RPPS and in FINESS alike."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.registers.phones import phones_in

ONE, OTHER = "0563000001", "0563000002"


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("05 63 00 00 01", [ONE]),
        ("05.63.00.00.01", [ONE]),
        ("+33 (0)5 63 00 00 01", [ONE]),
        ("+33 (0) 5-63-00-00-01", [ONE]),
        ("+330563000001", [ONE]),
        ("33563000001", [ONE]),
        ("0033 5 63 00 00 01", [ONE]),
        ("563000001", [ONE]),
        ("Tél. : 05 63 00 00 01", [ONE]),
        (f"{ONE}{OTHER}", [ONE, OTHER]),
        (f"{ONE} {OTHER}", [ONE, OTHER]),
        ("05.63.00.00.01 - 05.63.00.00.02", [ONE, OTHER]),
        (f"{ONE}–{OTHER}", [ONE, OTHER]),
        ("05 63 00 00 01/+33 5 63 00 00 02 / 0563000001", [ONE, OTHER]),
        ("+33563000001+33563000002", [ONE, OTHER]),
        ("+33 5 63 00 00 01 ou 05 63 00 00 02", [ONE, OTHER]),
        ("+590 690 00 00 01", ["0690000001"]),
        ("+262 (0)262 00 00 01", ["0262000001"]),
        ("00596596000001", ["0596000001"]),
        ("+508 41 00 01", ["0508410001"]),
        ("3624", ["3624"]),
        ("+41 22 000 00 01", ["+41220000001"]),
        ("", []),
    ],
)
def test_a_cell_is_the_numbers_it_means(text: str, numbers: list[str]) -> None:
    assert phones_in(text) == (tuple(numbers), True)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [("0563", []), ("05630000010563", [ONE]), ("00630", []), (f"{ONE} poste 12", [ONE])],
)
def test_digits_that_make_no_number_are_told(text: str, numbers: list[str]) -> None:
    assert phones_in(text) == (tuple(numbers), False)


@given(
    st.lists(st.from_regex(r"0[1-9][0-9]{8}", fullmatch=True), min_size=1, unique=True),
    st.sampled_from(["", " ", " - ", "/", ", ", " ou "]),
)
def test_ten_digits_beside_ten_digits_are_told_apart(numbers: list[str], between: str) -> None:
    assert phones_in(between.join(numbers)) == (tuple(numbers), True)


@given(st.text("0123456789+ ()./-t"))
def test_whatever_is_written_a_number_can_be_called(text: str) -> None:
    for number in phones_in(text)[0]:
        assert number.removeprefix("+").isdecimal()
        assert len(number) == 10 or number[0] in "+13"
