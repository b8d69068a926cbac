"""A *fiche-action*: written by several, moved from state to state, followed step by step, said on one page and on paper."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from grounds import structure_on
from house.visiting import tasks_of
from maillage.accounts.models import User
from maillage.documents import types as doc
from maillage.geography import atlas
from maillage.governance.services.decisions import GivenTask
from maillage.kernel import BadInput
from maillage.people.models import Person
from maillage.people.services import doors_to, erase_person
from maillage.project.documents.sheets import all_sheets, one_sheet
from maillage.project.enums import WITH_REASON, ActionState
from maillage.project.lifecycle import MOVES, may_become, moves_from
from maillage.project.models import Action, ActionStep
from maillage.project.queries.actions import actions_of, lines
from maillage.project.queries.awaiting import awaiting, year
from maillage.project.queries.contents import contents
from maillage.project.queries.missions import groups_of
from maillage.project.queries.own import handover, own_lines
from maillage.project.queries.sheet import sheet_of
from maillage.project.queries.thread import thread
from maillage.project.queries.year_plan import year_plan
from maillage.project.services import actions, objectives, steps
from maillage.project.services.locking import WrittenMeanwhile
from maillage.structures.models import Structure
from maillage.structures.queries import told

pytestmark = pytest.mark.django_db
DAY = date(2027, 6, 1)


def begun(structure: Structure, title: str, by: User, **said: Any) -> Action:
    return actions.add_action(structure, actions.GivenAction(title, **said), key=uuid4(), by=by)


def moved(action: Action, state: str, by: User, reason: str = "") -> Action:
    action.refresh_from_db()
    return actions.move(action, state, reason, version=action.version, by=by, on=DAY)


def plain(words: str) -> str:
    return words.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


# From state to state


@given(st.lists(st.sampled_from(ActionState)))
def test_whatever_is_asked_an_action_only_goes_where_its_state_leads(asked: list[ActionState]) -> None:
    state = ActionState.PLANNED
    for wanted in asked:
        if may_become(state, wanted):
            assert wanted in moves_from(state)
            assert wanted != state
            state = wanted
    assert MOVES[state], "no state is without a way out: what was given up may be planned again"


def test_what_stops_says_why_and_the_database_holds_it(action: Action, founder: User) -> None:
    for state in WITH_REASON:
        with pytest.raises(BadInput, match="Dites pourquoi"):
            moved(action, state, founder, "  ")
    stopped = moved(action, ActionState.PAUSED, founder, "Le poste est vacant")
    assert stopped.reason == "Le poste est vacant"
    assert "Le poste est vacant" in stopped.notes.first().words
    with transaction.atomic(), pytest.raises(IntegrityError):
        Action.objects.filter(pk=action.pk).update(reason="")
    going = moved(action, ActionState.GOING, founder)
    assert going.reason == "", "what goes on again no longer says why it stopped"
    with pytest.raises(BadInput, match="ne devient pas"):
        moved(moved(action, ActionState.DONE, founder), ActionState.GIVEN_UP, founder, "Trop tard")


# Written by several


def test_nobody_writes_over_somebody_unseen(action: Action, founder: User) -> None:
    actions.write_part(action, {"goal": "Moins de retours"}, version=action.version, by=founder)
    with pytest.raises(WrittenMeanwhile):
        actions.write_part(action, {"goal": "Autre chose"}, version=action.version, by=founder)
    with pytest.raises(WrittenMeanwhile):
        actions.move(action, ActionState.GOING, "", version=action.version, by=founder, on=DAY)
    assert Action.objects.get(pk=action.pk).goal == "Moins de retours"


def test_what_was_typed_stays_beside_what_somebody_saved_and_is_kept_when_sent_again(
    action: Action, founder: User, client: Client
) -> None:
    client.force_login(founder)
    url = reverse("project:write_part", args=[action.structure.slug, action.number, "pourquoi"])
    actions.write_part(action, {"goal": "Le but des autres"}, version=action.version, by=founder)
    answer = client.post(url, {"goal": "Mon but", "version": action.version})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Mon but</textarea>" in page
    assert "Le but des autres" in page
    seen = Action.objects.get(pk=action.pk).version
    assert f'name="version" value="{seen}"' in page
    assert client.post(url, {"goal": "Mon but", "version": seen}).status_code == 302
    assert Action.objects.get(pk=action.pk).goal == "Mon but"


def test_an_action_sent_twice_is_one_and_keeps_its_number_for_ever(
    structure: Structure, action: Action, founder: User
) -> None:
    key = uuid4()
    made, again = (
        actions.add_action(structure, actions.GivenAction("Deux fois"), key=key, by=founder) for _ in range(2)
    )
    assert made == again
    assert made.number == action.number + 1
    elsewhere = structure_on(atlas().epci("248200099").members[:2], by=founder)
    with pytest.raises(BadInput, match="déjà servi"):
        actions.add_action(elsewhere, actions.GivenAction("Ailleurs"), key=key, by=founder)
    actions.drop_action(action, by=founder)
    assert begun(structure, "Après", founder).number == made.number + 1


def test_an_action_that_began_is_given_up_and_never_erased(action: Action, founder: User) -> None:
    moved(action, ActionState.GOING, founder)
    with pytest.raises(BadInput, match="abandonnez-la"):
        actions.drop_action(action, by=founder)
    assert Action.objects.filter(pk=action.pk).exists()


def test_an_action_never_ends_before_it_begins(structure: Structure, action: Action, founder: User) -> None:
    with pytest.raises(BadInput, match="finirait avant"):
        begun(structure, "À l’envers", founder, starts_on=DAY, ends_on=DAY - timedelta(days=1))
    with pytest.raises(BadInput, match="finirait avant"):
        actions.write_part(action, {"ends_on": date(2020, 1, 1)}, version=action.version, by=founder)


# Its next date


def test_the_late_come_first_then_the_nearest_and_what_is_over_has_no_date(
    structure: Structure, action: Action, founder: User
) -> None:
    actions.drop_action(action, by=founder)
    late, soon, far, undated, over = (
        begun(structure, title, founder, ends_on=day)
        for title, day in (
            ("En retard", DAY - timedelta(days=3)),
            ("Bientôt", None),
            ("Loin", DAY + timedelta(days=90)),
            ("Sans date", None),
            ("Abandonnée", DAY - timedelta(days=9)),
        )
    )
    steps.add_step(soon, steps.GivenStep("Appeler", due_on=DAY + timedelta(days=2)), key=uuid4(), by=founder)
    moved(over, ActionState.GIVEN_UP, founder, "Plus de volontaire")
    found = lines(actions_of(structure), on=DAY)
    assert [each.action for each in found] == [late, soon, far, undated, over]
    assert [each.is_late for each in found] == [True, False, False, False, False]
    assert found[1].next_what == "Appeler"
    assert found[-1].next_on is None


def test_a_step_done_twice_was_done_the_first_day(action: Action, founder: User) -> None:
    step = action.steps.get()
    steps.finish_step(step, on=DAY, by=founder)
    steps.finish_step(step, on=DAY + timedelta(days=5), by=founder)
    assert ActionStep.objects.get(pk=step.pk).done_on == DAY
    steps.finish_step(step, on=None, by=founder)
    assert ActionStep.objects.get(pk=step.pk).done_on is None


def test_the_year_shows_an_action_in_each_of_its_months_and_its_steps_where_they_fall(
    structure: Structure, action: Action, founder: User
) -> None:
    plan = year_plan(structure, 2028, on=DAY)
    [(group, [row])] = plan.chapters
    assert (group.key, row.action) == ("parcours", action)
    assert [rank for rank, month in enumerate(row.months, 1) if month.is_running] == [1, 2, 3]
    assert [mark.short for mark in row.months[0].marks] == ["3"]
    steps.finish_step(action.steps.get(), on=date(2027, 11, 9), by=founder)
    [(_, [row])] = year_plan(structure, 2027, on=DAY).chapters
    assert [mark.is_done for mark in row.months[10].marks] == [True]
    assert year_plan(structure, 2031, on=DAY).chapters == []


def test_the_list_leaves_with_the_names_of_missions(
    structure: Structure, action: Action, founder: User, client: Client
) -> None:
    client.force_login(founder)
    told = client.get(reverse("project:actions_file", args=[structure.slug, "csv"])).content.decode()
    assert "Parcours pluriprofessionnels" in told
    assert action.title in told


# The thread


def test_the_thread_says_what_it_misses_and_nothing_else(
    structure: Structure, action: Action, founder: User
) -> None:
    need = structure.needs.create(text="Des gardes")
    begun(structure, "Sans personne", founder)
    objectives.add_objective(structure, objectives.GivenObjective("Sans action"), key=uuid4(), by=founder)
    said = [plain(gap.sentence) for gap in thread(structure, on=DAY).gaps]
    assert said[:3] == ["1 besoin sans objectif", "1 objectif sans action", "1 action sans responsable"]
    objective = structure.objectives.get(text="Sans action")
    answering = objectives.GivenObjective("Des gardes tenues", "acces_aux_soins", [need])
    objectives.change_objective(objective, answering, version=1, by=founder)
    found = thread(structure, on=DAY)
    assert "1 besoin sans objectif" not in [plain(gap.sentence) for gap in found.gaps]
    here = next(each for each in found.chapters if each.group.key == "acces_aux_soins")
    assert [reached.needs for reached in here.objectives] == [[need]]
    path = next(each for each in found.chapters if each.group.key == "parcours")
    assert [line.action for line in path.objectives[0].actions] == [action]


def test_a_project_is_told_by_mission_by_axis_or_as_a_whole(structure: Structure) -> None:
    keys = {}
    for form in ("cpts", "msp", "esp"):
        structure.form = form
        keys[form] = [group.key for group in groups_of(structure, on=DAY)]
    assert "acces_aux_soins" in keys["cpts"]
    assert keys["msp"] == ["acces_aux_soins", "travail_en_equipe", "systeme_d_information", ""]
    assert keys["esp"] == [""]


def test_an_action_of_a_mission_that_the_law_has_no_more_is_still_there(
    structure: Structure, action: Action
) -> None:
    Action.objects.filter(pk=action.pk).update(mission="disparue", objective=None)
    found = thread(structure, on=DAY)
    assert [line.action for chapter in found.chapters for line in chapter.loose] == [action]


def test_an_objective_dropped_leaves_its_actions(structure: Structure, action: Action, founder: User) -> None:
    objectives.drop_objective(structure.objectives.get(), by=founder)
    action.refresh_from_db()
    assert action.objective is None


# On paper


def test_a_sheet_on_paper_says_its_owner_its_steps_and_why_it_stopped(
    structure: Structure, action: Action, founder: User
) -> None:
    moved(action, ActionState.GIVEN_UP, founder, "L’hôpital a fermé")
    found = structure.project_actions.get()
    paper = one_sheet(sheet_of(found, {"parcours": "Parcours"}, on=DAY), structure, on=DAY)
    said = str(paper)
    for words in (
        "Max Fictif",
        "Réunir le groupe",
        "L’hôpital a fermé",
        "Hôpital fictif",
        "Moins de retours",
    ):
        assert words in said, words
    assert isinstance(all_sheets([], structure, on=DAY).opening[0], doc.ToComplete)


# Whoever answers for it


def test_who_answers_for_it_reads_it_by_their_link_and_says_a_step_done(
    action: Action, max_: Person, client: Client
) -> None:
    link = doors_to([max_], on=timezone.localdate())[max_.pk]
    assert any("Sorties d’hôpital" in line.sentence for line in told([own_lines(max_)]))
    page = link.step(f"action-{action.pk}")
    step = action.steps.get()
    assert "Réunir le groupe" in client.get(page).content.decode()
    client.post(page, {"step": step.pk, "done": "oui"})
    assert ActionStep.objects.get(pk=step.pk).done_on == timezone.localdate()


def test_the_link_of_somebody_else_opens_nothing(
    structure: Structure, action: Action, client: Client
) -> None:
    ada = structure.people.get(name="Ada Fictif")
    link = doors_to([ada], on=timezone.localdate())[ada.pk]
    structure.instances.get()  # Ada sits there: her link speaks for her
    assert client.get(link.step(f"action-{action.pk}")).status_code == 404
    other = action.steps.create(what="Appeler", who=ada, key=uuid4())
    page = link.step(f"action-{action.pk}")
    assert client.get(page).status_code == 200
    assert client.post(page, {"step": action.steps.get(what="Réunir le groupe").pk}).status_code == 404
    assert client.post(page, {"step": other.pk}).status_code == 302


def test_who_leaves_hands_over_actions_and_steps(action: Action, max_: Person) -> None:
    said = [line.sentence for line in handover(max_)]
    assert any(f"{action.number}. Sorties d’hôpital" in each for each in said)
    assert any("Réunir le groupe" in each for each in said)


def test_a_card_erased_leaves_the_action_without_owner_and_its_home_says_so(
    structure: Structure, action: Action, max_: Person, founder: User
) -> None:
    erase_person(max_, by=founder)
    action.refresh_from_db()
    assert action.owner is None
    assert action.steps.get().who is None
    assert any("action sans responsable" in task.text for task in tasks_of(awaiting(structure)))


def test_a_late_step_waits_on_the_home_and_stands_in_the_year(
    structure: Structure, action: Action, founder: User
) -> None:
    action.steps.update(due_on=timezone.localdate() - timedelta(days=1))
    assert any("étape en retard" in task.text for task in tasks_of(awaiting(structure)))
    day = action.steps.get().due_on
    assert [each.title for each in told([year(structure, day, day)])] == ["Réunir le groupe"]
    moved(action, ActionState.PAUSED, founder, "Été")
    assert not any("étape" in task.text for task in tasks_of(awaiting(structure)))


def test_an_owner_of_another_structure_is_nobody_here(
    structure: Structure, action: Action, founder: User, client: Client
) -> None:
    elsewhere = structure_on(atlas().epci("248200099").members[:2], by=founder)
    elsewhere.people.create(name="Zoé Ailleurs", profession="infirmier")
    client.force_login(founder)
    url = reverse("project:write_part", args=[structure.slug, action.number, "essentiel"])
    answer = client.post(url, {"title": "Sorties", "owner": "Zoé Ailleurs", "version": action.version})
    assert answer.status_code == 422
    with pytest.raises(Http404):
        steps.change_step(ActionStep(pk=0, action=action), steps.GivenStep("Rien"), by=founder)


def test_the_project_leaves_whole_with_the_structure(
    structure: Structure, action: Action, founder: User
) -> None:
    need = structure.needs.create(text="Des gardes")
    action.needs.add(need)
    structure.objectives.get().needs.add(need)
    steps.entrust(action, GivenTask("Appeler le service social"), key=uuid4(), by=founder)
    left = contents(structure)
    [told] = left["actions"]
    assert (told["owner"], told["objective"]) == ("Max Fictif", "Moins de retours à l’hôpital")
    assert (told["needs"], told["tasks"]) == (["Des gardes"], ["Appeler le service social"])
    assert [row["who"] for row in told["steps"]] == ["Max Fictif"]
    assert [row["partner"] for row in told["partners"]] == ["Hôpital fictif"]
    assert [row["words"] for row in told["notes"]] == ["Le groupe est formé."]
    assert left["objectives"][0]["needs"] == ["Des gardes"]
