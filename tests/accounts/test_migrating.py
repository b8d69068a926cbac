"""An upgrade: what is drawn together leads where one operation after another would."""

from collections.abc import Iterable
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, models
from django.db.migrations import Migration
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import (
    AddConstraint,
    AddField,
    AddIndex,
    AlterField,
    CreateModel,
    RemoveConstraint,
    RunPython,
)
from django.db.migrations.operations.base import Operation
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ModelState, ProjectState, StateApps

from maillage.accounts.management.commands.migrate import Together, gathered

APP = "imagined"


def table(name: str, *fields: tuple[str, models.Field]) -> CreateModel:
    return CreateModel(name, [("id", models.BigAutoField(primary_key=True)), *fields])


def owner(**options: Any) -> models.ForeignKey:
    return models.ForeignKey("imagined.Owner", models.CASCADE, **options)


BEFORE = [table("Old", ("name", models.CharField(max_length=20)))]
NEXT: list[Operation] = [
    table("Pet", ("born_on", models.DateField())),  # points to what comes after it
    table("Owner", ("friends", models.ManyToManyField("imagined.Old"))),
    AddField("Old", "owner", owner(null=True)),
    AddField("Pet", "owner", owner()),
    AddField("Old", "age", models.IntegerField(default=0)),
    AddConstraint("Pet", models.UniqueConstraint(fields=["owner", "born_on"], name="one_a_day")),
    AddConstraint("Old", models.CheckConstraint(condition=models.Q(age__gte=0), name="of_some_age")),
    AddIndex("Pet", models.Index(fields=["born_on"], name="by_day")),
    AlterField("Old", "name", models.CharField(max_length=40)),
    AddField("Old", "gone", models.BooleanField(default=False)),
    AddConstraint("Owner", models.CheckConstraint(condition=models.Q(id__gte=0), name="soon_gone")),
    RemoveConstraint("Owner", "soon_gone"),
]
#: Three tables point there.
LATER: list[Operation] = [AlterField("Owner", "id", models.IntegerField(primary_key=True))]
MOVES = RunPython(RunPython.noop)


def applied(operations: Iterable[Operation], state: ProjectState) -> ProjectState:
    migration = Migration("0001_imagined", APP)
    migration.operations = list(operations)  # type: ignore[misc]
    with connection.schema_editor() as editor:
        return migration.apply(state, editor)


def shape_after(*migrations: Iterable[Operation]) -> dict[str, Any]:
    """Columns, constraints, indexes and keys of each table of the application, which are gone again."""
    state = applied(BEFORE, ProjectState())
    state.apps  # noqa: B018  as the executor of Django leaves it
    for operations in migrations:
        state = applied(operations, state)
    names = [name for name in connection.introspection.table_names() if name.startswith(APP)]
    try:
        with connection.cursor() as cursor:
            described = connection.introspection
            return {
                name: (
                    described.get_table_description(cursor, name),
                    described.get_constraints(cursor, name),
                    described.get_relations(cursor, name),
                )
                for name in names
            }
    finally:
        with connection.schema_editor() as editor:
            for name in ("pet", "owner", "old"):
                editor.delete_model(state.apps.get_model(APP, name))


def test_what_is_drawn_together_makes_the_same_tables(transactional_db: None) -> None:
    one_by_one, together = shape_after(NEXT, LATER), shape_after(gathered(NEXT), gathered(LATER))
    assert sorted(one_by_one) == ["imagined_old", "imagined_owner", "imagined_owner_friends", "imagined_pet"]
    assert together == one_by_one


def test_operations_are_together_until_one_that_changes_what_was_there() -> None:
    assert [
        [type(each).__name__ for each in one.operations] if isinstance(one, Together) else one
        for one in gathered([*NEXT, MOVES])
    ] == [
        ["CreateModel", "CreateModel", "AddField", "AddField", "AddConstraint", "AddIndex"],
        ["AddField"],
        ["AddConstraint"],
        ["AlterField"],
        ["AddField", "AddConstraint"],
        ["RemoveConstraint"],
        MOVES,
    ]
    assert list(gathered([])) == []


def test_a_table_that_nothing_leads_to_is_not_drawn(
    transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: set[str] = set()
    draw = ModelState.render
    monkeypatch.setattr(ModelState, "render", lambda model, apps: drawn.add(model.name) or draw(model, apps))
    before = [
        *BEFORE,
        table("Above", ("old", models.ForeignKey("imagined.Old", models.CASCADE))),
        table("Apart"),
    ]
    state = ProjectState()
    for operation in before:
        operation.state_forwards(APP, state)
    adding = AddField("Old", "age", models.IntegerField(default=0))
    changing = AlterField("Old", "name", models.CharField(max_length=40))
    for operation, needed in ((adding, {"Old"}), (changing, {"Old", "Above"})):
        applied(before, ProjectState())
        drawn.clear()
        try:
            applied(gathered([operation]), state.clone())
            assert drawn == needed
        finally:
            with connection.schema_editor() as editor:
                for name in ("above", "apart", "old"):
                    editor.delete_model(state.apps.get_model(APP, name))


@pytest.mark.django_db
def test_what_is_up_to_date_is_left_alone_and_the_rest_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every command and every server asks: to draw all models for nothing takes them a second."""

    def draw(*_: object, **__: object) -> None:
        raise RuntimeError("models are drawn")

    monkeypatch.setattr(StateApps, "__init__", draw)
    call_command("migrate", interactive=False, verbosity=0)
    nodes = MigrationLoader(connection).graph.node_map.items()
    last = next(key for key, node in nodes if not node.children)
    MigrationRecorder(connection).record_unapplied(*last)
    with pytest.raises(RuntimeError, match="drawn"):
        call_command("migrate", interactive=False, verbosity=0)
