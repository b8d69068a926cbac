"""What a form or an address may be sent by someone who does not wish it well, or by a tired thumb."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db import connection

from maillage import legislation

DATES = ("2024-02-30", "0001-01-01", "9999-12-31", "0000-00-00", "31/02/2024")
MONTHS = ("9" * 30 + "-1", "0000-00", "9999-12", "2024-13", "2024-1-1")
NUMBERS = ("-1", "0199999", "9" * 40, "1e30", "1e999", "NaN", "Infinity", "1,5", "٣", "9" * 5_000)
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


MANY = 4  # fields of a page, beyond which values are shared out between them
#: PostgreSQL refuses more than SQLite does (a NUL, a text too long, a day too far): a sixth goes there, a twelfth here, in turn from field to field.
SHARE = 6 if connection.vendor == "postgresql" else 12
UNKNOWN = "rien"  # a field that no page looks for


def near(accepted: str) -> tuple[str, ...]:
    """What goes wrong where this goes well: dates for a date, months for a month, numbers for a number; always some of all."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d", accepted):
        return (*DATES, *TEXTS[:6], NUMBERS[0])
    if re.fullmatch(r"\d{4}-\d\d", accepted):
        return (*MONTHS, *TEXTS[:5], NUMBERS[0])
    if accepted.isdigit():
        return (*NUMBERS, *TEXTS[:5], DATES[0])
    if accepted.startswith(("{", "[")):
        return (*SHAPES, *TEXTS[:6])
    return (*TEXTS, DATES[0], NUMBERS[0], SHAPES[2])


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
                    "indicators": [{"label": "Un", "weight": 0.4, "rate": 1}, {"weight": 0.6, "rate": [1, 0.5]}],
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


def bodies_of(name: str, subject: str = "") -> list[Any]:
    """Accepted bodies of an endpoint; when its address names a form or a fee, one for each of its facts, alone."""
    known = legislation.form_subjects() | legislation.FEES
    return [{"facts": {each.name: 1}} for each in fields(known[subject].facts)] if subject else [BODIES[name]]


def places_of(body: Any) -> Iterator[tuple[Any, Any]]:
    """(list or object, index or key) of whatever a body holds, at any depth."""
    inside = body.items() if isinstance(body, dict) else enumerate(body) if isinstance(body, list) else ()
    for key, value in inside:
        yield body, key
        yield from places_of(value)


def hostile_bodies(body: Any) -> Iterator[str]:
    """JSON like this body, one value of it turning hostile at a time."""
    for place, (holder, key) in enumerate(list(places_of(body))):
        kept = holder[key]
        for value in VALUES[place % SHARE :: SHARE]:
            holder[key] = value
            yield json.dumps(body)
        holder[key] = kept


def openings(accepted: Mapping[str, str]) -> Iterator[str]:
    """What a page looks for its fields in: one that it does not know, hostile; the same after all that it accepts."""
    unknown = [(UNKNOWN, value) for value in near("")]
    yield encoded(unknown)
    if accepted:
        yield encoded([*accepted.items(), *unknown])


def spoiled(accepted: Mapping[str, str], names: Sequence[str]) -> Iterator[str]:
    """The accepted fields, one of those that the page reads being hostile at a time."""
    step = SHARE * (1 + len(names) // MANY)
    for place, name in enumerate(names):
        for value in near(accepted.get(name, ""))[(place + len(name)) % step :: step]:
            yield encoded({**accepted, name: value}.items())


def encoded(pairs: Iterable[tuple[str, str]]) -> str:
    """As a browser writes a form; a lone surrogate as the bytes it would have."""
    return urlencode([(name, value.encode("utf-8", "surrogatepass")) for name, value in pairs])
