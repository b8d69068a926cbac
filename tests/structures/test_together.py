"""Several lists read in one question hold what each would, had it been asked alone."""

import pytest
from django.db import DatabaseError, transaction
from django.db.models import Count, F, Value
from django.db.models.functions import Upper

from house.visiting import counted
from maillage.structures.models import Membership, ModuleChoice, Structure
from maillage.structures.queries import as_one, gather, together, told
from maillage.structures.queries.together import read_all
from maillage.ui.slots import Task, Waiting, Wanted

pytestmark = pytest.mark.django_db


def _lists(structure: Structure) -> list:
    roles = structure.memberships.order_by("-pk")
    return [
        roles.select_related("user", "invitation"),
        structure.territory.communes.order_by("-code"),
        roles.values_list("role", flat=True),
        Membership.objects.values_list("structure_id").annotate(count=Count("pk")).order_by("structure_id"),
        Structure.objects.filter(pk=structure.pk).annotate(loud=Upper("name"), kind=Value("x")),
        roles.none(),
        structure.territory.communes.order_by("code")[1:3],
        roles.annotate(address=F("user__email")).values_list("address", "joined_on", "left_on"),
    ]


def test_lists_read_together_hold_what_each_holds_alone(structure: Structure) -> None:
    read, alone = _lists(structure), _lists(structure)
    with counted() as queries:
        together(*read)
        found = [list(rows) for rows in read]
    assert len(queries) == 1
    assert found == [list(rows) for rows in alone]
    assert all(found[rank] for rank in (0, 1, 2, 3, 4, 6, 7))


def test_what_is_joined_and_annotated_is_there_and_asks_nothing_more(structure: Structure) -> None:
    read, alone = _lists(structure), _lists(structure)
    together(*read)
    with counted() as queries:
        told = [(each.user.email, each.invitation, each.structure.name, each.joined_on) for each in read[0]]
        loud = [(each.loud, each.kind, each.founded_at, each.circumstances) for each in read[4]]
    assert queries == []
    assert told == [
        (each.user.email, each.invitation, each.structure.name, each.joined_on) for each in alone[0]
    ]
    assert loud == [(each.loud, each.kind, each.founded_at, each.circumstances) for each in alone[4]]


def test_what_a_list_leaves_unread_is_not_asked_row_by_row(structure: Structure) -> None:
    roles = structure.memberships.only("role")
    with counted() as queries:
        together(roles)
        assert [each.role for each in roles]
    assert len(queries) == 1


def test_a_list_that_was_read_is_left_as_it_is(structure: Structure) -> None:
    roles = structure.memberships.all()
    before = list(roles)
    with counted() as queries:
        together(roles, ModuleChoice.objects.none())
    assert (list(roles), queries) == (before, [])


def test_what_a_page_gathers_is_one_question_once(structure: Structure) -> None:
    fresh = Structure.objects.select_related("territory").get(pk=structure.pk)
    with counted() as queries:
        gather(fresh)
        gather(fresh, "sites")
        shown = (fresh.territory.codes, list(fresh.recognitionmoves.all()), list(fresh.sites.all()))
    assert len(queries) == 1 + any(fresh.territory.parts.all())
    assert shown == (
        structure.territory.codes, list(structure.recognitionmoves.all()), list(structure.sites.all()),
    )  # fmt: skip


def test_more_columns_than_a_question_can_hold_are_asked_in_two(structure: Structure) -> None:
    lists = [structure.memberships.select_related("user", "structure__territory") for _ in range(50)]
    alone = list(structure.memberships.all())
    with counted() as queries:
        together(*lists)
        assert all(list(rows) == alone for rows in lists)
    assert len(queries) == 2


def test_a_query_that_fails_is_not_taken_for_an_empty_list(structure: Structure) -> None:
    roles = structure.memberships.extra(where=["no_such_column = 1"])
    with pytest.raises(DatabaseError), transaction.atomic():
        together(roles)
    assert roles._result_cache is None


def test_what_a_room_hangs_is_there_before_any_room_says_anything(structure: Structure) -> None:
    heard = []

    def first(structure: Structure) -> Waiting:
        yield Wanted()
        heard.append(vars(structure).get("seen"))

    def second(structure: Structure) -> Waiting:
        roles = structure.memberships.values_list("role", flat=True)
        wanted = Wanted([roles], ready=lambda: vars(structure).update(seen=list(roles)))
        yield Wanted.joined([Wanted(), wanted])

    assert list(told([first(structure), second(structure)])) == []
    assert heard == [list(structure.memberships.values_list("role", flat=True))]


def test_subjects_speak_in_turn_once_all_is_read_and_a_silent_room_says_nothing(structure: Structure) -> None:
    def silent(_: Structure) -> Waiting:
        yield from ()

    def saying(words: str) -> Waiting:
        there = yield Wanted(sizes={words: structure.memberships.all()})
        yield Task(f"{words} {there[words]}", "/")

    with counted() as queries:
        rooms = [
            silent(structure),
            as_one([saying("un"), silent(structure), saying("deux")]),
            saying("trois"),
        ]
        said = [each.text for each in told(rooms) if isinstance(each, Task)]
    number = structure.memberships.count()
    assert (said, len(queries)) == ([f"{words} {number}" for words in ("un", "deux", "trois")], 1)


def test_a_room_that_speaks_before_it_says_what_it_wants_is_refused() -> None:
    def hasty() -> Waiting:
        yield Task("Trop tôt", "/")

    with pytest.raises(TypeError, match="Trop tôt"):
        list(told([hasty()]))


def test_what_several_subjects_want_is_read_as_one(structure: Structure) -> None:
    roles, modules = structure.memberships.all(), structure.module_choices.all()
    wanted = [
        Wanted([roles], {"roles": roles.all()}),
        Wanted([modules], {"modules": modules.all()}, [(structure, "sites")]),
    ]
    with counted() as queries:
        (sizes_read,) = read_all([Wanted.joined(wanted)])
        held = {"roles": len(roles), "modules": len(modules)}
        sites = list(structure.sites.all())
    assert (len(queries), held) == (1, sizes_read)
    assert sites == list(Structure.objects.get(pk=structure.pk).sites.all())
