"""Protocols and trees of a structure: those of the law, its own, and the teams that carry them out."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.db.models import Count, Prefetch, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from maillage import legislation
from maillage.care.enums import LocalKind, Validated
from maillage.care.models import CountedAct, Enrolled, Enrolment, LocalText, LocalValidation, LocalVersion
from maillage.kernel import BadInput, date_in_french
from maillage.people.models import Person
from maillage.structures.models import Structure
from maillage.structures.queries import together

#: « local-12 »: a text of the structure, beside the keys of the law.
LOCAL = "local-"
GONE = "Ce protocole n’est plus dans la bibliothèque nationale."


@cache
def _national() -> dict[str, legislation.Protocol]:
    return {each.key: each for each in legislation.protocols()}


@cache
def _trees() -> dict[str, legislation.Tree]:
    return {each.key: each for each in legislation.trees()}


@dataclass(frozen=True, slots=True)
class ReadText:
    """The text of a protocol that somebody has before their eyes: a national key or a local text, its fingerprint."""

    protocol: str
    local: LocalText | None
    title: str
    fingerprint: str


def national(key: str) -> legislation.Protocol:
    """One of the law. 404 when there is none of that name."""
    if key not in _national():
        raise Http404
    return _national()[key]


def texts_of(structure: Structure) -> QuerySet[LocalText]:
    """With their versions, the last first, and who validated them."""
    validations = Prefetch("validations", LocalValidation.objects.select_related("person"))
    versions = LocalVersion.objects.prefetch_related(validations)
    return structure.local_texts.prefetch_related(Prefetch("versions", versions))


def text_of(structure: Structure, pk: int) -> LocalText:
    found = get_object_or_404(texts_of(structure), pk=pk)
    found.structure = structure
    return found


def last_of(text: LocalText) -> LocalVersion:
    """The version that one writes or reads first: a draft, else the last validated."""
    return text.versions.all()[0]


def valid_of(text: LocalText) -> LocalVersion | None:
    """The version in force."""
    return next((each for each in text.versions.all() if each.validated_on), None)


def read_text(structure: Structure, key: str) -> ReadText:
    """What a team enrols in. 404 when there is none; BadInput for a text of its own that nobody validated."""
    if not key.startswith(LOCAL):
        found = national(key)
        return ReadText(key, None, found.title, found.fingerprint)
    pk = key.removeprefix(LOCAL)
    text = text_of(structure, int(pk)) if pk.isdecimal() and len(pk) < 12 else None
    if text is None or text.kind != LocalKind.PROTOCOL:
        raise Http404
    return _read_local(text)


def _read_local(text: LocalText) -> ReadText:
    valid = valid_of(text)
    if valid is None or text.withdrawn_on:
        raise BadInput("Faites valider ce protocole avant d’y engager une équipe.")
    return ReadText("", text, text.title, f"v{valid.number}")


@dataclass(frozen=True, slots=True)
class Team:
    """An enrolment, its text as it stands (None: it went), and whether the team has read it."""

    enrolment: Enrolment
    title: str
    text: ReadText | None
    path: str
    #: How many were counted this year, when the page asks it.
    acts: int = 0

    @property
    def is_changed(self) -> bool:
        return not self.enrolment.ended_on and (
            self.text is None or self.text.fingerprint != self.enrolment.seen
        )

    @property
    def said(self) -> str:
        """Where it stands, in words."""
        held = self.enrolment
        for day, word in (
            (held.ended_on, "arrêté"),
            (held.starts_on, "commencé"),
            (held.declared_on, "déclaré"),
        ):
            if day:
                return f"{word} le {date_in_french(day)}"
        return "à déclarer"


def enrolments_of(structure: Structure) -> QuerySet[Enrolment]:
    team = Prefetch("team", Enrolled.objects.select_related("person", "certificate"))
    versions = Prefetch("local__versions")
    return structure.enrolments.select_related("local", "referent").prefetch_related(team, versions)


def team_of(structure: Structure, enrolment: Enrolment, acts: int = 0) -> Team:
    enrolment.structure = structure
    path = reverse("care:enrolment", args=[structure.slug, enrolment.pk])
    if enrolment.local:
        try:
            read: ReadText | None = _read_local(enrolment.local)
        except BadInput:
            read = None
        return Team(enrolment, enrolment.local.title, read, path, acts)
    known = _national().get(enrolment.protocol)
    read = ReadText(known.key, None, known.title, known.fingerprint) if known else None
    return Team(enrolment, known.title if known else enrolment.protocol, read, path, acts)


def teams_of(structure: Structure, *also: QuerySet[Any], year: int | None = None) -> list[Team]:
    """Those under way first. `year`: with what they counted then; `also`: what else the page reads, in the same question."""
    rows = enrolments_of(structure)
    together(rows, *also)
    acts: dict[int, int] = {}
    if year and rows:
        counted = CountedAct.objects.filter(
            enrolment__in=rows, on__year=year, is_undone=False, kind="protocole.acte"
        )
        acts = dict(counted.order_by().values_list("enrolment_id").annotate(Count("pk")))
    made = [team_of(structure, each, acts.get(each.pk, 0)) for each in rows]
    return sorted(made, key=lambda each: (each.enrolment.ended_on is not None, each.title))


@dataclass(frozen=True, slots=True)
class FollowedTree:
    """A tree that one may follow: of the law, or of the team; `version` is that which counts."""

    key: str
    tree: legislation.Tree
    title: str
    version: int
    written_on: date
    #: Who answers for it, in words; empty: nobody does.
    validated_by: str
    is_draft: bool = False

    @property
    def is_local(self) -> bool:
        return self.key.startswith(LOCAL)

    @property
    def standing(self) -> str:
        if self.is_draft:
            return "Brouillon : à essayer, jamais au comptoir."
        if self.validated_by:
            return f"Validé par {self.validated_by}."
        return "Non validé : lisez-le avec le texte sous les yeux."


def national_tree(key: str) -> FollowedTree:
    found = _trees().get(key)
    if found is None:
        raise Http404
    names = ", ".join(f"{each.who} ({each.role})" for each in found.validated)
    return FollowedTree(key, found, found.title, found.version, found.written_on, names)


def local_tree(text: LocalText, version: LocalVersion) -> FollowedTree:
    """Read as it was typed. Raises BadInput when it no longer reads: a profession that went."""
    names = ", ".join(str(each) for each in version.validations.all() if each.answer == Validated.YES)
    read = legislation.read_tree(version.words)
    return FollowedTree(
        f"{LOCAL}{text.pk}", read, text.title, version.number, version.written_on, names,
        is_draft=version.validated_on is None,
    )  # fmt: skip


def tree_of(structure: Structure, key: str, *, drafts: bool = False) -> FollowedTree:
    """404 when there is none; `drafts`: the version being written, for who writes it."""
    if not key.startswith(LOCAL):
        return national_tree(key)
    pk = key.removeprefix(LOCAL)
    if not (pk.isdecimal() and len(pk) < 12):
        raise Http404
    text = text_of(structure, int(pk))
    version = last_of(text) if drafts else valid_of(text)
    if text.kind != LocalKind.TREE or version is None or (text.withdrawn_on and not drafts):
        raise Http404
    try:
        return local_tree(text, version)
    except BadInput:
        raise Http404 from None


def trees_for(texts: Iterable[LocalText], profession: str = "") -> Iterator[FollowedTree]:
    """Those in force, ours first then the team's; of a profession, when it is named."""
    own = [text for text in texts if text.kind == LocalKind.TREE and not text.withdrawn_on]
    for each in (*map(national_tree, _trees()), *_readable(own)):
        if not profession or not each.tree.professions or profession in each.tree.professions:
            yield each


def _readable(texts: Iterable[LocalText]) -> Iterator[FollowedTree]:
    for text in texts:
        if version := valid_of(text):
            try:
                yield local_tree(text, version)
            except BadInput:
                continue


def enrolled_of(person: Person) -> QuerySet[Enrolled]:
    """The protocols under way that they carry out as delegates."""
    rows = Enrolled.objects.filter(person=person, enrolment__ended_on=None, role="delegue")
    return rows.select_related("enrolment__local").order_by("pk")


def title_of(enrolment: Enrolment) -> str:
    if enrolment.local:
        return enrolment.local.title
    known = _national().get(enrolment.protocol)
    return known.title if known else enrolment.protocol


def acts_of(person: Person, day: date) -> QuerySet[CountedAct]:
    """What they counted that day, the last first."""
    rows = CountedAct.objects.filter(person=person, on=day, is_undone=False)
    return rows.select_related("enrolment__local").order_by("-pk")


def to_review(texts: Sequence[LocalText], *, on: date) -> list[LocalVersion]:
    """Versions in force whose day of review came."""
    valid = [valid_of(text) for text in texts if not text.withdrawn_on]
    return [each for each in valid if each and each.review_on and each.review_on <= on]
