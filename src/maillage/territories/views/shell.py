"""The shell of a page shown inside the space of a structure."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from maillage.ui.enums import Workspace


def show(
    request: HttpRequest, space: Workspace, template: str, context: Mapping[str, Any], *, status: int = 200
) -> HttpResponse:
    return render(request, template, {**space.shell, "space": space, **context}, status=status)
