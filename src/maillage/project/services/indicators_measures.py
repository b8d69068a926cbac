"""Noting what an indicator is worth: typed, counted here, or given by the *caisse*. A value is never written over."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.files.models import File
from maillage.governance.services.locking import lock
from maillage.kernel import BadInput, date_in_french
from maillage.project.enums import MeasureState, Origin
from maillage.project.models import Asked, ContextEvent, Correction, CountedRow, Indicator, Measure
from maillage.project.queries.indicators import Lists, count_live, dress
from maillage.project.rules.values import Value, ratio, rounded, said
from maillage.project.services.indicators import locked
from maillage.structures.models import Structure
from maillage.structures.queries import sent_before

AGAIN = "Une valeur est déjà notée pour cette période : dites pourquoi elle change, elle restera lisible."


@dataclass(frozen=True, slots=True)
class GivenMeasure:
    """With a denominator, the value is their ratio; without anything, `unknown_why` says why nobody knows."""

    year: int
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    unknown_why: str = ""
    since: date | None = None
    until: date | None = None
    origin: str = Origin.ENTERED
    source: str = ""
    vintage: str = ""
    received_on: date | None = None
    reason: str = ""


def worth(given: GivenMeasure, unit: str, *, is_ratio: bool) -> Value:
    """Raises BadInput when nothing was said."""
    if is_ratio and (given.numerator is not None or given.denominator is not None):
        return ratio(given.numerator, given.denominator, unit)
    if given.value is not None:
        return Value(rounded(given.value))
    if given.unknown_why:
        return Value(None, given.unknown_why)
    raise BadInput("Écrivez une valeur, ou dites pourquoi on ne la connaît pas.", field="value")


@transaction.atomic
def note_measure(
    indicator: Indicator,
    given: GivenMeasure,
    *,
    key: UUID,
    by: User,
    on: date,
    file: File | None = None,
) -> Measure:
    """The same form sent twice notes one. One that is noted already for this period is replaced, with a reason.

    Raises BadInput.
    """
    kept = locked(indicator)
    if noted := sent_before(kept.measures, key):
        return noted
    check_period(kept, given, on=on)
    found = worth(given, kept.unit, is_ratio=bool(kept.denominator))
    before = kept.measures.filter(
        year=given.year, since=given.since, until=given.until, replaced_by=None
    ).last()
    if before is not None and not given.reason:
        raise BadInput(AGAIN, field="reason")
    asked = kept.asked.filter(year=given.year, given_up="", measures=None).last()
    noted = kept.measures.create(
        year=given.year, since=given.since, until=given.until, numerator=given.numerator,
        denominator=given.denominator, value=found.number, unknown_why=found.why, origin=given.origin,
        source=given.source, vintage=given.vintage, received_on=given.received_on, file=file, noted_on=on,
        noted_by=by, replaces=before, reason=given.reason if before else "",
        asked=asked if given.origin == Origin.CAISSE else None, key=key,
    )  # fmt: skip
    verb = "remplacée" if before else "notée"
    told = f"Valeur {verb}, {given.year} : {kept.name}, {said(found.number, kept.unit)}."
    record(told, by=by.pk, subject=kept.structure_id)
    return noted


def check_period(indicator: Indicator, given: GivenMeasure, *, on: date) -> None:
    if (given.since is None) != (given.until is None):
        raise BadInput("Une période a deux dates : du, et au.", field="until")
    if given.since and given.until:
        if given.until < given.since:
            raise BadInput("Une période finit après avoir commencé.", field="until")
        lists = Lists(indicator.structure)
        span = lists.span(indicator, given.year)
        if given.since not in span or given.until not in span:
            raise BadInput(f"Cette période sort de l’année {span.label}, {span.said}.", field="since")
        if given.until > on:
            raise BadInput("Cette période n’est pas finie : notez ce qui est déjà connu.", field="until")
    if given.received_on and given.received_on > on:
        raise BadInput("Ce jour n’est pas encore venu.", field="received_on")


@transaction.atomic
def note_count(
    indicator: Indicator, year: int, *, key: UUID, by: User, on: date, reason: str = ""
) -> Measure:
    """Keep what the site counts that day, with its rows: what goes later is told. Raises BadInput."""
    kept = locked(indicator)
    if noted := sent_before(kept.measures, key):
        return noted
    (line,) = dress(Lists(kept.structure), [kept], year, today=on)
    count_live(kept.structure, [line], today=on)
    if line.live is None:
        raise BadInput("Cette année n’a pas commencé, ou rien ne compte cet indicateur ici.")
    found = line.live.value(kept.unit)
    given = GivenMeasure(
        year, found.number, line.live.total, line.live.denominator, found.why, origin=Origin.COUNTED,
        source="Compté par le site", reason=reason,
    )  # fmt: skip
    before = kept.measures.filter(year=year, since=None, until=None, replaced_by=None).last()
    if before is not None and not reason:
        raise BadInput(AGAIN, field="reason")
    noted = kept.measures.create(
        year=year, numerator=given.numerator, denominator=given.denominator, value=found.number,
        unknown_why=found.why, origin=Origin.COUNTED, source=given.source, noted_on=on, noted_by=by,
        replaces=before, reason=reason if before else "", key=key,
    )  # fmt: skip
    CountedRow.objects.bulk_create(
        CountedRow(
            measure=noted, is_denominator=is_against, what=row.what, row=row.pk, label=row.label[:200],
            on=row.on, amount=rounded(row.amount),
        )
        for is_against, rows in ((False, line.live.rows), (True, line.live.against or ()))
        for row in rows
    )  # fmt: skip
    told = f"Compte noté, {year} : {kept.name}, {said(found.number, kept.unit)}."
    record(told, by=by.pk, subject=kept.structure_id)
    return noted


@transaction.atomic
def ask(
    indicator: Indicator,
    year: int,
    *,
    asked_on: date,
    awaited_on: date | None,
    words: str,
    key: UUID,
    by: User,
    on: date,
) -> Asked:
    """The figure is asked of the caisse. The same form sent twice notes one. Raises BadInput."""
    kept = locked(indicator)
    if noted := sent_before(kept.asked, key):
        return noted
    if asked_on > on:
        raise BadInput("Ce jour n’est pas encore venu.", field="asked_on")
    if awaited_on and awaited_on < asked_on:
        raise BadInput("On attend une réponse après l’avoir demandée.", field="awaited_on")
    noted = kept.asked.create(year=year, asked_on=asked_on, awaited_on=awaited_on, words=words, key=key)
    told = f"Demandé à la caisse, {year} : {kept.name}."
    record(told, by=by.pk, subject=kept.structure_id)
    return noted


@transaction.atomic
def give_up(asked: Asked, reason: str, *, by: User) -> None:
    """Nothing is awaited any more."""
    kept = locked(asked.indicator)
    if not reason:
        raise BadInput("Dites pourquoi on n’attend plus de réponse.", field="reason")
    kept.asked.filter(pk=asked.pk).update(given_up=reason)
    record(f"Demande abandonnée : {kept.name}. {reason}", by=by.pk, subject=kept.structure_id)


@transaction.atomic
def settle(measure: Measure, state: str, reason: str, *, by: User) -> None:
    """What became of a figure before who funds: proposed, kept, or set aside with a reason."""
    kept = locked(measure.indicator)
    if state == MeasureState.SET_ASIDE and not reason:
        raise BadInput("Une valeur écartée a un motif.", field="reason")
    kept.measures.filter(pk=measure.pk).update(state=state, state_reason=reason)
    told = f"{MeasureState(state).label}, {measure.year} : {kept.name}. {reason}".strip()
    record(told, by=by.pk, subject=kept.structure_id)


@dataclass(frozen=True, slots=True)
class GivenEvent:
    on: date
    words: str
    until: date | None = None
    indicators: Collection[Indicator] = ()


@transaction.atomic
def note_context(structure: Structure, given: GivenEvent, *, key: UUID, by: User) -> ContextEvent:
    """What weighs on figures. The same form sent twice notes one. Raises BadInput."""
    lock(structure.pk)
    if noted := sent_before(structure.context_events, key):
        return noted
    if given.until and given.until < given.on:
        raise BadInput("Un événement finit après avoir commencé.", field="until")
    noted = structure.context_events.create(on=given.on, until=given.until, words=given.words, key=key)
    noted.indicators.set(each for each in given.indicators if each.structure_id == structure.pk)
    told = f"Contexte noté, {date_in_french(given.on)} : {given.words}"
    record(told, by=by.pk, subject=structure.pk)
    return noted


@transaction.atomic
def drop_context(event: ContextEvent, *, by: User) -> None:
    lock(event.structure_id)
    record(f"Contexte retiré : {event.words}", by=by.pk, subject=event.structure_id)
    event.delete()


@dataclass(frozen=True, slots=True)
class GivenCorrection:
    """The figure as it was counted, the figure corrected of its context; each with its words."""

    year: int
    counted: Decimal
    counted_words: str
    corrected: Decimal
    corrected_words: str
    events: Collection[ContextEvent] = ()


@transaction.atomic
def correct(indicator: Indicator, given: GivenCorrection, *, key: UUID, by: User, on: date) -> Correction:
    """Beside the value, which stays. The same form sent twice notes one. Raises BadInput."""
    kept = locked(indicator)
    if noted := sent_before(kept.corrections, key):
        return noted
    if not given.counted_words or not given.corrected_words:
        raise BadInput("Expliquez les deux chiffres : celui qui est compté, et celui qui est corrigé.")
    noted = kept.corrections.create(
        year=given.year, counted=rounded(given.counted), counted_words=given.counted_words,
        corrected=rounded(given.corrected), corrected_words=given.corrected_words, noted_on=on, by=by, key=key,
    )  # fmt: skip
    noted.events.set(each for each in given.events if each.structure_id == kept.structure_id)
    told = f"Valeur corrigée du contexte, {given.year} : {kept.name}, {said(noted.corrected, kept.unit)}."
    record(told, by=by.pk, subject=kept.structure_id)
    return noted
