"""What two tellers counted of a vote on paper."""

from typing import Any

from django import forms

from maillage.governance.enums import CHOICES, Choice
from maillage.governance.forms.instances import card_field
from maillage.governance.models import Vote
from maillage.governance.queries.results import names_of
from maillage.governance.services.paper_votes import TELLERS_DIFFER, GivenCount
from maillage.people.queries.naming import CardLabels
from maillage.ui.forms import NamingForm, WholeField

MOST = 100_000
#: A resolution has a total for each choice that means something.
SAID = tuple(choice for choice in CHOICES if choice != Choice.BLANC)


def total(label: str) -> forms.IntegerField:
    return WholeField(label=label, min_value=0, max_value=MOST)


class PaperCountForm(NamingForm):
    """A total for each choice, or for each name; blank and spoilt papers; who counted."""

    first_teller = card_field("Première personne qui dépouille")
    second_teller = card_field("Seconde personne qui dépouille")

    def __init__(self, vote: Vote, cards: CardLabels, *args: Any, **options: Any) -> None:
        super().__init__(cards, *args, **options)
        self.vote = vote
        labels = names_of(vote) if vote.elects else [str(choice.label) for choice in SAID]
        said = labels if vote.elects else [choice.value for choice in SAID]
        tellers = {name: self.fields.pop(name) for name in ("first_teller", "second_teller")}
        if vote.elects:
            self.fields["papers"] = total("Bulletins dans l’urne")
        self.totals = {f"total_{rank}": name for rank, name in enumerate(said)}
        self.fields |= {name: total(label) for name, label in zip(self.totals, labels, strict=True)}
        self.fields |= {"blank": total("Blancs"), "spoilt": total("Nuls"), **tellers}

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("first_teller") and said.get("first_teller") == said.get("second_teller"):
            self.add_error("second_teller", TELLERS_DIFFER)
        return said

    def given(self) -> GivenCount:
        said = self.cleaned_data
        return GivenCount(
            (said["first_teller"], said["second_teller"]),
            {name: said[field] for field, name in self.totals.items()},
            said["blank"],
            said["spoilt"],
            said.get("papers", 0),
        )
