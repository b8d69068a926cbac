"""What imports do not show: a foreign key, a template or a URL's name may also climb the stairs."""

import re
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from django.apps import apps

from house.plans import SOURCE, floors, may_know, pages

#: Accounts and types of content are Django's own; they stand under every room.
DJANGO = {"auth", "contenttypes"}
TEMPLATES = sorted(SOURCE.glob("*/templates/**/*.*"))
MODULES = [path for path in sorted(SOURCE.glob("*/**/*.py")) if path.parent.name != "migrations"]


def room_of(path: Path) -> str:
    return path.relative_to(SOURCE).parts[0]


def quoted(pattern: str, files: Iterable[Path]) -> list[tuple[Path, str]]:
    """(file, name) for every name a file quotes where the pattern says."""
    found = [(path, name) for path in files for name in re.findall(pattern, path.read_text())]
    assert found, "the pattern finds nothing: this test would be idle"
    return found


def relations() -> Iterator[tuple[str, str, str]]:
    """(room, field, room it points to), for every column of ours that points somewhere."""
    for model in apps.get_models():
        if model.__module__.startswith("maillage."):
            for field in model._meta.get_fields():
                if field.is_relation and not field.auto_created and isinstance(field.related_model, type):
                    yield model._meta.app_label, str(field), field.related_model._meta.app_label


def test_a_foreign_key_points_down() -> None:
    found = list(relations())
    assert len(found) > 10
    assert [link for link in found if link[2] not in DJANGO and not may_know(link[0], link[2])] == []


def test_a_template_names_no_page_of_an_upper_room() -> None:
    named = quoted(r"""\{%\s*url\s+['"]([^'"]+)['"]""", TEMPLATES)
    assert [link for link in named if not may_know(room_of(link[0]), pages()[link[1]].room)] == []


def test_a_template_is_made_of_templates_below() -> None:
    named = quoted(r"""\{%\s*(?:include|extends)\s+['"]([^'"#]+)""", TEMPLATES)
    kept = [(path, keeper) for path, name in named for keeper in SOURCE.glob(f"*/templates/{name}")]
    assert [(path, keeper) for path, keeper in kept if not may_know(room_of(path), room_of(keeper))] == []


def test_a_template_loads_no_tag_of_an_upper_room() -> None:
    libraries = {file.stem: room_of(file) for file in SOURCE.glob("*/templatetags/[!_]*.py")}
    loaded = [
        (path, name)
        for path, names in quoted(r"\{%\s*load\s+([^%]+)%\}", TEMPLATES)
        for name in names.split()
    ]
    ours = [(path, libraries[name]) for path, name in loaded if name in libraries]
    assert [(path, room) for path, room in ours if not may_know(room_of(path), room)] == []


def test_python_names_no_page_of_an_upper_room() -> None:
    named = [link for link in quoted(r'"([\w:]+)"', MODULES) if link[1] in pages()]
    assert [link for link in named if not may_know(room_of(link[0]), pages()[link[1]].room)] == []


def test_the_plan_is_the_one_of_the_contracts() -> None:
    """The other tests of this file would be idle if it were read wrong."""
    assert floors()["config"] == max(floors().values())
    assert floors()["kernel"] == 0
    assert not may_know("ui", "structures")
    assert not may_know("ui", "audit")
    assert may_know("dossier", "kernel")
    assert pages()["dossier:letter"].room == "dossier"
    assert pages()["account_login"].room == "accounts"
    assert pages()["api:rules"].room == "portal"


def imports_of(path: Path, names: Collection[str]) -> set[str]:
    """The modules of ours that a file imports as it is loaded, inside its room too."""
    found: set[str] = set()
    for module, given in re.findall(
        r"^from (maillage[\w.]+) import (\([^)]*\)|[^\n]*)", path.read_text(), re.MULTILINE
    ):
        inside = {f"{module}.{name}" for name in re.findall(r"\w+", given)} & set(names)
        found |= inside or {module}
    return found


def test_no_file_imports_itself_through_others() -> None:
    """Import-linter sees no circle inside a layer of a room."""
    named = {
        ".".join(("maillage", *path.relative_to(SOURCE).with_suffix("").parts)).removesuffix(
            ".__init__"
        ): path
        for path in MODULES
    }
    graph = {name: imports_of(path, named) & set(named) for name, path in named.items()}
    assert sum(map(len, graph.values())) > len(graph)  # else this test would be idle
    while leaves := {name for name, needed in graph.items() if not needed}:
        graph = {name: needed - leaves for name, needed in graph.items() if name not in leaves}
    assert graph == {}
