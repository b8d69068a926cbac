"""A structure and the parts its pages read."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Model, Prefetch, QuerySet, prefetch_related_objects
from django.http import HttpRequest

from maillage.accounts.models import User
from maillage.kernel import BadInput
from maillage.structures.models import Structure
from maillage.structures.queries.life import recognition_ribbon
from maillage.structures.queries.prepared import prepared
from maillage.structures.queries.together import read_parts
from maillage.ui.queries import modules

#: What every page of a structure reads: who may, which modules are on; to be shown, how far it is.
ACCESS = ("memberships", "module_choices")
#: What the home of a structure and its letter read.
WHOLE = (
    "legalpersonmoves",
    "missionmoves",
    "recognitionmoves",
    "sites",
    "legal_persons",
    "territory__communes",
    "territory__parts__iris",
)


def structure_at(slug: str) -> Structure:
    """For a command. Raises BadInput when no structure has this address."""
    found = Structure.objects.select_related("territory").filter(slug=slug).first()
    if found is None:
        raise BadInput(
            f"Aucune structure à l’adresse « {slug} ». Elle est dans l’URL, après /s/.", field="structure"
        )
    return found


def opened(user: User | AnonymousUser, slug: str) -> Structure | None:
    """The structure of this address, with its territory, when one may look at it."""
    return next(iter(_held(user, slug) if user.is_authenticated else _example(slug)), None)


@prepared
def _held(user: User, slug: str) -> QuerySet[Structure]:
    mine = Structure.objects.visible_to(user) | Structure.objects.filter(is_example=True)
    return mine.filter(slug=slug).select_related("territory")


@prepared
def _example(slug: str) -> QuerySet[Structure]:
    return Structure.objects.filter(slug=slug, is_example=True).select_related("territory")


def gather(structure: Structure, *parts: "str | Prefetch[Any]") -> Structure:
    """Read parts of a structure (all that its pages show when none is named), once, what hangs on it in one question."""
    paths = parts or WHOLE
    read_parts(_hanging(structure, path) for path in paths if isinstance(path, str))
    prefetch_related_objects([structure], *paths)
    return structure


def _hanging(structure: Structure, path: str) -> tuple[Model, str]:
    """The row that a path starts from, and what hangs on it: of the territory, where the path goes through it."""
    first, _, rest = path.partition("__")
    return (structure.territory, rest.partition("__")[0]) if first == "territory" else (structure, first)


def modules_of(structure: Structure) -> frozenset[str]:
    """Keys of the modules that are switched on."""
    chosen = {choice.module: choice.is_on for choice in structure.module_choices.all()}
    return frozenset(module.key for module in modules() if chosen.get(module.key, module.is_on))


def workspace(request: HttpRequest) -> dict[str, Any]:
    """Context of every page inside the space of a structure (a context processor); empty elsewhere."""
    structure = getattr(request, "structure", None)
    if structure is None:
        return {}
    gather(structure, "recognitionmoves")
    return {
        "structure": structure,
        "abilities": getattr(request, "abilities", frozenset()),
        "modules": modules_of(structure),
        "is_visit": getattr(request, "is_visit", False),
        "stages": recognition_ribbon(structure),
    }
