"""The shell every workspace page is shown in."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from maillage.accounts.perms import Request
from maillage.structures.models import Structure
from maillage.structures.perms import abilities
from maillage.structures.queries import workspace_of

WRITES = require_http_methods(["GET", "HEAD", "POST"])


def show(
    request: Request, structure: Structure, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """A page of the workspace, with what its shell needs."""
    return render(
        request,
        template,
        {**workspace_of(structure, abilities(request.user, structure)), **context},
        status=status,
    )
