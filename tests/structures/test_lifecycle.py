"""The life of a structure as a table of moves: no database here, except where the service is put to the test."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from grounds import move_named, moves_of, structure_on
from house.visiting import client_of, tasks_of
from maillage import legislation
from maillage.accounts.models import User
from maillage.audit.models import Entry
from maillage.audit.queries import trail_of
from maillage.people.services import found
from maillage.structures.enums import Track
from maillage.structures.lifecycle import Move, person_moves, recognition_moves
from maillage.structures.models import Structure
from maillage.structures.queries import (
    awaiting,
    mission_lines,
    moves_on,
    person_steps_left,
    recognition_ribbon,
    stage_of,
)
from maillage.structures.services import (
    GivenSite,
    MoveRefused,
    add_legal_person,
    advance,
    correct_move,
    end_legal_person,
    enter_history,
    take_back,
)
from players import FOUNDED_ON

FORMS = [form.key for form in legislation.every_form()]
MISSIONS = [mission.key for mission in legislation.missions("cpts", on=FOUNDED_ON)]

moves = st.sampled_from([(track, move) for track in Track for move in moves_of("cpts", track)])
days = st.dates(FOUNDED_ON, date(2026, 6, 1))


def reachable(table: tuple[Move, ...]) -> set[str | None]:
    reached: set[str | None] = {None}
    while more := {move.enters for move in table if move.leaves & reached} - reached:
        reached |= more
    return reached - {None}


@pytest.mark.parametrize("form", FORMS)
def test_every_stage_is_reached_and_only_the_last_has_no_way_out(form: str) -> None:
    table, stages = recognition_moves(form), [stage.key for stage in legislation.stages(form)]
    assert reachable(table) == set(stages)
    assert [stage for stage in stages if not any(stage in move.leaves for move in table)] == [stages[-1]]


@pytest.mark.parametrize("form", FORMS)
def test_the_steps_of_a_legal_person_come_in_any_order(form: str) -> None:
    table = moves_of(form, Track.PERSON)
    for move in table:
        assert move.leaves == {
            None,
            *(
                other.enters
                for kind in legislation.legal_kinds().values()
                for other in person_moves(kind.steps)
            ),
        } - {move.enters}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("track", Track)
def test_a_move_leads_elsewhere_and_is_named_once(form: str, track: Track) -> None:
    table = moves_of(form, track)
    assert all(move.enters not in move.leaves for move in table)
    assert len({move.name for move in table}) == len(table)


@pytest.mark.parametrize("form", FORMS)
def test_recognition_skips_no_stage_but_an_optional_one(form: str) -> None:
    stages = legislation.stages(form)
    order: list[str | None] = [None, *(stage.key for stage in stages)]
    for move in recognition_moves(form):
        for left in move.leaves:
            here, there = order.index(left), order.index(move.enters)
            assert there > here or stages[here - 1].sent_back
            assert all(stage.optional for stage in stages[here : there - 1])


class AnyLife(RuleBasedStateMachine):
    """Whatever is asked of a structure, in any order: it refuses, or its three tracks stay true."""

    def __init__(self) -> None:
        super().__init__()
        self.user = User.objects.create_user(f"{User.objects.count()}@example.org")
        self.structure = found(name="CPTS", codes=["82121"], by=self.user, on=FOUNDED_ON)
        self.made: list[tuple[Track, str, str]] = []

    @rule(chosen=moves, on=days, mission=st.sampled_from(MISSIONS))
    def ask(self, chosen: tuple[Track, Move], on: date, mission: str) -> None:
        track, move = chosen
        before = self.stages()
        about = {"mission": mission} if track is Track.MISSION else {}
        try:
            made = advance(
                self.structure, track, move, by=self.user, on=on, today=timezone.localdate(), **about
            )
        except MoveRefused:
            assert self.stages() == before
            return
        self.made.append((track, mission, move.enters))
        assert (made.name, made.enters, made.on, made.by) == (move.name, move.enters, on, self.user)
        changed = {key for key, stage in self.stages().items() if stage != before[key]}
        assert changed == {(track, mission if about else "")}

    def stages(self) -> dict[tuple[Track, str], str | None]:
        alone = {(track, ""): stage_of(self.structure, track) for track in (Track.RECOGNITION, Track.PERSON)}
        missions = {
            (Track.MISSION, key): stage_of(self.structure, Track.MISSION, mission=key) for key in MISSIONS
        }
        return {**alone, **missions}

    @invariant()
    def each_step_of_a_person_is_taken_once(self) -> None:
        taken = [move.enters for move in self.structure.legalpersonmoves.all()]
        assert len(taken) == len(set(taken))
        every = {step.key for step in legislation.legal_kinds()["association"].steps}
        assert {step.key for step in person_steps_left(self.structure)} == every - set(taken)

    @invariant()
    def the_history_is_a_path(self) -> None:
        """Each move left the stage the one before entered."""
        stage = None
        for made in self.structure.recognitionmoves.all():
            assert stage in move_named(Track.RECOGNITION, made.name).leaves
            stage = made.enters
        assert stage == stage_of(self.structure, Track.RECOGNITION)

    @invariant()
    def the_ribbon_stands_at_one_place(self) -> None:
        states = [state for _, state in recognition_ribbon(self.structure)]
        assert states.count("current") == 1
        assert states == sorted(states, key=["done", "current", "ahead"].index)

    @invariant()
    def each_mission_only_offers_what_it_can_do(self) -> None:
        for line in mission_lines(self.structure, on=FOUNDED_ON):
            assert line.stage == stage_of(self.structure, Track.MISSION, mission=line.mission.key)
            assert all(line.stage in move.leaves for move in line.moves)

    @invariant()
    def every_move_left_a_trace(self) -> None:
        founding = 1
        assert Entry.objects.filter(subject=self.structure.pk).count() == founding + len(self.made)


@pytest.mark.django_db
def test_no_sequence_of_moves_breaks_a_life() -> None:
    run_state_machine_as_test(AnyLife, settings=settings(max_examples=12, stateful_step_count=15))


def test_a_move_of_tomorrow_is_not_written(structure: Structure, founder: User) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    move = move_named(Track.RECOGNITION, "deposer_lettre")
    with pytest.raises(MoveRefused, match="à venir"):
        advance(structure, Track.RECOGNITION, move, by=founder, on=tomorrow, today=timezone.localdate())
    assert stage_of(structure, Track.RECOGNITION) == "emergence"


def test_a_mission_of_no_agreement_is_not_begun(structure: Structure, founder: User) -> None:
    with pytest.raises(MoveRefused, match="pas dans l’accord"):
        advance(
            structure,
            Track.MISSION,
            move_named(Track.MISSION, "prevoir"),
            by=founder,
            on=FOUNDED_ON,
            today=FOUNDED_ON,
            mission="x" * 50,
        )


def test_a_structure_begins_at_emergence_with_the_missions_every_cpts_owes(structure: Structure) -> None:
    assert stage_of(structure, Track.RECOGNITION) == "emergence"
    assert stage_of(structure, Track.PERSON) is None
    planned = {line.mission.key for line in mission_lines(structure, on=FOUNDED_ON) if line.stage}
    owed = {
        mission.key for mission in legislation.missions("cpts", on=FOUNDED_ON) if mission.status == "socle"
    }
    assert planned == owed
    assert owed < set(MISSIONS)


@pytest.mark.django_db
def test_a_step_noted_is_corrected_between_its_neighbours(structure: Structure, founder: User) -> None:
    today = date(2026, 11, 1)
    for on in (date(2026, 4, 10), date(2026, 6, 10)):
        (move, *_) = moves_on(structure, Track.RECOGNITION)
        advance(structure, Track.RECOGNITION, move, by=founder, on=on, today=today)
        structure = Structure.objects.get()
    _, letter, approved = structure.recognitionmoves.all()
    client = client_of(founder)
    page = reverse("structures:move", args=[structure.slug, "reconnaissance", letter.pk])
    assert 'value="2026-04-10"' in client.get(page).content.decode()

    answer = client.post(
        page, {"on": "2026-05-02", "document": "Courrier", "said_by": "ARS", "is_before": "on"}
    )
    assert answer.status_code == 302
    letter.refresh_from_db()
    assert (letter.on, letter.document, letter.said_by) == (date(2026, 5, 2), "Courrier", "ARS")
    assert letter.is_before
    assert any("du 10/04/2026 au 02/05/2026" in entry.sentence for entry in trail_of(structure.pk))

    for wrong, sentence in (("2026-06-11", "d’après"), ("2025-01-01", "d’avant"), ("2999-01-01", "à venir")):
        refused = client.post(page, {"on": wrong})
        assert refused.status_code == 422
        assert sentence in refused.content.decode()
        assert f'value="{wrong}"' in refused.content.decode()
    take_back(structure, Track.RECOGNITION, by=founder)
    gone = reverse("structures:move", args=[structure.slug, "reconnaissance", approved.pk])
    assert client.get(gone).status_code == 404
    assert client.get(gone.replace("reconnaissance", "horoscope")).status_code == 400


@pytest.mark.django_db
def test_a_step_of_another_structure_is_nobodys_here(structure: Structure, founder: User) -> None:
    other = structure_on(["82001"])
    born = other.recognitionmoves.get()
    with pytest.raises(MoveRefused, match="n’est plus là"):
        correct_move(
            structure, Track.RECOGNITION, born.pk, by=founder, on=FOUNDED_ON, today=date(2026, 11, 1)
        )


@pytest.mark.django_db
def test_who_carries_a_structure_is_corrected_and_completed(structure: Structure, founder: User) -> None:
    person = add_legal_person(structure, by=founder, name="Aso", kind="association", since=date(2031, 1, 1))
    page = reverse("structures:carrier", args=[structure.slug, person.pk])
    client = client_of(founder)
    given = {"name": "Asso", "kind": "association", "since": "2026-03-03", "rna": "W123456789"}
    refused = client.post(page, {**given, "since": "2999-01-01"})
    assert refused.status_code == 422
    assert "à venir" in refused.content.decode()
    assert client.post(page, given).status_code == 302
    person.refresh_from_db()
    assert (person.name, person.since, person.rna) == ("Asso", date(2026, 3, 3), "W123456789")
    end_legal_person(person, by=founder, on=date(2026, 5, 5))
    late = client.post(page, {**given, "since": "2026-05-05"})
    assert late.status_code == 422
    assert "a cessé de porter" in late.content.decode()


@pytest.mark.django_db
def test_a_delay_says_which_step_closes_it_when_who_carries_it_is_noted(founder: User) -> None:
    structure = found(
        name="MSP", form="msp", by=founder, on=FOUNDED_ON, sites=[GivenSite(commune="Montauban")]
    )
    add_legal_person(structure, by=founder, name="La SISA", kind="sisa", since=FOUNDED_ON)
    days = {stage.key: (FOUNDED_ON, False) for stage in legislation.stages("msp")}
    enter_history(structure, days, by=founder, today=timezone.localdate())
    told = {task.text: task.detail for task in tasks_of(awaiting(Structure.objects.get(pk=structure.pk)))}
    (why,) = [detail for text, detail in told.items() if text.startswith("Créer la SISA")]
    assert "La SISA" in why
    assert "Immatriculée" in why
