"""The library of a health project, read once: indicators, action sheets, the talk on where a team stands."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from functools import cache

from maillage.kernel import BadInput, folded, joined
from maillage.legislation.catalogue import every_form, missions, one_of
from maillage.legislation.project_entries import Axis, CataloguedIndicator, MaturityAxis, Sheet
from maillage.legislation.team import professions
from maillage.legislation.yaml_files import ROOM, read_as, refuse

#: Missions are read on the last day: a mission to come may already be prepared.
ALWAYS = date.max


@cache
def _indicators() -> dict[str, CataloguedIndicator]:
    """By key, in the order they are written. Raises BadInput for what names nothing."""
    known: dict[str, CataloguedIndicator] = {}
    for path in sorted((ROOM / "indicators").glob("*.yaml")):
        read: tuple[CataloguedIndicator, ...] = read_as(tuple[CataloguedIndicator, ...], path)
        try:
            _only_once([*known, *(each.key for each in read)])
            for each in read:
                _known_to("forme", each.forms, _form_keys())
                _known_to("mission", filter(None, [each.mission]), _mission_keys())
        except ValueError as fault:
            refuse(path, str(fault))
        known |= {each.key: each for each in read}
    return known


@cache
def _sheets() -> dict[str, Sheet]:
    """By key, which is the name of its file. Raises BadInput for what names nothing."""
    known: dict[str, Sheet] = {}
    for path in sorted((ROOM / "sheets").glob("*.yaml")):
        read: Sheet = read_as(Sheet, path)
        try:
            _known_to("nom de fichier", [read.key], [path.stem])
            _known_to("forme", read.forms, _form_keys())
            _known_to("mission", read.missions, _mission_keys())
            _known_to(
                "profession", (each.profession for each in read.roles), [each.key for each in professions()]
            )
            _known_to("indicateur", read.indicators, _indicators())
        except ValueError as fault:
            refuse(path, str(fault))
        known[read.key] = read
    return known


@cache
def maturity() -> tuple[MaturityAxis, ...]:
    """The four sides of a team, each with its questions and their levels, from what begins to what is settled."""
    path = ROOM / "maturity.yaml"
    axes: tuple[MaturityAxis, ...] = read_as(tuple[MaturityAxis, ...], path)
    try:
        _only_once([*(axis.key for axis in axes), *(each.key for axis in axes for each in axis.questions)])
    except ValueError as fault:
        refuse(path, str(fault))
    return axes


def indicators(form: str, *, on: date, mission: str = "") -> tuple[CataloguedIndicator, ...]:
    """What a form may choose from that day; of one mission of a CPTS, or of one axis, when it is named.

    Raises BadInput for a form, a mission or an axis that is not known.
    """
    _one_form(form)
    if mission:
        named = _mission_keys() if form == "cpts" else [axis.value for axis in Axis]
        one_of(dict.fromkeys(named), mission, "mission")
    return tuple(
        each
        for each in _indicators().values()
        if form in each.forms
        and (each.since is None or each.since <= on)
        and (each.until is None or on < each.until)
        and (not mission or each.under(form) == mission)
    )


def indicator(key: str) -> CataloguedIndicator:
    """One of the catalogue, whatever the day. Raises BadInput when there is none of that name."""
    known = _indicators().get(key)
    if known is None:
        raise BadInput("Cet indicateur n’est pas dans le catalogue : choisissez-en un.", field="indicator")
    return known


def sheets(form: str) -> tuple[Sheet, ...]:
    """The sheets that suit a form, by title. Raises BadInput for a form that is not known."""
    _one_form(form)
    suited = (each for each in _sheets().values() if form in each.forms)
    return tuple(sorted(suited, key=lambda each: folded(each.title)))


def sheet(key: str) -> Sheet:
    """One sheet. Raises BadInput when there is none of that name."""
    return one_of(_sheets(), key, "sheet")


def read_library() -> None:
    """Read it all, so that a fault in a file stops a server before it opens. Raises BadInput."""
    _indicators()
    _sheets()
    maturity()


def _one_form(form: str) -> None:
    one_of(dict.fromkeys(_form_keys()), form, "form")


def _form_keys() -> list[str]:
    return [each.key for each in every_form()]


def _mission_keys() -> list[str]:
    return [each.key for each in missions("cpts", on=ALWAYS)]


def _known_to(kind: str, named: Iterable[str], known: Iterable[str]) -> None:
    there = set(known)
    if lost := [each for each in named if each not in there]:
        raise ValueError(f"aucun nom de {kind} n'est {joined(lost)}")


def _only_once(keys: Iterable[str]) -> None:
    if twice := [key for key, times in Counter(keys).items() if times > 1]:
        raise ValueError(f"{joined(twice)} est écrit deux fois")
