"""The YAML of this room, read: days as dates, exact decimals, French with its no-break spaces.

`MAILLAGE_RULES=folder1:folder2` lays other folders over ours, the last one speaking last. Whatever cannot be read is
refused in French, with the file and the line or the value at fault.
"""

import os
import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, NoReturn
from urllib.parse import urlsplit

import yaml
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    TypeAdapter,
    ValidationError,
)

from maillage.kernel import BadInput, Source, first_refusal, joined, printed, shown

ROOM = Path(__file__).parent
#: What an overlay may hold.
BRANCHES = ("parameters", "forms", "checks", "sources.yaml")
LONGEST_NUMBER = 15  # digits, either side of the point

Grade = Literal["official", "relayed", "professional", "testimony", "seed", "derived"]


class _Refused(yaml.constructor.ConstructorError):
    """A scalar or a key this room does not take; `problem` is a French sentence."""

    def __init__(self, why: str, node: yaml.Node) -> None:
        super().__init__(None, None, why, node.start_mark)
        self.line = node.start_mark.line + 1


class _Loader(yaml.CSafeLoader):
    """Floats as written, never as binary fractions; « on », « oui » and « no » are words, not truth values."""

    yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:bool"]
        for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
    }

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        """Refuse a key written twice: YAML would keep the last one in silence."""
        keys: set[str] = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode) and key.tag != "tag:yaml.org,2002:merge":
                if key.value in keys:
                    raise _Refused(f"« {key.value} » est écrit deux fois", key)
                keys.add(key.value)
        return super().construct_mapping(node, deep)


def _exact(pattern: str, read: Callable[[str], Any], why: str) -> Callable[[_Loader, Any], Any]:
    """A scalar read only when it is written so: YAML takes 017 for 15, and 1:30 for 90."""

    def construct(_: _Loader, node: Any) -> Any:
        try:
            if re.fullmatch(pattern, node.value):
                return read(node.value)
        except ValueError:
            pass
        raise _Refused(f"« {node.value} » {why}", node)

    return construct


NOT_A_NUMBER = (
    "n'est pas un nombre écrit en chiffres, sans espace ni zéro devant, avec un point pour les décimales ; "
    "si c'est un code, mettez-le entre guillemets"
)
NOT_A_DAY = "n'est pas un jour du calendrier : écrivez-le comme 2027-01-31"
_DIGITS = f"{{1,{LONGEST_NUMBER}}}"
_Loader.add_constructor("tag:yaml.org,2002:int", _exact(rf"-?(?!0\d)\d{_DIGITS}", int, NOT_A_NUMBER))
_Loader.add_constructor(
    "tag:yaml.org,2002:float", _exact(rf"-?\d{_DIGITS}\.\d{_DIGITS}", Decimal, NOT_A_NUMBER)
)
_Loader.add_constructor(
    "tag:yaml.org,2002:timestamp", _exact(r"\d{4}-\d\d-\d\d", date.fromisoformat, NOT_A_DAY)
)
_Loader.add_constructor("tag:yaml.org,2002:str", lambda _, node: printed(node.value))


def read_yaml(path: Path) -> Any:
    """The content of a file. Raises BadInput."""
    text = _text(path)
    try:
        return _content(text)
    except _Unread as fault:
        refuse(path, str(fault))


class _Unread(Exception):
    """Why a text is not read; a French sentence without its full stop."""


def _content(text: str) -> Any:
    """What a text says. Raises _Unread."""
    try:
        content = yaml.load(text, _Loader)  # noqa: S506 — a safe loader, made stricter
    except _Refused as refusal:
        raise _Unread(f"ligne {refusal.line}, {refusal.problem}") from None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line if error.problem_mark else 0
        has_tab = re.match(r"\s*\t", "".join(text.split("\n")[line : line + 1]))
        why = "une tabulation : remplacez-la par des espaces" if has_tab else "ce n'est pas du YAML"
        raise _Unread(f"ligne {line + 1}, {why}") from None
    except (yaml.YAMLError, RecursionError):
        raise _Unread("ce n'est pas du YAML") from None
    if content is None:
        raise _Unread("il est vide")
    return content


def read_typed(text: str) -> tuple[Any, yaml.Node]:
    """What somebody typed, and where each part of it stands. Raises BadInput.

    Nothing is repeated in it: an anchor would let a few lines say a million.
    """
    if any(isinstance(event, yaml.AliasEvent) for event in _events(text)):
        raise BadInput(
            "Écrivez chaque partie en entier : un renvoi (« * ») ne se lit pas ici.", field="words"
        )
    try:
        content = _content(text)
    except _Unread as fault:
        sentence = str(fault)
        raise BadInput(f"{sentence[:1].upper()}{sentence[1:]}.", field="words") from None
    node = yaml.compose(text, _Loader)
    if not isinstance(content, dict) or not isinstance(node, yaml.MappingNode):
        raise BadInput("Ligne 1, on attend « key: », « title: », « questions: »…", field="words")
    return content, node


def _events(text: str) -> list[Any]:
    try:
        return list(yaml.parse(text, yaml.CSafeLoader))
    except (yaml.YAMLError, RecursionError):
        return []


def _text(path: Path) -> str:
    try:
        content = path.read_bytes()
    except OSError:
        refuse(path, "il ne se lit pas")
    if content[:2] in {b"\xff\xfe", b"\xfe\xff"} or b"\0" in content:
        refuse(path, "il n'est pas en UTF-8 (UTF-16, sans doute) : enregistrez-le en UTF-8")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        refuse(
            path,
            f"ligne {line}, un caractère n'est pas en UTF-8 (Windows-1252, sans doute) : enregistrez-le en UTF-8",
        )


def read_as(kind: Any, path: Path) -> Any:
    """The content of a file, checked by a type. Raises BadInput."""
    return checked(kind, read_yaml(path), path)


def checked(kind: Any, content: Any, path: Path, branch: str = "") -> Any:
    """`branch` is where the content stands in the file, when it is a part of it. Raises BadInput."""
    try:
        return _adapter(kind).validate_python(content)
    except ValidationError as refusal:
        refuse(path, " ".join(filter(None, (branch, str(first_refusal(refusal)).removesuffix(".")))))


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def refuse(path: Path, why: str) -> NoReturn:
    """Raise BadInput, naming the folder, and the file in it."""
    inside = [parent for parent in path.parents if parent.name in BRANCHES]
    folder = inside[-1].parent if inside else path if path.is_dir() else path.parent
    name = (
        f"Le fichier « {path.relative_to(folder)} » du dossier" if path != folder else "Le dossier de règles"
    )
    raise BadInput(f"{name} « {folder.name} » est refusé : {why}.", field="MAILLAGE_RULES")


def layers() -> tuple[Path, ...]:
    """Our room, then the folders of `MAILLAGE_RULES`. Raises BadInput for a folder of which nothing can be read."""
    named = (
        Path(folder) for folder in os.environ.get("MAILLAGE_RULES", "").split(os.pathsep) if folder.strip()
    )
    return (ROOM, *map(overlay, named))


def overlay(folder: Path) -> Path:
    """The folder itself. Raises BadInput when it brings nothing, or holds a file that nobody would read."""
    if not any((folder / branch).exists() for branch in BRANCHES):
        raise BadInput(
            f"Le dossier de règles « {folder.name} » est refusé : il n'a pas de sous-dossier « parameters ».",
            field="MAILLAGE_RULES",
        )
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() not in {".yaml", ".yml"}:
            continue
        if path.suffix != ".yaml" or path.relative_to(folder).parts[0] not in BRANCHES:
            refuse(path, f"rien ne s'y lit, son nom finit par .yaml et il est dans {joined(BRANCHES)}")
    return folder


def by_name(branch: str) -> dict[str, Path]:
    """The files of a branch by their name; where two layers have one, the last speaks."""
    return {path.stem: path for layer in layers() for path in sorted((layer / branch).glob("*.yaml"))}


def as_day(given: Any) -> date:
    """A day as the reader gives it: neither a number nor a text. Raises ValueError."""
    if type(given) is date:
        return given
    raise ValueError(f"{shown(given)} {NOT_A_DAY}")


def as_link(href: str) -> str:
    """Raises ValueError for what is neither empty nor the address of a page."""
    if href and not re.match(r"https?://\S+$", href):
        raise ValueError(f"{shown(href)} n'est pas une adresse http ou https")
    return href


Day = Annotated[date, BeforeValidator(as_day)]
Href = Annotated[str, AfterValidator(as_link)]


class Strict(BaseModel):
    """Content of a file of this room: nothing unexpected, nothing changed once read."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


@cache
def official_sites() -> tuple[str, ...]:
    """The ends of the addresses where the State, the health insurance or the Parliament publish."""
    sites: tuple[str, ...] = read_as(tuple[str, ...], ROOM / "official_sites.yaml")
    return sites


def grade_of(written: str, href: str) -> str:
    """`official` is kept for what is read at an official site; elsewhere, an official text is `relayed`."""
    host = urlsplit(href).hostname or ""
    is_there = any(host == site or host.endswith(f".{site}") for site in official_sites())
    return "relayed" if written == "official" and not is_there else written


class CitedSource(Strict):
    title: str = Field(min_length=1)
    href: Href = ""
    grade: Grade


@cache
def sources() -> dict[str, Source]:
    """The texts the catalogues cite, by their short name in `sources.yaml`."""
    cited: dict[str, CitedSource] = {}
    for layer in layers():
        if (path := layer / "sources.yaml").exists():
            cited |= read_as(dict[str, CitedSource], path)
    return {
        key: Source(source.title, source.href, grade_of(source.grade, source.href))
        for key, source in cited.items()
    }
