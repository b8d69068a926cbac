"""What is typed of a roster, a turn, a replacement, and of what each can take."""

from collections.abc import Mapping, Sequence
from datetime import date, time
from decimal import Decimal
from typing import Any, cast

from django import forms

from maillage.care.enums import Unit
from maillage.care.forms.shared import ServiceField
from maillage.care.models import Roster, RosterMember
from maillage.care.models.rosters import HEAVIEST, LIGHTEST
from maillage.care.rules.duty_hours import Hours, hours_in_words, read_hours
from maillage.kernel import DAYS, BadInput
from maillage.legislation import professions
from maillage.people.models import Person
from maillage.ui.forms import (
    KeyedForm,
    LongSelect,
    NamingForm,
    NumberField,
    VersionedForm,
    card_field,
    day_field,
    let_choose,
)

CLOCK = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
MOST_A_DAY = Decimal(99)


def trades() -> list[tuple[str, str]]:
    return [("", "Choisissez…"), *((each.key, each.label) for each in professions())]


def clock_field(label: str, **options: Any) -> forms.TimeField:
    return forms.TimeField(label=label, widget=CLOCK, **options)


def weight_of(label: str) -> NumberField:
    return NumberField(label=label, min_value=LIGHTEST, max_value=HEAVIEST, max_digits=2, decimal_places=1)


class HoursField(forms.CharField):
    """« 9-12, 14-19 » → its pairs."""

    def clean(self, value: Any) -> Any:
        try:
            return read_hours(super().clean(value))
        except BadInput as refusal:
            raise forms.ValidationError(str(refusal)) from None


class RosterForm(NamingForm, VersionedForm):
    """Its hours, how they count, who is warned."""

    name = ServiceField(
        label="Nom du tableau", max_length=80, help_text="« Dentistes du dimanche », « Médecins, soirs »"
    )
    profession = forms.ChoiceField(label="Profession", widget=LongSelect)
    serves_holidays = forms.BooleanField(label="Les jours fériés sont assurés", required=False)
    night_weight = weight_of("Une heure de nuit compte pour")
    night_from = clock_field("La nuit va de")
    night_until = clock_field("à")
    weekend_weight = weight_of("Une heure de samedi ou de dimanche compte pour")
    holiday_weight = weight_of("Une heure de jour férié compte pour")
    warned = card_field(
        "Qui prévenir", help_text="Reçoit un message une semaine avant, quand des heures n’ont personne."
    )
    is_shown = forms.BooleanField(label="Visible sur la page ouverte aux régulateurs", required=False)

    def __init__(self, cards: Mapping[str, Person], roster: Roster | None, data: Any = None) -> None:
        super().__init__(cards, data, initial=_initial(cards, roster))
        cast("forms.ChoiceField", self.fields["profession"]).choices = trades()
        self.fields["version"].required = roster is not None
        for number, name in enumerate(DAYS):
            self.fields[f"day_{number}"] = HoursField(label=name.capitalize(), max_length=60, required=False)
        self.fields[
            "day_0"
        ].help_text = "Écrivez 9-19, ou 9-12, 14-19 ; 20-8 finit le lendemain. Vide : aucune garde."
        first = ["name", "profession", *(f"day_{number}" for number in range(7))]
        self.order_fields(first)

    def columns(self) -> dict[str, Any]:
        names = [*_COLUMNS, "warned"]
        return {name: self.cleaned_data[name] for name in names}

    def week(self) -> dict[int, Sequence[Hours]]:
        return {number: self.cleaned_data[f"day_{number}"] for number in range(7)}

    def clean(self) -> None:
        super().clean()
        if self.cleaned_data.get("night_from") == self.cleaned_data.get("night_until", time.max):
            self.add_error(
                "night_until", "La nuit finirait à l’heure où elle commence : vérifiez ces heures."
            )


_COLUMNS = (
    "name", "profession", "serves_holidays", "night_weight", "night_from", "night_until", "weekend_weight",
    "holiday_weight", "is_shown",
)  # fmt: skip


def _initial(cards: Mapping[str, Person], roster: Roster | None) -> dict[str, Any]:
    shown = roster or Roster()
    found: dict[str, Any] = {name: getattr(shown, name) for name in _COLUMNS} | {"version": shown.version}
    if roster is None:
        return found
    found["warned"] = next((label for label in [cards_label(cards, roster.warned)] if label), "")
    week: dict[int, list[Hours]] = {}
    for each in roster.week.all():
        week.setdefault(each.weekday, []).append((each.starts, each.ends))
    return found | {f"day_{day}": hours_in_words(hours) for day, hours in week.items()}


def cards_label(cards: Any, person: Person | None) -> str:
    return str(cards.label_of(person))


class MemberForm(NamingForm):
    """Somebody who takes turns from a day on."""

    person = card_field("Qui prend son tour")
    since = day_field("À partir du")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["person"].required = True


class GiveForm(forms.Form):
    """Who takes a turn, chosen by hand; nobody is a choice."""

    person = forms.ChoiceField(label="De garde", required=False)

    def __init__(self, places: Sequence[RosterMember], data: Any = None, *, held: int | None = None) -> None:
        super().__init__(data, initial={"person": held or ""})
        field = cast("forms.ChoiceField", self.fields["person"])
        field.choices = [("", "Personne"), *((place.person_id, place.person.name) for place in places)]


class SwapForm(KeyedForm):
    """Hours of a turn that one wants to hand over, whole as long as nobody changes them."""

    starts = clock_field("De")
    ends = clock_field("À")
    asked_of = forms.ChoiceField(label="À qui le demander", required=False)

    def __init__(self, others: Sequence[Person], data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        field = cast("forms.ChoiceField", self.fields["asked_of"])
        field.choices = [
            ("", "À tous ceux du tableau : le premier qui dit oui"),
            *((person.pk, person.name) for person in others),
        ]


class ExchangeForm(KeyedForm):
    """Another's turn, for this one."""

    against = forms.ChoiceField(label="Le tour que vous prendriez")

    def __init__(self, turns: Sequence[tuple[int, str]], data: Any = None) -> None:
        super().__init__(data, auto_id="echange-%s")
        let_choose(self, "against", [("", "Choisissez…"), *turns])


class CapacityForm(forms.Form):
    """So much each day of the week. An amount left empty is none."""

    unit = forms.ChoiceField(label="Compté en", choices=Unit.choices, widget=forms.RadioSelect)

    def __init__(self, data: Any = None, *, initial: Mapping[str, Any]) -> None:
        super().__init__(data, initial=dict(initial))
        for number, name in enumerate(DAYS):
            self.fields[f"day_{number}"] = NumberField(
                label=name.capitalize(),
                min_value=0,
                max_value=MOST_A_DAY,
                max_digits=4,
                decimal_places=1,
                required=False,
            )

    def week(self) -> dict[int, Decimal]:
        return {number: self.cleaned_data[f"day_{number}"] or Decimal(0) for number in range(7)}


class CapacityDayForm(forms.Form):
    """Another amount, on one day."""

    day = day_field("Le")
    amount = NumberField(
        label="Combien", min_value=0, max_value=MOST_A_DAY, max_digits=4, decimal_places=1,
        help_text="0 : rien ce jour-là.",
    )  # fmt: skip

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data, initial={"day": today}, auto_id="jour-%s")


class PostForm(KeyedForm):
    name = ServiceField(
        label="Nom du poste", max_length=80, help_text="« Secrétariat de Lalbenque », « Pharmacie du pont »"
    )
