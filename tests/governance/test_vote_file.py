"""`maillage vote count`: the count of a file, and one sentence for what it does not say."""

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from maillage.governance.commands import vote
from maillage.governance.enums import Base, Tie
from maillage.governance.queries.vote_file import counted, rules_as_json
from maillage.governance.types import VoteRules
from maillage.kernel import BadInput

FILE: dict[str, Any] = {
    "rules": {"majority": "2/3", "base": "cast", "blank_counts": False, "quorum": "1/3", "proxies_per_person": 2,
              "colleges": None, "tie": "rejected"},
    "chair": "a",
    "voters": [
        {"id": "a", "college": "x", "up_to_date": True, "present": True, "left_at": None},
        {"id": "b", "present": True, "left_at": "2026-11-28T20:10"},
        {"id": "c"}, {"id": "d", "present": True}, {"id": "e", "up_to_date": False, "present": True},
    ],
    "proxies": [{"from": "c", "to": "a"}],
    "ballots": [{"by": "a", "choice": "pour"}, {"by": "d", "choice": "contre"}, {"by": "e", "choice": "pour"}],
    "at": "2026-11-28T20:15",
}  # fmt: skip


def with_(**changes: Any) -> dict[str, Any]:
    return {**FILE, **changes}


def rules(**changes: Any) -> dict[str, Any]:
    return with_(rules={**FILE["rules"], **changes})


def test_a_machine_reads_the_count(tmp_path: Path) -> None:
    (tmp_path / "vote.json").write_text(json.dumps(FILE), encoding="utf-8")
    said = CliRunner().invoke(vote, ["count", str(tmp_path / "vote.json"), "--json"])
    assert json.loads(said.output) == {
        "quorum": {"needed": 2, "counted": 3, "met": True},
        "counts": {"pour": "2", "contre": "1", "abstention": "0", "blanc": "0", "nul": "0"},
        "adopted": True,
        "refused": [{"what": "Bulletin de e", "reason": "sa cotisation n’est pas à jour"}],
    }


def test_a_person_reads_it_in_words(tmp_path: Path) -> None:
    (tmp_path / "vote.json").write_text(json.dumps(FILE), encoding="utf-8")
    said = CliRunner().invoke(vote, ["count", str(tmp_path / "vote.json")]).output
    assert "quorum de 2" in said
    assert "Adoptée." in said


def test_voices_of_colleges_are_exact() -> None:
    weighed = rules(majority="simple", colleges={"x": {"weight": "60"}, "y": {"weight": "0.1"}})
    weighed["voters"] = [{"id": name, "college": "x", "present": True} for name in "abd"]
    weighed["proxies"], weighed["ballots"] = [], [{"by": "a", "choice": "pour"}, {"by": "b", "choice": "contre"},
                                                 {"by": "d", "choice": "contre"}]  # fmt: skip
    assert str(counted(weighed).counts["pour"]) == "20"
    weighed["rules"]["colleges"]["x"]["weight"] = "10/7"
    assert str(counted(weighed).counts["pour"]) == "10/21"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ([], "fichier"),
        ({}, "rules"),
        (rules(majority="deux"), "deux"),
        (rules(majority="3/2"), "part"),
        (rules(majority="1/0"), "nombre"),
        (rules(quorum=0.3333333333333333333), "nombre"),
        (rules(quorum=True), "nombre"),
        (rules(proxies_per_person=-1), "au moins 0"),
        (rules(tie="sort"), "rejected"),
        (rules(colleges={"x": {"weight": "beaucoup"}}), "beaucoup"),
        (with_(voters=[{"id": "a"}, {"id": "a"}]), "deux fois"),
        (with_(voters=[{"id": ""}]), "voters.0.id"),
        (with_(voters=[{"id": "a", "up_to_date": "oui"}]), "up_to_date"),
        (with_(at="hier"), "at"),
        (with_(at="2026-11-28T20:15Z"), "fuseau"),
        (with_(at=None), "l’heure du vote"),
        (with_(ballot=[]), "ballot"),
    ],
)
def test_what_is_not_clear_is_refused_in_one_sentence(written: Any, said: str) -> None:
    with pytest.raises(BadInput) as refusal:
        counted(written)
    assert said in str(refusal.value)


def test_a_choice_that_is_none_is_refused_alone() -> None:
    result = counted(with_(ballots=[{"by": "a", "choice": "oui"}, {"by": "d", "choice": "contre"}]))
    assert [each.what for each in result.refused] == ["Bulletin de a"]
    assert result.adopted is False


ELECTION = {
    "rules": {"majority": "simple", "base": "cast"},
    "voters": [{"id": each, "present": True} for each in "abcd"],
    "candidates": ["Ana", "Bob", "Cid"],
    "seats": 2,
    "ballots": [{"by": "a", "choice": ["Ana", "Bob"]}, {"by": "b", "choice": "Ana"}, {"by": "c", "choice": "blanc"},
                {"by": "d", "choice": ["Ana", "Zoé"]}],
}  # fmt: skip


def test_an_election_is_counted_from_a_file_too(tmp_path: Path) -> None:
    (tmp_path / "vote.json").write_text(json.dumps(ELECTION), encoding="utf-8")
    told = json.loads(CliRunner().invoke(vote, ["count", str(tmp_path / "vote.json"), "--json"]).output)
    assert told["elected"] == ["Ana", "Bob"]
    assert (told["counts"], told["blank"]) == ({"Ana": "2", "Bob": "1", "Cid": "0"}, "1")
    assert told["refused"] == [{"what": "Bulletin de d", "reason": "« Zoé » n’est pas candidat"}]
    said = CliRunner().invoke(vote, ["count", str(tmp_path / "vote.json")]).output
    assert "Élus\N{NO-BREAK SPACE}: Ana, Bob." in said


def test_names_are_not_a_choice_of_a_resolution() -> None:
    written = with_(ballots=[{"by": "a", "choice": ["pour"]}, {"by": "d", "choice": ["Ana", "Bob"]}])
    assert [each.reason for each in counted(written).refused] == [
        "« [pour] » n’est pas un choix",
        "« [Ana, Bob] » n’est pas un choix",
    ]


def test_rules_are_written_as_they_are_read() -> None:
    read = VoteRules(
        Fraction(2, 3), Base.CAST, quorum=Fraction(1, 3), weights={"x": Fraction(60)}, tie=Tie.CHAIR
    )
    written = {**ELECTION, "rules": rules_as_json(read)}
    assert json.loads(json.dumps(written["rules"]))["colleges"] == {"x": {"weight": "60"}}
    weighed = counted(
        {**written, "voters": [{"id": each, "present": True, "college": "x"} for each in "abcd"]}
    )
    assert (weighed.counts["Ana"], weighed.counts["Bob"]) == (60, 30)  # two papers name somebody


def test_seats_without_anybody_who_stands_are_refused() -> None:
    """A seat that nobody stands for would be counted as a resolution, in silence."""
    with pytest.raises(BadInput, match="qui se présente"):
        counted(with_(seats=2))


def test_two_chairs_are_read_and_what_they_do_not_settle_is_said(tmp_path: Path) -> None:
    tied = with_(
        rules={**FILE["rules"], "majority": "simple", "tie": "chair", "quorum": None},
        chair=None,
        chairs=["a", "d"],
    )
    tied["proxies"] = []
    (tmp_path / "vote.json").write_text(json.dumps(tied), encoding="utf-8")
    said = CliRunner().invoke(vote, ["count", str(tmp_path / "vote.json")]).output
    assert "ne permettent pas de le dire" in said
    assert "ne votent pas de même" in said
