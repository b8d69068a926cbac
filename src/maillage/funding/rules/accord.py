"""Reading what was noted of a civil year, and saying it back."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import date
from decimal import Decimal

from maillage.funding.types.accord import FactLine
from maillage.kernel import BadInput, date_in_french, shown_in_french
from maillage.legislation import Given

YES, NO = "oui", "non"
#: What is found and never promised: the team, its patients, their precarity, and points that somebody knows already.
FOUND = frozenset(
    {
        "patients", "professionals", "share_of_year", "precarity_uplift", "c2s_share", "national_c2s_share", "ame_share",
        "national_ame_share", "prerequisites_met", "points", "socle_points", "euros",
    }
)  # fmt: skip

Texts = Mapping[str, str]


def fact_lines(kind: type[Given], noted: Mapping[str, tuple[str, str]], counted: Texts) -> list[FactLine]:
    """Each fact in the order it is asked; `noted`: name → engaged, kept."""
    lines = []
    for each in fields(kind):
        if not each.metadata:
            continue
        engaged, kept = noted.get(each.name, ("", ""))
        is_engaged = each.name not in FOUND
        lines.append(
            FactLine(
                each.name, shown_in_french(each.metadata["label"]), shown_in_french(each.metadata["group"]), each.metadata["unit"], is_engaged,
                engaged if is_engaged else "", kept, counted.get(each.name, ""),
            )
        )  # fmt: skip
    return lines


def as_asked(lines: Iterable[FactLine], *, engaged: bool) -> dict[str, object]:
    """Facts as the law room reads them: those that are known."""
    texts = ((line, line.promised if engaged else line.kept) for line in lines)
    return {line.name: read(text) for line, text in texts if text}


def read(text: str) -> object:
    return {YES: True, NO: False}.get(text, text)


def written(value: object) -> str:
    """A fact as it is kept; None is unknown."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return YES if value else NO
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


def check_days(declared: date | None, notified: date | None, received: date | None, *, on: date) -> None:
    """Raises BadInput for days that cannot follow one another, or have not come."""
    told = {"declared_on": declared, "notified_on": notified, "received_on": received}
    for name, day in told.items():
        if day and day > on:
            raise BadInput(
                f"Le {date_in_french(day)} n’est pas encore venu : notez ce qui est fait.", field=name
            )
    if notified and (declared is None or notified < declared):
        raise BadInput(
            "La caisse notifie ce qui lui fut déclaré : notez d’abord le jour de la déclaration, avant celui-ci.",
            field="notified_on",
        )
    if received and (notified is None or received < notified):
        raise BadInput(
            "L’argent vient après la notification : notez d’abord son jour, avant celui-ci.",
            field="received_on",
        )
