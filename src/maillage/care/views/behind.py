"""What a link opens, without account: the foot of its page says what the structure behind it keeps of patients."""

from typing import cast

from django.http import HttpRequest

from maillage.structures.models import Structure


class BehindALink(HttpRequest):
    """Whose page it is; read by `care/_mode.html`."""

    care_behind: Structure


def is_of(request: HttpRequest, structure: Structure) -> None:
    cast("BehindALink", request).care_behind = structure
