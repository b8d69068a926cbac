"""Who may open the pages of this room, and what they are sent; see `tests/house/rows.py`."""

ACCESS = {
    "outreach:bulletins": ("302 404 200 200", "302 404 403 422"),
    "outreach:bulletin": ("302 404 404 200", "302 404 403 422"),
    "outreach:preview": ("302 404 403 200", "302 405 405 405"),
    "outreach:send": ("302 404 404 302", "302 404 403 302"),
    "outreach:drop": ("302 404 404 302", "302 404 403 302"),
    "outreach:settle": ("302 404 302 302", "302 404 403 302"),
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
}
AN_EVENT = {
    "kind": "webinaire", "title": "Plaies", "day": "2027-03-04", "starts": "20:30", "ends": "22:00", "place": "Salle",
    "access_url": "https://exemple.fr/salle", "words": "Programme", "capacity": "12", "closes_on": "2027-03-03",
    "remind_days": "2", "mission": "parcours", "invited": "infirmier", "version": "1",
}  # fmt: skip
SOMEBODY = {
    "name": "Lou Fictif", "profession": "infirmier", "email": "lou@example.org", "phone": "0563000000",
    "key": "6f9619ff-8b86-4d01-b42d-00cf4fc964ff",
}  # fmt: skip
POSTED = {
    "outreach:bulletins": {"title": "Mars"},
    "outreach:bulletin": {
        "title": "Mars", "words": "Bonjour.", "audience": "profession:medecin_generaliste", "version": "1",
        "shown": "0" * 16, "kept": "0" * 16, "preview": "1",
    },
    "outreach:send": {"seal": "0" * 32},
    "outreach:settle": {"subscription": "1", "meant": "oui"},
    "outreach:one_click": {"List-Unsubscribe": "One-Click"},
    "outreach:new_event": AN_EVENT,
    "outreach:change_event": AN_EVENT,
    "outreach:event": SOMEBODY,
    "outreach:attendance": SOMEBODY,
    "outreach:cancel_event": {"reason": "Intervenant absent"},
    "outreach:note_presence": {"there": "oui", "q": "max"},
    "outreach:registration": {"person": "1", "minutes": "60"},
}  # fmt: skip
ASKED = {"outreach:attendance": {"q": "max"}}
OF_THE_BULLETIN = ("bulletin", "preview", "send", "drop")
OF_THE_EVENT = (
    "event", "change_event", "open_event", "cancel_event", "finish_event", "drop_event", "event_poster", "attendance",
    "sheet", "attestations",
)  # fmt: skip
OF_ONE_WHO_COMES = ("note_presence", "registration", "take_off")
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
    "outreach:registered": lambda structure: {"pk": structure.events.all()[0].pk, "suffix": "csv"},
    "outreach:one_click": lambda structure: {"token": structure.subscriptions.all()[0].link.token},
}
