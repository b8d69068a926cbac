"""Authorities alone declare a crisis; a roll-call is answered by a whole territory; the last place goes to one."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from care.alerting import AT, SITE, a_crisis, a_shortage, join
from house.visiting import client_of
from maillage.accounts.models import User
from maillage.care.enums import Available, Family, Lesson
from maillage.care.models import Crisis, LogLine, Post
from maillage.care.queries.alerts_counts import FORMULAS, counts
from maillage.care.queries.crises import board_of, papers
from maillage.care.queries.own import diary, own_lines
from maillage.care.services import alert_mail, alerts, crises, crisis_plan
from maillage.care.services.crises import Full, GivenCrisis, GivenPost, Said
from maillage.governance.services.decisions import GivenTask
from maillage.kernel import BadInput
from maillage.mail.models import Sending
from maillage.people.services import doors_to
from maillage.structures.models import Structure
from maillage.structures.queries import told

HOUR = timedelta(hours=1)


def a_post(
    crisis: Crisis, by: User, *, needs: int = 1, hours: tuple[int, int] = (2, 6), name: str = "Accueil"
) -> Post:
    given = GivenPost(name, AT + hours[0] * HOUR, AT + hours[1] * HOUR, needs)
    return crises.add_post(crisis, given, key=uuid4(), by=by, at=AT)


@pytest.mark.django_db
def test_who_holds_a_post_reads_it_in_their_own_space_and_diary(structure: Structure, founder: User) -> None:
    now = timezone.now()
    (person, other) = join(structure, 2)
    given = GivenCrisis(Family.FRAGILE, "Canicule", False, declared_by="ARS", told_at=now)
    crisis = crises.start(structure, given, key=uuid4(), by=founder, at=now, site=SITE)
    said = GivenPost("Accueil de la salle des fêtes", now + 2 * HOUR, now + 6 * HOUR, 1)
    post = crises.add_post(crisis, said, key=uuid4(), by=founder, at=now)
    crises.hold(post, person, at=now)
    assert [
        line
        for line in told([own_lines(person)])
        if "Votre poste" in line.sentence and post.name in line.sentence
    ]
    assert not [line for line in told([own_lines(other)]) if "Votre poste" in line.sentence]
    (entry,) = diary(person)
    assert (entry.starts_at, entry.ends_at, entry.is_off) == (post.starts_at, post.ends_at, False)
    crises.end(crisis, by=founder, at=now + HOUR)
    (entry,) = diary(person)
    assert entry.is_off
    assert not [line for line in told([own_lines(person)]) if "Votre poste" in line.sentence]


@pytest.mark.django_db
def test_without_an_authority_it_is_no_crisis_and_an_exercise_is_marked_everywhere(
    structure: Structure, founder: User, client: Client
) -> None:
    given = GivenCrisis(Family.SUPPLY, "Route coupée", is_exercise=False)
    with pytest.raises(BadInput, match="Seules les autorités"):
        crises.start(structure, given, key=uuid4(), by=founder, at=AT, site=SITE)
    with pytest.raises(IntegrityError), transaction.atomic():
        Crisis.objects.create(structure=structure, family="offre", title="x", started_at=AT, key=uuid4())
    (one,) = join(structure, 1)
    exercise = a_crisis(structure, founder, is_exercise=True)
    assert (exercise.declared_by, exercise.told_at) == ("", None)
    crises.call_the_roll(exercise, by=founder, at=AT)
    alert_mail.write_due(AT)
    message = Sending.objects.get(key__startswith="care.called")
    assert message.subject.startswith("EXERCICE")
    assert "exercice" in message.body
    own = doors_to([one], on=timezone.localdate())[one.pk].step(f"crise-{exercise.called.get().pk}")
    for answer in (
        client.get(own),
        client_of(founder).get(f"/s/{structure.slug}/soins/crise/{exercise.pk}/"),
    ):
        assert answer.content.decode().count("EXERCICE") >= 2
    # a real one is never refused because people were practising; another exercise is
    assert a_crisis(structure, founder).ended_at is None
    with pytest.raises(BadInput, match="déjà en cours"):
        a_crisis(structure, founder, is_exercise=True)


@pytest.mark.django_db
def test_a_roll_call_is_answered_in_one_tap_changed_and_counted_by_profession(
    structure: Structure, founder: User, client: Client
) -> None:
    one, two, three = join(structure, 3)
    crisis = a_crisis(structure, founder)
    assert crises.call_the_roll(crisis, by=founder, at=AT) == crisis.called.count() == 3
    alert_mail.write_due(AT)
    link = doors_to([one], on=timezone.localdate())[one.pk].step(f"crise-{crisis.called.get(person=one).pk}")
    client.get(link)
    assert board_of(crisis).total.counts == (3, 0, 0, 0, 0)
    client.post(link, {"answer": "non", "skills": ""})
    client.post(link, {"answer": "oui", "hours": "4", "skills": "sutures"})
    assert client.post(link, {"answer": "plus_tard"}).status_code == 422
    assert client.post(link, {"answer": "oui", "skills": "Mme Durand"}).status_code == 422
    called = crisis.called.get(person=one)
    assert (called.answer, called.hours, called.skills) == ("oui", 4, "sutures")
    crises.answer(crisis.called.get(person=two), Said(Available.LATER, AT + HOUR), at=AT)
    assert board_of(crisis).total.counts == (3, 2, 1, 1, 0)
    # the second call goes to the silent, and to who joined since
    join(structure, 1, "pharmacien")
    assert crises.call_the_roll(crisis, by=founder, at=AT) == 2
    alert_mail.write_due(AT)
    assert Sending.objects.filter(key__startswith="care.called").count() == 5
    crises.end(crisis, by=founder, at=AT + HOUR)
    with pytest.raises(BadInput, match="terminé"):
        crises.answer(crisis.called.get(person=three), Said(Available.YES), at=AT)
    assert "C’est terminé" in client.get(link).content.decode()


@pytest.mark.django_db
def test_a_place_is_held_given_back_never_lowered_under_who_holds_it_and_nobody_is_at_two_posts(
    structure: Structure, founder: User
) -> None:
    one, two, three = join(structure, 3)
    crisis = a_crisis(structure, founder)
    post = a_post(crisis, founder, needs=2)
    place = crises.hold(post, one, at=AT)
    assert crises.hold(post, one, at=AT) == place
    crises.hold(post, two, at=AT, by=founder)
    with pytest.raises(Full):
        crises.hold(post, three, at=AT)
    with pytest.raises(BadInput, match="tiennent déjà"):
        crises.change_needs(post, 1, by=founder, at=AT)
    with pytest.raises(BadInput, match="Quelqu’un tient"):
        crises.drop_post(post, by=founder, at=AT)
    with pytest.raises(BadInput, match="déjà tenu"):
        crises.hold(a_post(crisis, founder, hours=(5, 9), name="Tri"), one, at=AT)
    crises.hold(a_post(crisis, founder, hours=(6, 9), name="Relève"), one, at=AT)
    crises.free(place)
    crises.free(place)
    crises.hold(post, three, at=AT)
    post.refresh_from_db()
    assert (post.taken, post.places.count()) == (2, 2)


@pytest.mark.django_db
def test_a_line_of_the_log_changes_no_more_another_corrects_it_and_lessons_become_tasks(
    structure: Structure, founder: User
) -> None:
    crisis = a_crisis(structure, founder)
    key = uuid4()
    line = crises.write_line(crisis, "Salle ouverte", key=key, at=AT, by=founder)
    assert crises.write_line(crisis, "Salle ouverte", key=key, at=AT, by=founder) == line
    line.words = "Autre"
    with pytest.raises(ValueError, match="ne change pas"):
        line.save()
    correcting = board_of(crisis).correction_keys[line.pk]
    assert board_of(crisis).correction_keys[line.pk] == correcting  # two clicks on one page correct once
    for _ in range(2):
        crises.write_line(crisis, "Ouverte à 18 h 30", key=correcting, at=AT, corrects=line, by=founder)
    assert board_of(crisis).correction_keys[line.pk] != correcting
    with pytest.raises(BadInput, match="à venir"):
        crises.write_line(crisis, "Demain", key=uuid4(), at=AT, happened_at=AT + HOUR)
    with pytest.raises(BadInput, match="semble contenir"):
        crises.write_line(crisis, "Mme Durand évacuée", key=uuid4(), at=AT)
    crises.end(crisis, by=founder, at=AT + HOUR)
    crises.write_line(crisis, "Ajouté après coup", key=uuid4(), at=AT + HOUR, happened_at=AT)
    kept = LogLine.objects.get(pk=line.pk)
    assert (kept.words, kept.corrections.get().words) == ("Salle ouverte", "Ouverte à 18 h 30")
    lesson = crises.learn(
        crisis, Lesson.CHANGE, "Refaire l’annuaire", GivenTask("Refaire l’annuaire"), key=uuid4(), by=founder
    )
    crises.learn(crisis, Lesson.WORKED, "Le lien de réponse", None, key=uuid4(), by=founder)
    assert structure.tasks.get(title="Refaire l’annuaire") == lesson.task


@pytest.mark.django_db
def test_the_key_of_another_crisis_is_told_and_writes_nothing(structure: Structure, founder: User) -> None:
    first, key = a_crisis(structure, founder), uuid4()
    crises.write_line(first, "Une première ligne", key=key, at=AT, by=founder)
    crises.end(first, by=founder, at=AT)
    second = a_crisis(structure, founder)
    with pytest.raises(BadInput, match="servi ailleurs"):
        crises.write_line(second, "Une autre", key=key, at=AT, by=founder)


@pytest.mark.django_db
def test_the_counts_of_the_mission_say_what_they_count(structure: Structure, founder: User) -> None:
    one, *_ = join(structure, 2)
    exercise = a_crisis(structure, founder, is_exercise=True)
    crises.call_the_roll(exercise, by=founder, at=AT)
    crises.answer(exercise.called.get(person=one), Said(Available.YES), at=AT)
    crises.end(exercise, by=founder, at=AT)
    words = {
        "signal": "Vigilance",
        "first_hours": "Appeler",
        "who_does": "",
        "messages": "",
        "needs": "",
        "owner": one,
    }
    crisis_plan.write_sheet(structure, Family.FRAGILE, words, version=1, on=AT.date(), by=founder)
    with pytest.raises(BadInput, match="pendant que vous écriviez"):
        crisis_plan.write_sheet(structure, Family.FRAGILE, words, version=1, on=AT.date(), by=founder)
    found = counts(structure, 2026)
    assert found.keys() == FORMULAS.keys()
    assert (found["exercices_de_crise"], found["exercices_sans_retour"]) == (0, 1)  # not written, not counted
    crises.learn(exercise, Lesson.WORKED, "Tout", None, key=uuid4(), by=founder)
    crises.learn(exercise, Lesson.WORKED, "Vraiment", None, key=uuid4(), by=founder)
    found = counts(structure, 2026)
    assert (found["exercices_de_crise"], found["exercices_sans_retour"]) == (1, 0)
    assert (found["appels"], found["appeles"], found["appeles_repondu"]) == (1, 2, 1)
    assert (found["plan_de_crise_ecrit"], found["professionnels_mobilisables"], found["crises"]) == (1, 1, 0)
    assert set(counts(structure, 2025).values()) == {
        1,
        0,
    }  # a sheet stays written; nothing else is of that year


@pytest.mark.django_db
def test_the_report_leaves_and_once_kept_proves(structure: Structure, founder: User) -> None:
    crisis = a_crisis(structure, founder, is_exercise=True)
    client, page = client_of(founder), f"/s/{structure.slug}/soins/crise/{crisis.pk}/"
    assert client.post(f"{page}compte-rendu/garder/").status_code == 422  # not as long as it runs
    crises.end(crisis, by=founder, at=AT)
    for _ in range(2):
        client.post(f"{page}compte-rendu/garder/")
    (piece,) = papers(structure)
    assert piece.title.startswith("Compte rendu")
    assert client.get(f"{page}compte-rendu/garde/").content.startswith(b"%PDF")
    for path in (f"{page}compte-rendu.pdf", f"/s/{structure.slug}/soins/crise/plan.pdf"):
        assert client.get(path).content.startswith(b"%PDF")


@pytest.mark.django_db
def test_pages_of_four_hundred_ask_as_few_questions_as_those_of_ten(
    structure: Structure, founder: User
) -> None:
    crisis, client, care = a_crisis(structure, founder), client_of(founder), f"/s/{structure.slug}/soins/"
    seen: list[dict[str, int]] = []
    for rank, more in enumerate((10, 390)):
        people = join(structure, more, "infirmier" if more == 10 else "pharmacien")
        crises.call_the_roll(crisis, by=founder, at=AT)
        for post in range(3):
            a_post(crisis, founder, needs=4, name=f"Poste {more} {post}", hours=(8 * post, 8 * post + 7))
            crises.hold(crisis.posts.latest("pk"), people[post], at=AT)
        alert = a_shortage(structure, people[0])
        alerts.ask_validators(
            alert.versions.get(), people[1:4], proposed_by=None, by=founder, at=AT, site=SITE
        )
        for validation in alert.versions.get().validations.all():
            alerts.validate(validation, "oui", at=AT)
        to = alerts.Sent(["infirmier", "pharmacien"])
        alerts.send(alert.versions.get(), to, by=founder, at=AT, site=SITE)
        paths = ("", "alertes/", f"alertes/{alert.pk}/", "saisons/", "crise/", f"crise/{crisis.pk}/")
        one = crisis.called.get(person=people[0])
        door = doors_to([people[0]], on=timezone.localdate())[people[0].pk].step(f"crise-{one.pk}")
        seen.append({})
        for path in (*(f"{care}{each}" for each in paths), f"{care}crise/{crisis.pk}/reponses/", door):
            client.get(path)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(path).status_code == 200
            seen[rank]["own" if path == door else path.replace(f"alertes/{alert.pk}/", "alertes/N/")] = len(
                queries
            )
    few, many = seen
    assert {path: (few[path], count) for path, count in many.items() if count > few[path] + 1} == {}
    assert {path: count for path, count in many.items() if count > 12} == {}


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_the_last_place_goes_to_one_and_all_answers_of_a_crowd_are_counted(
    structure: Structure, founder: User, at_once: Callable[..., list[Any]]
) -> None:
    people = join(structure, 24)
    crisis = a_crisis(structure, founder)
    crises.call_the_roll(crisis, by=founder, at=AT)
    calls = list(crisis.called.select_related("person"))
    said = at_once(*[lambda call=call: crises.answer(call, Said(Available.YES), at=AT) for call in calls])
    assert [each for each in said if each is not None] == []
    assert board_of(crisis).total.counts[:3] == (24, 24, 24)
    post = a_post(crisis, founder, needs=3)
    held = at_once(*[lambda one=one: crises.hold(post, one, at=AT) for one in people])
    post.refresh_from_db()
    assert (post.taken, post.places.count()) == (3, 3)
    assert sum(isinstance(each, Full) for each in held) == 21
    # two posts of the same hours tapped at once by one person: one of them
    alone = people[0]
    crises.free(post.places.get(person=alone)) if post.places.filter(person=alone).exists() else None
    posts = [a_post(crisis, founder, hours=(10, 12), name=name) for name in ("Nord", "Sud")]
    at_once(*[lambda one=one: crises.hold(one, alone, at=AT) for one in posts])
    assert alone.care_posts.filter(post__in=posts).count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_plan_switched_on_by_two_at_once_runs_once(
    structure: Structure, founder: User, at_once: Callable[..., list[Any]]
) -> None:
    at_once(*[lambda: a_crisis(structure, founder)] * 4)
    assert structure.crises.filter(ended_at=None).count() == 1
