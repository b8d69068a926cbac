"""What a page showed of a card goes back with what is typed: somebody may write on the card meanwhile."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, cast

from django import forms
from django.http import QueryDict

from maillage.people.services.meanwhile import CardChanged, Seen, as_shown

#: Before the name of a field: what the page showed in it.
SEEN = "vu-"


class SeenForm(forms.Form):
    """Fields of a card, each with what was read in it."""

    def keep_seen(self, shown: Mapping[str, Any]) -> None:
        """Once its fields are known. `shown`: field → what the card says."""
        for name in list(self.fields):
            self.fields[f"{SEEN}{name}"] = forms.CharField(
                required=False, strip=False, widget=forms.HiddenInput, initial=as_shown(shown.get(name))
            )

    @property
    def typed(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if not name.startswith(SEEN)}

    @property
    def seen(self) -> Seen:
        """Of the fields that the page sent: another program sends none, and writes all it says."""
        sent = {name: f"{SEEN}{name}" for name in self.typed}
        return {name: self.cleaned_data[hidden] for name, hidden in sent.items() if hidden in self.data}

    @contextmanager
    def reading_again(self) -> Iterator[None]:
        """What somebody else wrote was read in the refusal: sent again, it is meant."""
        try:
            yield
        except CardChanged as refusal:
            data = cast("QueryDict", self.data).copy()
            for name, now in refusal.now.items():
                data[f"{SEEN}{name}"] = now
            self.data = data
            raise
