"""The doors of the rooms, as a contract of import-linter: what imports between rooms may name."""

from importlib import import_module

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, output

DOORS = {"services", "documents", "queries", "perms", "models", "types", "enums"}
#: The portal and the roof assemble what the rooms bring: they see a little more.
ASSEMBLE = {
    "portal": DOORS | {"endpoints", "commands", "statistics"},
    "config": DOORS | {"urls", "endpoints"},
}
#: What the pages, the endpoints and the commands of every room are made with.
SHARED = {"ui": {"slots", "commands", "endpoints", "forms"}}
#: Of care, these rooms read counts alone: nothing of a request, nothing of who asked.
COUNTED = {"project", "funding", "dossier"}
GROUND = {"registers", "legislation", "geography", "tables", "kernel"}


class DoorsContract(Contract):
    """From another room: services, documents, queries, perms, models, types, enums; the ground floor by its `__init__` alone."""

    type_name = "doors"

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:  # noqa: ARG002
        modules = graph.find_descendants("maillage")
        links = [
            (one, other) for one in sorted(modules) for other in graph.find_modules_directly_imported_by(one)
        ]
        forced = [link for link in links if link[1] in modules and not by_the_door(*link)]
        return ContractCheck(kept=not forced, metadata={"forced": sorted(forced)})

    def render_broken_contract(self, check: ContractCheck) -> None:
        for importer, imported in check.metadata["forced"]:
            output.print_error(f"- {importer} -> {imported}")


def by_the_door(importer: str, imported: str) -> bool:
    here, (room, *inside) = importer.split(".")[1], imported.split(".")[1:]
    if here == room or not inside:
        return True
    if room in GROUND:  # a module shown in `__all__` is part of the door: `from maillage.kernel import paths`
        return len(inside) == 1 and inside[0] in import_module(f"maillage.{room}").__all__
    if room == "care" and here in COUNTED:
        return inside[0] == "statistics"
    return inside[0] in ASSEMBLE.get(here, DOORS) | SHARED.get(room, set())
