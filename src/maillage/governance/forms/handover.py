"""To whom the tasks of somebody who leaves go."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms

from maillage.governance.forms.instances import card_field
from maillage.governance.models import Task
from maillage.kernel import date_in_french
from maillage.people.queries.naming import CardLabels
from maillage.ui.forms import NamingForm


class ReassignForm(NamingForm):
    tasks = forms.TypedMultipleChoiceField(label="Tâches", coerce=int, widget=forms.CheckboxSelectMultiple)
    owner = card_field("À confier à")

    def __init__(self, tasks: Iterable[Task], cards: CardLabels, *args: Any, **options: Any) -> None:
        super().__init__(cards, *args, **options)
        cast("forms.MultipleChoiceField", self.fields["tasks"]).choices = [
            (task.pk, f"{task.title}{f', pour le {date_in_french(task.due_on)}' if task.due_on else ''}")
            for task in tasks
        ]
        self.fields["tasks"].initial = [task.pk for task in tasks]
