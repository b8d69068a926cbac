"""What somebody who is convoked answers by their link."""

from typing import Any, cast

from django import forms

from maillage.governance.enums import Coming
from maillage.governance.models import Invitation
from maillage.governance.queries.seats import seated
from maillage.kernel import folded
from maillage.people.models import Person
from maillage.ui.forms import KeyedForm


class QuestionForm(KeyedForm):
    words = forms.CharField(label="Votre question", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class AnswerForm(forms.Form):
    answer = forms.ChoiceField(label="Votre réponse", choices=Coming.choices, widget=forms.RadioSelect)
    holder = forms.CharField(
        label="Si vous ne venez pas, qui porte votre voix",
        max_length=120,
        required=False,
        help_text="Son nom, tel que la structure l’écrit. Cette personne doit siéger aussi. Vide : personne.",
    )

    def __init__(self, invitation: Invitation, *args: Any, **options: Any) -> None:
        if invitation.stands:
            options["initial"] = {"answer": invitation.answer}
        super().__init__(*args, **options)
        self.invitation = invitation
        if not invitation.meeting.access_url and invitation.answer != Coming.REMOTE:
            here = [choice for choice in Coming.choices if choice[0] != Coming.REMOTE]
            cast("forms.ChoiceField", self.fields["answer"]).choices = here
        if invitation.meeting.instance.proxies_per_person == 0:
            del self.fields["holder"]

    def clean_holder(self) -> Person | None:
        """Nobody learns who else sits there: a name is known already, or it is refused."""
        name = folded(self.cleaned_data["holder"])
        if not name or self.cleaned_data.get("answer") != Coming.NO:
            return None
        meeting = self.invitation.meeting
        others = seated(meeting.instance, on=meeting.day).exclude(pk=self.invitation.person_id)
        found = list(others.filter(called=name)[:2])
        if len(found) != 1:
            raise forms.ValidationError(
                "Ce nom ne désigne pas une personne qui siège. Vérifiez-le, ou dites-le à qui vous a écrit."
            )
        return found[0]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        said.setdefault("holder", None)
        return said
