"""What a form or an address may be sent by someone who does not wish it well, or by a tired thumb."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import fields
from datetime import date
from typing import Any
from urllib.parse import urlencode

from maillage import legislation

DATES = ("2024-02-30", "0001-01-01", "9999-12-31", "0000-00-00", "31/02/2024")
NUMBERS = ("-1", "9" * 40, "1e30", "1e999", "NaN", "Infinity", "1,5", "٣", "9" * 5_000)
TEXTS = (
    "", " ", "a\x00b", "a\x0b\x1b\uffff", "a\ud800", "x" * 20_000, "9" * 40, "82121," * 2_000, "<b>🙂\u202e{{ 7 }}%s' --",
)  # fmt: skip
SHAPES = (
    "[]", "null", '{"people": [[]], "meetings": [{"held_on": "0000-00-00"}]}', '{"people": {}, "meetings": null}',
    '{"people": [{"name": "\\ud800\\u0000", "profession": {}, "commune": 1e999}], "meetings": []}', "[" * 2_000,
)  # fmt: skip
#: What a body may hold anywhere.
VALUES = (
    1e30, -1e-30, 10**30, 10**400, -1, 0, True, None, float("nan"), float("inf"), [], {}, [[]], "",
    "\x00", "\ud800", "9" * 40, "2024-02-30", "9999-12-31", "x" * 20_000,
)  # fmt: skip


def near(accepted: str) -> tuple[str, ...]:
    """What goes wrong where this goes well: dates for a date, numbers for a number; always some of all."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d", accepted):
        return (*DATES, *TEXTS[:6], NUMBERS[0])
    if accepted.isdigit():
        return (*NUMBERS, *TEXTS[:5], DATES[0])
    if accepted.startswith(("{", "[")):
        return (*SHAPES, *TEXTS[:6])
    return (*TEXTS, DATES[0], NUMBERS[0], SHAPES[2])


#: What each page reads, with something it accepts. What it reads besides is found by `visiting.names_read`.
ANSWERED = {
    "infirmier": "3",
    "medecin_generaliste.liberal": "2",
    **{each.key: "" for each in legislation.questions()},
}
ASKED = {
    "territories:draw": {
        "dep": "82", "codes": "82121", "c": "82121", "listed": "82", "take": "248200099", "drop": "248200099",
        "clear": "1", "pour": "cpts", "paste": "Albias", "q": "alb", "signed": "2027-03-01",
    },
    "diagnosis:open_diagnosis": {"codes": "82121"},
    "territories:choose_coverage": {"departement": "82"},
    "directory:search": {
        "q": "marie", "commune": "82121", "km": "10", "trade": "infirmier", "skill": "SM04", "mode": "L", "kind": "msp",
        "beyond_care": "on", "view": "places", "page": "2",
    },
    "directory:export": {"q": "marie", "commune": "82121"},
    "directory:place": {"page": "2"},
    "guide:choose": {"etape": "3", **ANSWERED},
    "guide:advice": ANSWERED,
    "guide:compare": {"forme": "cpts"},
    "guide:form": {"on": "2027-01-01", **ANSWERED},
    "guide:rules": {"q": "taille", "theme": "cpts", "grade": "official", "on": "2024-06-01"},
    "guide:rules_csv": {"q": "taille", "on": "2024-06-01"},
    "structures:found": {"codes": "82121", "signed": "2027-03-01"},
    "structures:home": {"nouvelle": "1"},
    "dossier:letter": {"ordre": "normandie"},
    "dossier:download": {"ordre": "normandie"},
    "account_login": {"email": "a@example.org", "next": "/s/"},
    "api:rule": {"at": "2024-06-01"},
    "api:directory_search": {
        "q": "marie", "commune": "82121", "km": "10", "trade": "infirmier", "skill": "SM04", "mode": "L", "kind": "msp",
        "beyond_care": "true", "view": "people", "page": "1",
    },
}  # fmt: skip
POSTED = {
    "structures:reading": {"trade": "MG", "present": "6 infirmiers"},
    "territories:draw": {"codes": "82121", "paste": "Albias", "signed": "2027-03-01"},
    "diagnosis:write_need": {"figure": "offre.infirmier", "text": "Des gardes"},
    "surveys:surveys": {"questionnaire": "habitants", "closed_on": "2099-03-01"},
    "surveys:answer": {
        "nouveaux_patients": "oui", "non_programme": "prise", "temps_perdu": "avis", "travail_avec": "social",
        "outils": "papier", "priorites": "accueil", "groupes": "non", "une_chose": "Du temps.", "profession": "infirmier",
        "commune": "82121", "key": "",
    },
    "habits:add": {
        "name": "Gardes", "kind": "flux", "source": "ARS", "dated_on": "2025-06-01", "text": "82121;Montauban;3",
        "keep": "",
    },
    "structures:gaps": {"profession": "infirmier", "engagement": "porteur"},
    "structures:found": {"name": "CPTS", "codes": "82121", "signed": "2027-03-01", "table": "{}", "key": ""},
    "structures:team": {
        "name": "Ada", "profession": "infirmier", "commune": "", "workplace": "", "engagement": "porteur",
    },
    "structures:paste": {"rows": '{"people": []}'},
    "structures:information": {"held_on": "2026-02-03", "channel": "visio", "subject": "", "present": "6 infirmiers"},
    "structures:territory": {"codes": "82121"},
    "structures:life": {
        "track": "reconnaissance", "mission": "", "reconnaissance-move": "deposer_lettre",
        "reconnaissance-on": "2026-03-04", "reconnaissance-document": "", "reconnaissance-said_by": "",
    },
    "structures:legal_person": {
        "name": "Asso", "kind": "association", "since": "2026-03-03", "rna": "", "siret": "", "finess": "",
    },
    "structures:visibility": {"declared": "on", "public": "on"},
    "structures:settings": {"name": "CPTS", "signature_hoped_on": "2027-03-01", "email": "a@example.org", "role": "member"},
    "dossier:section": {"text": "Bonjour", "version": "0", "rich": "on"},
    "account_login": {"email": "a@example.org", "next": "/s/"},
}  # fmt: skip

#: Bodies that the API accepts.
BODIES: dict[str, Any] = {
    "api:summary": {"communes": ["82121", "82037"], "epci": ["248200099"], "departement": "82"},
    "api:funding_cpts": {"population": 62_000, "signed": "2024-03-01"},
    "api:funding_batch": {"cases": [{"form": "msp", "facts": {"points": 900}, "on": "2024-03-01"}]},
    "api:funding_contract": {
        "contract": {
            "signed": "2024-03-01", "population": 62_000, "prorata": "days", "start_year_prorated": True,
            "missions": [
                {
                    "key": mission.key, "start": "2024-06-01", "fixed": 10_000, "variable": [10_000, 20_000.5],
                    "indicators": [{"label": "Un", "weight": 0.5, "rate": 1}],
                }
                for mission in legislation.missions("cpts", on=date(2024, 3, 1))[:2]
            ],
        },
        "years": 5,
    },
    "api:check": {
        "form": "msp", "team": [{"profession": "infirmier", "status": "liberal", "count": 2}],
        "about": {"project_validated": True, "months_since_contract": 3}, "on": "2024-03-01", "region": "76",
    },
    "api:advise": {"answers": {"infirmier": "3"}, "on": "2024-03-01"},
}  # fmt: skip


def body_of(name: str, subject: str = "") -> Any:
    """An accepted body of an endpoint; `subject` is the form or the fee that its address names."""
    known = legislation.FORMS | legislation.FEES
    if name in {"api:funding", "api:fee"} and subject in known:
        return {"facts": {each.name: 1 for each in fields(known[subject].facts)}, "on": "2024-03-01"}
    return BODIES.get(name, {})


def places_of(body: Any) -> Iterator[tuple[Any, Any]]:
    """(list or object, index or key) of whatever a body holds, at any depth."""
    inside = body.items() if isinstance(body, dict) else enumerate(body) if isinstance(body, list) else ()
    for key, value in inside:
        yield body, key
        yield from places_of(value)


def hostile_bodies(body: Any) -> Iterator[str]:
    """JSON like this body, one value of it turning hostile at a time."""
    for holder, key in list(places_of(body)):
        kept = holder[key]
        for value in VALUES:
            holder[key] = value
            yield json.dumps(body)
        holder[key] = kept


def encoded(pairs: Iterable[tuple[str, str]]) -> str:
    """As a browser writes a form; a lone surrogate as the bytes it would have."""
    return urlencode([(name, value.encode("utf-8", "surrogatepass")) for name, value in pairs])
