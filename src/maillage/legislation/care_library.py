"""Protocols and decision trees, read once; a tree that somebody types, read with the line of its fault."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import yaml
from pydantic import ValidationError

from maillage.kernel import BadInput, Source, first_refusal, folded, with_no_break_spaces
from maillage.legislation.care_entries import Protocol, Tree
from maillage.legislation.catalogue import every_form, one_of
from maillage.legislation.deciding import faults_of
from maillage.legislation.library import indicator
from maillage.legislation.team import professions_by_key
from maillage.legislation.tree_rows import is_rows, rows_of
from maillage.legislation.yaml_files import ROOM, read_as, read_typed, refuse, sources

#: Characters of a tree that somebody types.
LONGEST_TREE = 60_000


@cache
def _trees() -> Mapping[str, Tree]:
    """By key, which is the name of its file. Raises BadInput for one that cannot be followed."""
    known: dict[str, Tree] = {}
    for path in sorted((ROOM / "trees").glob("*.yaml")):
        read: Tree = read_as(Tree, path)
        if read.key != path.stem:
            refuse(path, f"sa clé est « {read.key} », et non le nom du fichier")
        for _, fault in faults_of(read):
            refuse(path, fault)
        _known_trades(path, read.professions)
        known[read.key] = read
    return known


@cache
def _protocols() -> Mapping[str, Protocol]:
    """By key, which is the name of its file. Raises BadInput for what names nothing."""
    known: dict[str, Protocol] = {}
    forms = {each.key for each in every_form()}
    for path in sorted((ROOM / "protocols").glob("*.yaml")):
        read: Protocol = read_as(Protocol, path)
        if read.key != path.stem:
            refuse(path, f"sa clé est « {read.key} », et non le nom du fichier")
        _known_trades(path, [each.profession for each in (*read.delegating, *read.delegated)])
        if lost := [each.form for each in read.structures if each.form not in forms]:
            refuse(path, f"aucune forme ne s'appelle « {lost[0]} »")
        if read.tree and read.tree not in _trees():
            refuse(path, f"aucun arbre ne s'appelle « {read.tree} »")
        for key in read.indicators:
            indicator(key)
        known[read.key] = read
    return known


def _known_trades(path: Any, named: Sequence[str]) -> None:
    if lost := [each for each in named if each not in professions_by_key()]:
        refuse(path, f"aucune profession ne s'appelle « {lost[0]} »")


def protocols() -> tuple[Protocol, ...]:
    """The national library, by title."""
    return tuple(sorted(_protocols().values(), key=lambda each: folded(each.title)))


def protocol(key: str) -> Protocol:
    """Raises BadInput when there is none of that name."""
    return one_of(_protocols(), key, "protocol")


def trees() -> tuple[Tree, ...]:
    return tuple(sorted(_trees().values(), key=lambda each: folded(each.title)))


def tree(key: str) -> Tree:
    """Raises BadInput when there is none of that name."""
    return one_of(_trees(), key, "tree")


def tree_written(key: str) -> str:
    """A tree of ours as it is written, to start one's own from; empty when there is none of that name."""
    return (ROOM / "trees" / f"{key}.yaml").read_text("utf-8") if key in _trees() else ""


def declaring() -> tuple[Source, ...]:
    """The texts that say how a team declares a protocol."""
    return tuple(sources()[key] for key in ("code_d4011_4", "concours_declaration"))


def read_care() -> None:
    """Read it all, so that a fault in a file stops a server before it opens. Raises BadInput."""
    _trees()
    _protocols()


def read_tree(text: str) -> Tree:
    """A tree as somebody typed it, judged as ours are. Raises BadInput: « Ligne 12 : … »."""
    if len(text) > LONGEST_TREE:
        raise BadInput("Cet arbre est trop long : partagez-le en deux.", field="words")
    if is_rows(text):
        return _read_rows(text)
    content, node = read_typed(text)
    try:
        read = Tree.model_validate(content)
    except ValidationError as refusal:
        place = min(refusal.errors(), key=lambda error: error["type"] == "missing")["loc"]
        raise _at(_line_of(node, place), str(first_refusal(refusal))) from None
    for key, fault in faults_of(read):
        raise _at(_line_of_key(node, key), f"{fault}.")
    for key in read.professions:
        if key not in professions_by_key():
            raise _at(_line_of(node, ("professions",)), f"aucune profession ne s'appelle « {key} ».")
    return read


def _read_rows(text: str) -> Tree:
    """The same, typed in rows."""
    content, lines = rows_of(text)
    try:
        read = Tree.model_validate(content)
    except ValidationError as refusal:
        branch, rank, *_ = (*refusal.errors()[0]["loc"], "", "")
        step = (
            content[branch][rank]["key"] if branch in {"questions", "ends"} and isinstance(rank, int) else ""
        )
        raise _at(lines.get(step, 1), str(first_refusal(refusal))) from None
    for key, fault in faults_of(read):
        raise _at(lines.get(key, 1), f"{fault}.")
    return read


def _at(line: int, sentence: str) -> BadInput:
    return BadInput(with_no_break_spaces(f"Ligne {line} : {sentence}"), field="words")


def _line_of(node: yaml.Node, place: Sequence[int | str]) -> int:
    """The line of the deepest part of this place that was written."""
    for step in place:
        if isinstance(node, yaml.MappingNode):
            inside = next((value for key, value in node.value if key.value == step), None)
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            inside = node.value[step]
        else:
            inside = None
        if inside is None:
            break
        node = inside
    return int(node.start_mark.line) + 1


def _line_of_key(node: yaml.Node, key: str) -> int:
    """The line of the step whose key it is, the last when it is written twice; the first line when there is none."""
    found = 1
    for name, steps in node.value:
        if name.value in {"questions", "ends"}:
            for step in steps.value:
                if any(label.value == "key" and said.value == key for label, said in step.value):
                    found = step.start_mark.line + 1
    return int(found)
