"""Who may open the pages of this room, and what they are sent; see `tests/house/rows.py`."""

from collections.abc import Callable
from typing import Any

ACCESS = {
    "outreach:bulletins": ("302 404 200 200", "302 404 403 422"),
    "outreach:bulletins_file": ("302 404 200 200", "302 405 405 405"),
    "outreach:campaigns_file": ("302 404 403 200", "302 405 405 405"),
    "outreach:events_file": ("302 404 200 200", "302 405 405 405"),
    "outreach:bulletin": ("302 404 404 200", "302 404 403 422"),
    "outreach:preview": ("302 404 403 200", "302 405 405 405"),
    "outreach:send": ("302 404 404 302", "302 404 403 302"),
    "outreach:try_out": ("302 404 404 302", "302 404 403 302"),
    "outreach:drop": ("302 404 404 302", "302 404 403 302"),
    "outreach:settle": ("302 404 302 302", "302 404 403 302"),
    "outreach:campaigns": ("302 404 200 200", "302 404 403 422"),
    "outreach:campaign": ("302 404 200 200", "302 404 403 422"),
    "outreach:refusals": ("302 404 403 200", "302 404 403 302"),
    "outreach:lift": ("302 404 403 302", "302 404 403 422"),
    "outreach:add_caller": ("302 404 302 302", "302 404 403 422"),
    "outreach:withdraw_caller": ("302 404 302 302", "302 404 403 302"),
    "outreach:renew_caller": ("302 404 302 302", "302 404 403 302"),
    "outreach:reopen": ("302 404 302 302", "302 404 403 302"),
    "outreach:retarget": ("302 404 403 200", "302 404 403 422"),
    "outreach:close": ("302 404 302 302", "302 404 403 302"),
    "outreach:times": ("302 404 403 200", "302 405 405 405"),
    "outreach:one_click": ("302 302 302 302", "400 400 400 400"),
    "outreach:events": ("302 404 200 200", "302 405 405 405"),
    "outreach:new_event": ("302 404 403 200", "302 404 403 422"),
    "outreach:event": ("302 404 200 200", "302 404 403 422"),
    "outreach:change_event": ("302 404 403 200", "302 404 403 422"),
    "outreach:open_event": ("302 404 302 302", "302 404 403 302"),
    "outreach:cancel_event": ("302 404 302 302", "302 404 403 422"),
    "outreach:finish_event": ("302 404 302 302", "302 404 403 302"),
    "outreach:drop_event": ("302 404 302 302", "302 404 403 302"),
    "outreach:event_poster": ("302 404 200 200", "302 405 405 405"),
    "outreach:attendance": ("302 404 403 200", "302 404 403 422"),
    "outreach:note_presence": ("302 404 403 302", "302 404 403 302"),
    "outreach:sheet": ("302 404 403 200", "302 405 405 405"),
    "outreach:attestations": ("302 404 403 302", "302 405 405 405"),
    "outreach:registered": ("302 404 403 200", "302 405 405 405"),
    "outreach:registration": ("302 404 403 200", "302 404 403 302"),
    "outreach:take_off": ("302 404 403 302", "302 404 403 302"),
    "outreach:partners": ("302 404 200 200", "302 405 405 405"),
    "outreach:add_partner": ("302 404 403 200", "302 404 403 422"),
    "outreach:partners_file": ("302 404 403 200", "302 405 405 405"),
    "outreach:partners_book": ("302 404 403 200", "302 405 405 405"),
    "outreach:partner": ("302 404 200 200", "302 405 405 405"),
    "outreach:edit_partner": ("302 404 403 200", "302 404 403 422"),
    "outreach:drop_partner": ("302 404 302 302", "302 404 403 302"),
    "outreach:add_contact": ("302 404 302 302", "302 404 403 422"),
    "outreach:drop_contact": ("302 404 302 302", "302 404 403 302"),
    "outreach:note_exchange": ("302 404 302 302", "302 404 403 422"),
    "outreach:drop_exchange": ("302 404 302 302", "302 404 403 302"),
    "outreach:plan_step": ("302 404 302 302", "302 404 403 422"),
    "outreach:finish_step": ("302 404 302 302", "302 404 403 302"),
    "outreach:note_request": ("302 404 302 302", "302 404 403 422"),
    "outreach:request": ("302 404 403 200", "302 404 403 422"),
    "outreach:drop_request": ("302 404 403 302", "302 404 403 302"),
    "outreach:add_convention": ("302 404 403 200", "302 404 403 422"),
    "outreach:convention": ("302 404 403 200", "302 404 403 422"),
    "outreach:drop_convention": ("302 404 403 302", "302 404 403 302"),
    "outreach:add_paper": ("302 404 403 302", "302 404 403 422"),
    "outreach:paper": ("302 404 200 200", "302 405 405 405"),
    "outreach:drop_paper": ("302 404 403 302", "302 404 403 302"),
}
AN_EVENT = {
    "kind": "webinaire", "title": "Plaies", "day": "2027-03-04", "starts": "20:30", "ends": "22:00", "place": "Salle",
    "access_url": "https://exemple.fr/salle", "words": "Programme", "capacity": "12", "closes_on": "2027-03-03",
    "remind_days": "2", "last_day": "2027-03-05", "presence_hours": "3 ; 9", "mission": "parcours", "invited": "infirmier", "version": "1",
}  # fmt: skip
SOMEBODY = {
    "name": "Lou Fictif", "profession": "infirmier", "email": "lou@example.org", "phone": "0563000000", "rpps": "",
    "key": "6f9619ff-8b86-4d01-b42d-00cf4fc964ff",
}  # fmt: skip
ASKED = {
    "outreach:bulletins": {"page": "1"},
    "outreach:bulletin": {"college": "", "profession": "profession:infirmier", "commune": "", "groupe": ""},
    "outreach:events": {"page": "1"},
    "outreach:attendance": {"q": "max", "jour": "2027-03-04"},
    "outreach:campaigns": {"profession": "infirmier"},
    "outreach:partners": {"q": "hopital", "kind": "hopital", "page": "1"},
    "outreach:partner": {"noter": "1", "page": "1"},
    "outreach:partners_file": {"q": "hopital", "kind": "hopital"},
    "outreach:partners_book": {"q": "hopital", "kind": "hopital"},
    "outreach:add_partner": {"q": "ehpad", "commune": "82121", "finess": "820000123"},
    "outreach:refusals": {"q": "fictif"},
    "outreach:campaign": {"appelant": "1", "q": "fict"},
}
KEY = "6e0f2c1a-6d3b-4c0e-9a57-0f4a1f0f7a11"
OF_A_PARTNER = {
    "name": "EHPAD fictif", "kind": "ehpad", "purpose": "Les gardes", "owner": "Ada Fictif", "address": "1 rue",
    "email": "ehpad@example.org", "phone": "05 63 00 00 00", "finess": "820000123",
}  # fmt: skip
OF_A_REQUEST = {
    "asked_on": "2026-03-03", "person": "Max Fictif", "words": "Un correspondant.", "relayed_to": "Ada Fictif",
    "relayed_on": "2026-03-04", "answered_on": "2026-03-05", "answer": "Ada.",
}  # fmt: skip
OF_A_CONVENTION = {
    "title": "Sorties", "subject": "Les sorties", "signed_on": "2026-03-02", "starts_on": "2026-03-02",
    "ends_on": "2027-03-01", "renewed_months": "12", "notice_months": "3", "reference": "Classeur", "stops_on": "2027-03-01",
}  # fmt: skip
POSTED = {
    "outreach:bulletins": {"title": "Mars"},
    "outreach:bulletin": {
        "title": "Mars", "words": "Bonjour.", "profession": "profession:medecin_generaliste", "college": "", "commune": "", "groupe": "", "version": "1",
        "shown": "0" * 16, "kept": "0" * 16, "preview": "1",
    },
    "outreach:send": {"seal": "0" * 32},
    "outreach:settle": {"subscription": "1", "meant": "oui"},
    "outreach:campaigns": {
        "title": "Printemps", "phase": "avant_lettre", "professions": "infirmier", "words": "Bonjour.",
        "communes": "82121",
    },
    "outreach:refusals": {"national": "810000000001", "q": "fictif"},
    "outreach:lift": {"national": "810000000001", "reason": "A rappelé.", "q": "fictif"},
    "outreach:campaign": {"words": "Bonjour."},
    "outreach:add_caller": {"person": "1"},
    "outreach:retarget": {"professions": "infirmier", "communes": "82121"},
    "outreach:one_click": {"List-Unsubscribe": "One-Click"},
    "outreach:new_event": AN_EVENT,
    "outreach:change_event": AN_EVENT,
    "outreach:event": SOMEBODY,
    "outreach:attendance": SOMEBODY,
    "outreach:cancel_event": {"reason": "Intervenant absent"},
    "outreach:note_presence": {"there": "oui", "q": "max", "jour": "2027-03-04"},
    "outreach:registration": {"person": "1", "minutes": "60"},
    "outreach:add_partner": {**OF_A_PARTNER, "key": KEY},
    "outreach:edit_partner": {**OF_A_PARTNER, "version": "1"},
    "outreach:add_contact": {
        "name": "Lise Fictif", "title": "Directrice", "profession": "autre", "email": "lise@example.org",
        "phone": "05 63 00 00 00",
    },
    "outreach:note_exchange": {
        "held_on": "2026-03-03", "means": "appel", "person": "Max Fictif", "words": "Appel.", "key": KEY,
    },
    "outreach:plan_step": {"words": "Rappeler", "due_on": "2026-04-02", "owner": "Ada Fictif", "key": KEY},
    "outreach:note_request": {**OF_A_REQUEST, "key": KEY},
    "outreach:request": {**OF_A_REQUEST, "version": "1"},
    "outreach:add_convention": {**OF_A_CONVENTION, "key": KEY},
    "outreach:convention": {**OF_A_CONVENTION, "version": "1"},
}  # fmt: skip
OF_THE_BULLETIN = ("bulletin", "preview", "send", "try_out", "drop")
OF_THE_EVENT = (
    "event", "change_event", "open_event", "cancel_event", "finish_event", "drop_event", "event_poster", "attendance",
    "sheet", "attestations",
)  # fmt: skip
OF_ONE_WHO_COMES = ("note_presence", "registration", "take_off")
OF_THE_PARTNER = (
    "partner", "edit_partner", "drop_partner", "add_contact", "note_exchange", "plan_step", "note_request",
    "add_convention",
)  # fmt: skip


def of_its(rows: str, argument: str) -> Callable[[Any], dict[str, object]]:
    """The first row of this table, of the partner of the cast."""

    def argument_of(structure: Any) -> dict[str, object]:
        partner = structure.partners.all()[0]
        return {"pk": partner.pk, argument: getattr(partner, rows).all()[0].pk}

    return argument_of


def of_its_paper(structure: Any) -> dict[str, object]:
    partner = structure.partners.all()[0]
    convention = partner.conventions.all()[0]
    return {"pk": partner.pk, "convention": convention.pk, "file": convention.papers.all()[0].file_id}


ARGUMENTS = {
    **{f"outreach:{each}": lambda structure: {"pk": structure.events.all()[0].pk} for each in OF_THE_EVENT},
    **{
        f"outreach:{each}": lambda structure: {
            "pk": structure.events.all()[0].pk,
            "registration": structure.events.all()[0].registrations.all()[0].pk,
        }
        for each in OF_ONE_WHO_COMES
    },
    **{
        f"outreach:{each}": lambda structure: {"pk": structure.bulletins.all()[0].pk}
        for each in OF_THE_BULLETIN
    },
    "outreach:partners_file": lambda _: {"suffix": "csv"},
    "outreach:bulletins_file": lambda _: {"suffix": "csv"},
    "outreach:campaigns_file": lambda _: {"suffix": "xlsx"},
    "outreach:events_file": lambda _: {"suffix": "csv"},
    "outreach:registered": lambda structure: {"pk": structure.events.all()[0].pk, "suffix": "csv"},
    **{
        f"outreach:{each}": lambda structure: {"pk": structure.partners.all()[0].pk}
        for each in OF_THE_PARTNER
    },
    "outreach:drop_contact": of_its("contacts", "contact"),
    "outreach:drop_exchange": of_its("exchanges", "exchange"),
    "outreach:finish_step": of_its("steps", "step"),
    "outreach:request": of_its("requests", "asked"),
    "outreach:drop_request": of_its("requests", "asked"),
    "outreach:convention": of_its("conventions", "convention"),
    "outreach:drop_convention": of_its("conventions", "convention"),
    "outreach:add_paper": of_its("conventions", "convention"),
    "outreach:paper": of_its_paper,
    "outreach:drop_paper": of_its_paper,
    **{
        f"outreach:{each}": lambda structure: {"pk": structure.campaigns.all()[0].pk}
        for each in ("campaign", "add_caller", "close", "reopen", "retarget")
    },
    **{
        f"outreach:{each}": lambda structure: {
            "pk": structure.campaigns.all()[0].pk,
            "caller": structure.campaigns.all()[0].callers.all()[0].pk,
        }
        for each in ("withdraw_caller", "renew_caller")
    },
    "outreach:times": lambda structure: {"pk": structure.campaigns.all()[0].pk, "suffix": "csv"},
    "outreach:one_click": lambda structure: {"token": structure.subscriptions.all()[0].link.token},
}
