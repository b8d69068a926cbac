"""A file that a page reads twice, to show it and then to keep it, and that nothing holds meanwhile."""

import base64
import binascii
from typing import Any, ClassVar

from django import forms

from maillage.kernel import BadInput

#: Of a file; a page sends it back as text, a third longer.
MOST_BYTES = 1_000_000


class KeptFileForm(forms.Form):
    """A `file`, then the same one sent back by its preview (`given`, in base 64)."""

    #: What to do of one too large, of none; how one without a name is called.
    too_large: ClassVar[str]
    missing: ClassVar[str]
    unnamed: ClassVar[str]

    given = forms.CharField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(required=False, max_length=120, widget=forms.HiddenInput)

    @property
    def error_fields(self) -> list[tuple[forms.BoundField, list[str]]]:
        """As `ui/errors.html` reads them."""
        return [(field, list(map(str, field.errors))) for field in self.visible_fields()]

    def content(self, data: dict[str, Any]) -> tuple[str, bytes]:
        """(name, bytes) of the file, else of what comes back. Raises BadInput."""
        if file := data.get("file"):
            if file.size > MOST_BYTES:
                raise BadInput(f"Ce fichier dépasse 1 Mo : {self.too_large}.", field="file")
            return file.name[:120], file.read()
        if not data.get("given"):
            raise BadInput(self.missing, field="file")
        try:
            return data["name"] or self.unnamed, base64.b64decode(data["given"], validate=True)
        except (binascii.Error, ValueError):
            raise BadInput(
                "Le fichier s’est perdu en route : choisissez-le de nouveau.", field="file"
            ) from None

    def show_again(self, name: str, content: bytes, *kept: str) -> None:
        """What the page sends back: the file, and the fields `kept`."""
        again = {"given": base64.b64encode(content).decode(), "name": name}
        self.data = {**{key: self.data.get(key) for key in kept}, **again}
