"""Who may open the pages of this room, and what they are sent; see `tests/house/rows.py`."""

from collections.abc import Callable
from typing import Any

ACCESS = {
    "governance:instances": ("302 404 200 200", "302 405 405 405"),
    "governance:add_instance": ("302 404 403 200", "302 404 403 422"),
    "governance:instance": ("302 404 200 200", "302 405 405 405"),
    "governance:edit_instance": ("302 404 403 200", "302 404 403 422"),
    "governance:seat": ("302 404 302 302", "302 404 403 422"),
    "governance:end_mandate": ("302 404 302 302", "302 404 403 302"),
    "governance:close_instance": ("302 404 302 302", "302 404 403 422"),
    "governance:open_again": ("302 404 302 302", "302 404 403 302"),
    "governance:meetings": ("302 404 200 200", "302 405 405 405"),
    "governance:presences_file": ("302 404 403 200", "302 405 405 405"),
    "governance:plan": ("302 404 403 200", "302 404 403 422"),
    "governance:propose": ("302 404 403 200", "302 404 403 422"),
    "governance:poll": ("302 404 403 200", "302 405 405 405"),
    "governance:change_dates": ("302 404 403 302", "302 404 403 422"),
    "governance:share_poll": ("302 404 403 302", "302 404 403 302"),
    "governance:choose": ("302 404 403 302", "302 404 403 302"),
    "governance:drop_reply": ("302 404 403 302", "302 404 403 302"),
    "governance:join_reply": ("302 404 403 302", "302 404 403 302"),
    "governance:prepare_second": ("302 404 302 302", "302 404 403 422"),
    "governance:meeting": ("302 404 404 200", "302 405 405 405"),
    "governance:change": ("302 404 403 200", "302 404 403 422"),
    "governance:convoke": ("302 404 404 302", "302 404 403 302"),
    "governance:cancel": ("302 404 404 302", "302 404 403 422"),
    "governance:drop": ("302 404 404 302", "302 404 403 302"),
    "governance:hold": ("302 404 302 302", "302 404 403 302"),
    "governance:attendance": ("302 404 403 200", "302 405 405 405"),
    "governance:tick": ("302 404 403 302", "302 404 403 302"),
    "governance:confirm_signatures": ("302 404 403 302", "302 404 403 302"),
    "governance:signing_code": ("302 404 403 200", "302 404 403 302"),
    "governance:screen": ("302 404 403 200", "302 405 405 405"),
    "governance:conduct": ("302 404 403 200", "302 405 405 405"),
    "governance:go_to": ("302 404 403 302", "302 404 403 302"),
    "governance:moderate": ("302 404 403 302", "302 404 403 302"),
    "governance:minutes": ("302 404 403 200", "302 404 403 422"),
    "governance:send_minutes": ("302 404 403 302", "302 404 403 302"),
    "governance:take_up_minutes": ("302 404 403 302", "302 404 403 302"),
    "governance:approve_minutes": ("302 404 403 302", "302 404 403 302"),
    "governance:note_signature": ("302 404 403 302", "302 404 403 404"),
    "governance:drop_signature": ("302 404 403 302", "302 404 403 302"),
    "governance:give_pouvoir": ("302 404 404 302", "302 404 403 422"),
    "governance:drop_pouvoir": ("302 404 404 302", "302 404 403 302"),
    "governance:add_document": ("302 404 302 302", "302 404 403 422"),
    "governance:document": ("302 404 200 200", "302 405 405 405"),
    "governance:drop_document": ("302 404 302 302", "302 404 403 302"),
    "governance:note": ("302 404 302 302", "302 404 403 302"),
    "governance:decide": ("302 404 302 302", "302 404 403 422"),
    "governance:ask_for": ("302 404 302 302", "302 404 403 422"),
    "governance:paper": ("302 404 403 200", "302 405 405 405"),
    "governance:prepare_vote": ("302 404 403 200", "302 404 403 422"),
    "governance:vote": ("302 404 200 200", "302 405 405 405"),
    "governance:change_vote": ("302 404 403 200", "302 404 403 422"),
    "governance:drop_vote": ("302 404 404 302", "302 404 403 302"),
    "governance:open_vote": ("302 404 404 302", "302 404 403 302"),
    "governance:close_vote": ("302 404 302 302", "302 404 403 302"),
    "governance:cancel_vote": ("302 404 404 302", "302 404 403 422"),
    "governance:note_count": ("302 404 302 302", "302 404 403 422"),
    "governance:seat_elected": ("302 404 302 302", "302 404 403 422"),
    "governance:recount": ("302 404 200 200", "302 405 405 405"),
    "governance:decisions": ("302 404 200 200", "302 405 405 405"),
    "governance:decisions_file": ("302 404 200 200", "302 405 405 405"),
    "governance:tasks": ("302 404 200 200", "302 404 403 422"),
    "governance:tasks_file": ("302 404 403 200", "302 405 405 405"),
    "governance:finish": ("302 404 302 302", "302 404 403 302"),
    "governance:interests": ("302 404 403 200", "302 404 403 422"),
    "governance:interests_file": ("302 404 403 200", "302 405 405 405"),
    "governance:withdraw_interest": ("302 404 403 302", "302 404 403 302"),
    "governance:recuse": ("302 404 302 302", "302 404 403 302"),
    "governance:take_part": ("302 404 404 302", "302 404 403 302"),
    "governance:rcp": ("302 404 404 404", "302 404 403 404"),  # of a MSP: test_rcp.py
    "governance:rcp_file": ("302 404 404 404", "302 405 405 405"),
    "governance:drop_rcp": ("302 404 404 404", "302 404 403 404"),
    "governance:referents": ("302 404 200 200", "302 404 403 422"),
    "governance:referents_file": ("302 404 403 200", "302 405 405 405"),
    "governance:end_referent": ("302 404 302 302", "302 404 403 302"),
    "governance:year": ("302 404 200 200", "302 405 405 405"),
    "governance:declarations": ("302 404 403 200", "302 404 403 422"),
    "governance:declare": ("302 404 403 302", "302 404 403 302"),
    "governance:say_accounts": ("302 404 302 302", "302 404 403 302"),
    "governance:handover": ("302 404 403 200", "302 404 403 422"),
    "governance:handover_file": ("302 404 403 200", "302 405 405 405"),
    "governance:task_mail": ("302 404 302 302", "302 404 403 302"),
    "governance:stop_task_mail": ("302 302 302 302", "400 400 400 400"),
    "governance:ideas": ("302 404 200 200", "302 404 422 422"),
    "governance:ideas_file": ("302 404 403 200", "302 405 405 405"),
    "governance:idea": ("302 404 200 200", "302 405 405 405"),
    "governance:uphold": ("302 404 302 302", "302 404 302 302"),
    "governance:comment": ("302 404 302 302", "302 404 422 422"),
    "governance:drop_comment": ("302 404 302 302", "302 404 302 302"),
    "governance:weigh": ("302 404 302 302", "302 404 403 422"),
    "governance:answer_idea": ("302 404 302 302", "302 404 403 422"),
    "governance:entrust": ("302 404 302 302", "302 404 403 422"),
    "governance:bind": ("302 404 302 302", "302 404 403 422"),
    "governance:drop_idea": ("302 404 302 302", "302 404 403 302"),
}
ASKED = {
    "governance:meetings": {"page": "1"},
    "governance:decisions": {"q": "budget 2026-01", "year": "2026", "page": "1"},
    "governance:tasks": {"page": "1"},
    "governance:interests": {"page": "1"},
    "governance:rcp": {"page": "1"},
    "governance:year": {"year": "2026"},
    "governance:ideas": {"q": "annuaire", "state": "attend", "first": "soutiens", "page": "1"},
}
KEY = "6e0f2c1a-6d3b-4c0e-9a57-0f4a1f0f7a11"
AN_INSTANCE = {
    "kind": "gt", "name": "GT soins non programmés", "purpose": "Les soins", "article": "article 12",
    "notice_days": "15", "quorum": "1/3", "majority": "2/3", "base": "cast", "blank_counts": "on", "tie": "chair",
    "proxies_per_person": "2", "needs_fee": "on", "yearly_by": "30/06", "accounts_by": "30/06", "casting": "seance",
    "extra_quorum": "1/2", "extra_majority": "2/3", "extra_base": "present", "second_days": "15",
    "second_quorum": "aucun", "extra_second_quorum": "1/4", "first_signer": "presidence",
    "second_signer": "secretariat", "profession_seats": "Infirmier : 2",
}  # fmt: skip
A_MEETING = {
    "title": "Bureau de mars", "day": "2027-03-02", "starts": "20:00", "ends": "22:00", "place": "Montauban",
    "access_url": "https://visio.example/", "agenda": "Budget (15 min)\nRésolution : Approuvé.", "words": "Bonsoir.",
    "chair": "Ada Fictif", "secretary": "Max Fictif", "version": "1", "is_extraordinary": "on",
}  # fmt: skip
A_TASK = {"title": "Appeler", "owner": "Ada Fictif", "due_on": "2027-01-01", "key": KEY}
A_VOTE = {
    "title": "On loue une salle", "kind": "noms", "candidates": "Ada Fictif\nMax Fictif", "seats": "2", "item": "",
    "is_secret": "on", "is_remote": "on", "is_on_paper": "", "closes_day": "2027-03-02", "closes_time": "21:00", "key": KEY,
}  # fmt: skip
A_POLL = {
    "title": "Bureau de mai", "length": "90", "closes_on": "2027-04-02", "place": "Montauban", "words": "Bonsoir.",
    "shows_results": "on", "key": KEY,
    **{f"day_{rank}": f"2027-05-{rank + 10}" for rank in range(1, 13)},
    **{f"starts_{rank}": "20:00" for rank in range(1, 13)},
}  # fmt: skip
POSTED = {
    "governance:prepare_vote": A_VOTE,
    "governance:change_vote": A_VOTE,
    "governance:open_vote": {"writes": "oui"},
    "governance:cancel_vote": {"reason": "Panne"},
    "governance:seat_elected": {"office": "membre", "since": "2026-03-02", "until": "2027-03-02", "instance": "1"},
    "governance:minutes": {"version": "1", "notes_1": "On en a parlé."},
    "governance:approve_minutes": {"sitting": "1", "key": KEY},
    "governance:moderate": {"state": "montree"},
    "governance:signing_code": {"gesture": "change"},
    "governance:propose": A_POLL,
    "governance:change_dates": {
        "length": "60", "withdrawn": "1", **{name: A_POLL[name] for name in ("day_1", "starts_1", "day_2")},
        "starts_2": "20:00", "day_3": "2027-05-20", "starts_3": "20:00",
    },
    "governance:share_poll": {"open": "oui"},
    "governance:add_instance": AN_INSTANCE,
    "governance:edit_instance": AN_INSTANCE,
    "governance:seat": {
        "person": "Max Fictif", "office": "membre", "since": "2026-03-02", "until": "2027-03-02",
    },
    "governance:close_instance": {"closed_on": "2026-03-02"},
    "governance:prepare_second": {"day": "2027-03-02"},
    "governance:join_reply": {"into": "1"},
    "governance:note_signature": {"person": "1", "signed_on": "2026-03-02"},
    "governance:note_count": {
        "total_0": "1", "total_1": "0", "total_2": "0", "blank": "0", "spoilt": "0",
        "first_teller": "Ada Fictif", "second_teller": "Max Fictif",
    },
    "governance:declarations": {"what": "statuts", "changed_on": "2026-03-02"},
    "governance:declare": {"done": "oui"},
    "governance:say_accounts": {"approves": "oui"},
    "governance:plan": A_MEETING,
    "governance:change": A_MEETING,
    "governance:cancel": {"reason": "Salle fermée"},
    "governance:tick": {"gesture": "arrive", "person": "1", "name": "Max Fictif"},
    "governance:give_pouvoir": {"giver": "Max Fictif", "holder": "Ada Fictif"},
    "governance:note": {"notes": "On en a parlé.", "is_put_off": "on"},
    "governance:decide": {
        "item": "1", "title": "Approuvé", "reason": "Il le faut", "pour": "1", "contre": "0", "abstention": "0",
        "chair_is_for": "pour", "key": KEY,
    },
    "governance:ask_for": A_TASK,
    "governance:tasks": A_TASK,
    "governance:finish": {"done": "oui"},
    "governance:ideas": {
        "title": "Un annuaire", "what": "Un seul", "for_whom": "Les soignants", "need": "On se cherche",
        "by_whom": "Max", "key": KEY,
    },
    "governance:interests": {
        "person": "Max Fictif", "body": "Hôpital", "nature": "Salarié", "since": "2020-01-01", "until": "", "key": KEY,
    },
    "governance:recuse": {"item": "1", "person": "Max Fictif", "reason": "Il y travaille"},
    "governance:rcp": {
        "held_on": "2026-03-02", "professions": "infirmier", "ald": "1", "over_75": "2", "others": "0",
        "theme": "Plaies", "minutes": "60", "key": KEY,
    },
    "governance:referents": {
        "person": "Max Fictif", "theme": "Plaies", "profession": "", "since": "2026-03-02", "until": "2027-03-02",
    },
    "governance:handover": {"tasks": "1", "owner": "Max Fictif"},
    "governance:task_mail": {"send": "oui"},
    "governance:stop_task_mail": {"List-Unsubscribe": "One-Click"},
    "governance:uphold": {"support": "oui"},
    "governance:comment": {"words": "Oui.", "key": KEY},
    "governance:weigh": {
        "proof": "Douze demandes", "effort": "Un jour", "money": "Rien", "indicator": "Moins d’appels", "version": "1",
    },
    "governance:answer_idea": {
        "state": "ecartee", "reason": "Il existe déjà", "answered_on": "2026-03-02", "version": "1",
    },
    "governance:entrust": A_TASK,
    "governance:bind": {"decision": "", "version": "1"},
}  # fmt: skip


def _bureau(structure: Any) -> dict[str, object]:
    return {"pk": structure.instances.get().pk}


def _past(structure: Any) -> Any:
    return structure.instances.get().meetings.earliest("starts_at")


def _poll(structure: Any) -> Any:
    return structure.instances.get().polls.get()


def _of_the_past(structure: Any) -> dict[str, object]:
    return {"pk": _past(structure).pk}


def _to_come(structure: Any) -> dict[str, object]:
    return {"pk": structure.instances.get().meetings.latest("starts_at").pk}


def _drafted(structure: Any) -> dict[str, object]:
    return {"pk": structure.instances.get().meetings.latest("starts_at").votes.get().pk}


def _voted(structure: Any) -> dict[str, object]:
    return {"pk": _past(structure).votes.get().pk}


def _idea(structure: Any) -> dict[str, object]:
    return {"pk": structure.ideas.get().pk}


IDEAS = ("idea", "uphold", "comment", "weigh", "answer_idea", "entrust", "bind", "drop_idea")
ARGUMENTS: dict[str, Callable[[Any], dict[str, object]]] = {
    **{f"governance:{name}": _bureau for name in ("instance", "edit_instance", "seat", "close_instance", "open_again")},
    **{f"governance:{name}": _to_come for name in ("meeting", "change", "convoke", "cancel", "drop", "give_pouvoir")},
    "governance:prepare_vote": _to_come,
    **{f"governance:{name}": _drafted for name in ("change_vote", "drop_vote", "open_vote", "cancel_vote")},
    **{f"governance:{name}": _voted for name in ("vote", "close_vote", "seat_elected", "recount", "note_count")},
    **{f"governance:{name}": _of_the_past for name in ("hold", "attendance", "tick", "decide", "add_document", "confirm_signatures", "signing_code",
        "minutes", "send_minutes", "take_up_minutes", "approve_minutes", "screen", "conduct", "ask_for", "prepare_second")},
    "governance:end_mandate": lambda structure: {
        **_bureau(structure), "mandate": structure.instances.get().mandates.get().pk,
    },
    "governance:plan": lambda structure: {"instance": structure.instances.get().pk},
    "governance:propose": lambda structure: {"instance": structure.instances.get().pk},
    **{
        f"governance:{name}": lambda structure: {"pk": _poll(structure).pk}
        for name in ("poll", "change_dates", "share_poll")
    },
    "governance:choose": lambda structure: {
        "pk": _poll(structure).pk, "date": _poll(structure).dates.all()[0].pk,
    },
    "governance:drop_reply": lambda structure: {
        "pk": _poll(structure).pk, "reply": _poll(structure).replies.get(person=None).pk,
    },
    "governance:join_reply": lambda structure: {
        "pk": _poll(structure).pk, "reply": _poll(structure).replies.get(person=None).pk,
    },
    "governance:note_signature": lambda structure: {**_of_the_past(structure), "signer": "presidence"},
    "governance:drop_signature": lambda structure: {
        **_of_the_past(structure), "signature": _past(structure).minutes.signatures.get().pk,
    },
    "governance:declare": lambda structure: {"pk": structure.declarations.all()[0].pk},
    "governance:say_accounts": lambda structure: {"pk": _past(structure).decisions.all()[0].pk},
    "governance:go_to": lambda structure: {**_of_the_past(structure), "item": _past(structure).items.get().pk},
    "governance:moderate": lambda structure: {
        **_of_the_past(structure), "question": _past(structure).questions.get().pk,
    },
    "governance:note": lambda structure: {**_of_the_past(structure), "item": _past(structure).items.get().pk},
    "governance:paper": lambda structure: {
        **_of_the_past(structure), "name": "releve-de-decisions", "suffix": "pdf",
    },
    **{
        f"governance:{name}": lambda structure: {
            **_of_the_past(structure), "file": _past(structure).papers.get().file_id,
        }
        for name in ("document", "drop_document")
    },
    **{f"governance:{name}": _idea for name in IDEAS},
    "governance:drop_comment": lambda structure: {
        **_idea(structure), "comment": structure.ideas.get().comments.get().pk,
    },
    "governance:withdraw_interest": lambda structure: {
        "pk": structure.people.get(name="Max Fictif").declared_interests.get().pk,
    },
    "governance:recuse": _of_the_past,
    "governance:take_part": lambda structure: {
        **_to_come(structure), "recusal": structure.people.get(name="Ada Fictif").recusals.get().pk,
    },
    "governance:interests_file": lambda _: {"suffix": "csv"},
    "governance:rcp_file": lambda _: {"suffix": "csv"},
    "governance:drop_rcp": lambda _: {"pk": 1},
    "governance:referents_file": lambda _: {"suffix": "csv"},
    "governance:end_referent": lambda structure: {"pk": structure.referents.get().pk},
    "governance:handover": lambda structure: {"pk": structure.people.get(name="Ada Fictif").pk},
    "governance:handover_file": lambda structure: {
        "pk": structure.people.get(name="Ada Fictif").pk, "suffix": "pdf",
    },
    "governance:stop_task_mail": lambda structure: {
        "token": structure.people.get(name="Max Fictif").door.link.token,
    },
    "governance:ideas_file": lambda _: {"suffix": "xlsx"},
    "governance:presences_file": lambda _: {"suffix": "csv"},
    "governance:decisions_file": lambda _: {"suffix": "csv"},
    "governance:tasks_file": lambda _: {"suffix": "xlsx"},
    "governance:drop_pouvoir": lambda structure: {
        **_to_come(structure), "pouvoir": structure.instances.get().meetings.latest("starts_at").pouvoirs.get().pk,
    },
    "governance:finish": lambda structure: {"pk": structure.tasks.get().pk},
}  # fmt: skip
