"""What PostgreSQL is asked again: all of it, and no more than that takes."""

from hypothesis import given
from hypothesis import strategies as st

from questions import Heard, quickest

HEARD = st.dictionaries(
    st.text("abcdef", min_size=1),
    st.builds(Heard, st.floats(0.001, 10), st.frozensets(st.integers(0, 12))),
)


@given(HEARD, st.frozensets(st.integers(0, 12)))
def test_those_chosen_ask_all_that_is_not_known_and_each_something_new(
    heard: dict[str, Heard], known: frozenset[int]
) -> None:
    chosen = quickest(heard, known)
    asked = [heard[name].questions - known for name in chosen]
    assert (
        frozenset().union(*asked) == frozenset().union(*(each.questions for each in heard.values())) - known
    )
    assert all(asked)


def test_the_quick_one_is_chosen_before_the_one_that_asks_the_same_and_more_slowly() -> None:
    heard = {
        "slow": Heard(8, frozenset({1, 2, 3})),
        "quick": Heard(1, frozenset({1, 2})),
        "last": Heard(1, frozenset({3})),
    }
    assert quickest(heard, known=()) == {"quick", "last"}
