"""What is typed to join, to say who may, and to answer."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, cast
from uuid import uuid4

from django import forms
from django.utils import timezone

from maillage.geography import atlas
from maillage.kernel import BadInput, phone, rpps
from maillage.people.enums import Belonging, Practice, Preferred, Standing
from maillage.people.forms.table import profession_choices
from maillage.people.models import College, JoiningRules, Person
from maillage.people.queries import KnownPerson
from maillage.people.queries.joining import TOGETHER
from maillage.people.queries.presence import themes_of
from maillage.people.rules import communes_said, is_a_name
from maillage.people.services.joining import USUALLY, GivenDemand, GivenRules
from maillage.people.services.own_card import OwnWords
from maillage.structures.models import Structure
from maillage.ui.forms import DATE, NOT_SO_OLD

TICK = "Cochez cette case pour envoyer votre demande."
#: Chosen, never supposed: by whom practises in no way.
NO_PRACTICE = "sans-objet"
#: Longest name of a college, as its table has it.
LONGEST = 80
#: Of a theme.
LONGEST_THEME = 60


def read_as(read: Any, text: str) -> str:
    """An identifier as the kernel writes it; empty stays empty. Raises ValidationError with its sentence."""
    if not text.strip():
        return ""
    try:
        return str(read(text))
    except BadInput as refusal:
        raise forms.ValidationError(str(refusal)) from None


def names_in(text: str, longest: int) -> list[str]:
    """A name on each line, each once. Raises ValidationError for one that is too long."""
    names = list(dict.fromkeys(filter(None, map(str.strip, text.splitlines()))))
    if long := next((name for name in names if len(name) > longest), None):
        raise forms.ValidationError(f"« {long[:40]}… » est trop long : {longest} signes au plus.")
    return names


class ContactForm(forms.Form):
    """How somebody is known and reached: the same on a demand and on a card."""

    rpps = forms.CharField(
        label="Numéro RPPS",
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    email = forms.EmailField(label="Courriel", max_length=254, required=False)
    phone = forms.CharField(
        label="Téléphone", max_length=20, required=False, widget=forms.TextInput(attrs={"type": "tel"})
    )
    preferred = forms.ChoiceField(
        label="À joindre plutôt par", choices=[("", "Peu importe"), *Preferred.choices], required=False
    )
    shows_email = forms.BooleanField(label="Montrer ce courriel aux autres", required=False)
    shows_phone = forms.BooleanField(label="Montrer ce téléphone aux autres", required=False)

    def clean_rpps(self) -> str:
        return read_as(rpps, self.cleaned_data["rpps"])

    def clean_phone(self) -> str:
        return read_as(phone, self.cleaned_data["phone"])


class OwnCardForm(ContactForm):
    """One's own card, by its link: the number and the name are the bureau's to change."""

    commune = forms.CharField(label="Commune d’exercice", max_length=80)
    workplace = forms.CharField(label="Lieu d’exercice", max_length=120, required=False)

    represented = forms.CharField(
        label="Représenté par",
        max_length=120,
        required=False,
        help_text="Qui parle au nom de l’établissement ou de l’association.",
    )

    field_order = (
        "commune",
        "workplace",
        "represented",
        "email",
        "phone",
        "preferred",
        "shows_email",
        "shows_phone",
    )

    def __init__(self, person: Person, data: Any = None) -> None:
        super().__init__(data, initial={name: getattr(person, name) for name in self.field_order})
        del self.fields["rpps"]
        if person.profession != "etablissement" and not person.represented:
            del self.fields["represented"]

    def given(self) -> OwnWords:
        return OwnWords(**self.cleaned_data)


class JoinForm(ContactForm):
    """A demand, behind the link: without account, without script. `chosen`: whom the directory filled it with."""

    template_name = "people/_join_fields.html"
    chosen: KnownPerson | None = None

    name = forms.CharField(label="Prénom et nom", max_length=120)
    profession = forms.ChoiceField(label="Profession", choices=profession_choices)
    practice = forms.ChoiceField(
        label="Mode d’exercice",
        choices=[("", "Choisissez…"), *Practice.choices, (NO_PRACTICE, "Sans objet")],
        help_text="Sans objet pour un établissement, un élu, un représentant d’usagers.",
    )
    represented = forms.CharField(
        label="Représenté par",
        max_length=120,
        required=False,
        help_text="Pour un établissement ou une association : qui parle en son nom.",
    )
    commune = forms.CharField(label="Commune d’exercice", max_length=80)
    workplace = forms.CharField(label="Lieu d’exercice", max_length=120, required=False)
    college = forms.ModelChoiceField(
        label="Collège", queryset=College.objects.none(), empty_label="Choisissez…"
    )
    agrees = forms.BooleanField(label="", error_messages={"required": TICK})
    knows = forms.BooleanField(
        label="J’ai lu ce que deviennent mes informations, en bas de cette page.",
        error_messages={"required": TICK},
    )
    key = forms.UUIDField(widget=forms.HiddenInput)

    #: Filled by the directory, and folded then.
    KNOWN = ("name", "profession", "practice", "commune", "workplace", "rpps", "represented")
    ASKED = ("email", "phone", "preferred", "shows_email", "shows_phone", "college", "agrees", "knows")

    def __init__(
        self, rules: JoiningRules, data: Any = None, *, chosen: KnownPerson | None = None, typed: str = ""
    ) -> None:
        known = asdict(chosen) if chosen else {"rpps" if typed.isdigit() else "name": typed}
        super().__init__(data, initial={"key": uuid4(), **known})
        self.chosen = chosen
        self.fields["email"].required = True
        college = cast("forms.ModelChoiceField[College]", self.fields["college"])
        college.queryset = colleges = rules.structure.colleges.all()
        self.only_college = colleges[0] if len(colleges) == 1 else None
        if len(colleges) < 2:
            del self.fields["college"]
        what = "les statuts" if rules.statutes_url or rules.statutes_id else "les règles"
        self.fields["agrees"].label = f"J’accepte {what} de « {rules.structure.name} »."

    @property
    def known_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.KNOWN if name not in self._unsaid]

    @property
    def asked_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in (*self._unsaid, *self.ASKED) if name in self.fields]

    @property
    def _unsaid(self) -> tuple[str, ...]:
        """What must be chosen and the directory did not say: not folded with the rest."""
        return ("practice",) if self.chosen and not self.chosen.practice else ()

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if not is_a_name(name):
            raise forms.ValidationError("Écrivez un nom en lettres, sans numéro.")
        return name

    def clean_practice(self) -> str:
        practice: str = self.cleaned_data["practice"]
        return "" if practice == NO_PRACTICE else practice

    def clean_commune(self) -> str:
        commune: str = self.cleaned_data["commune"]
        said = communes_said([commune]).get(commune)
        if said and said.is_code and not said.is_known:
            raise forms.ValidationError(atlas().read(commune).sentences[0])
        return commune

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("profession") == "etablissement" and not data.get("represented"):
            self.add_error("represented", "Dites qui représente cet établissement.")
        return data

    @property
    def chosen_college(self) -> College | None:
        """The one that was chosen, or the only one there is."""
        return self.cleaned_data.get("college", self.only_college)

    def given(self) -> GivenDemand:
        aside = {"college", "agrees", "knows", "key"}
        return GivenDemand(**{name: value for name, value in self.cleaned_data.items() if name not in aside})


class RulesForm(forms.Form):
    """Who may join, as the statutes say."""

    admitted = forms.MultipleChoiceField(
        label="Qui peut adhérer",
        choices=Standing.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Cochez au moins une qualité : sans elle, personne ne peut adhérer."},
    )
    needs_territory = forms.BooleanField(
        label="Il faut exercer sur le territoire",
        required=False,
        help_text="La commune d’exercice est comparée à votre territoire ; hors de lui, la demande vous est signalée.",
    )
    is_automatic = forms.BooleanField(
        label="Accepter sans attendre une demande qui remplit toutes les règles",
        required=False,
        help_text="Une demande qui ressemble à une fiche déjà là attend toujours votre réponse.",
    )
    is_open = forms.BooleanField(label="Les demandes sont ouvertes", required=False)
    colleges = forms.CharField(
        label="Collèges",
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Un par ligne, comme dans vos statuts. Laissez vide s’il n’y en a pas.",
    )
    themes = forms.CharField(
        label="Thèmes de travail à vous",
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Un par ligne. Chacun coche sur sa fiche ce qui l’intéresse, parmi les nôtres et les vôtres.",
    )
    statutes_url = forms.URLField(
        label="Adresse des statuts",
        required=False,
        assume_scheme="https",
        help_text="Où chacun peut les lire, s’ils sont sur un site.",
    )
    statutes = forms.FileField(
        label="Ou les statuts eux-mêmes",
        required=False,
        help_text="PDF, Word ou ODT, 10\N{NO-BREAK SPACE}Mo au plus. Qui a le lien peut les lire\N{NO-BREAK SPACE}: vérifiez qu’aucune adresse "
        "personnelle n’y figure.",
        widget=forms.FileInput(attrs={"accept": ".pdf,.docx,.odt", "class": "form-control"}),
    )
    without_statutes = forms.BooleanField(label="Ne plus donner à lire ces statuts", required=False)
    welcome = forms.CharField(
        label="Mot d’accueil",
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Deux phrases en haut de la page : pourquoi rejoindre l’équipe.",
    )
    shows_page = forms.BooleanField(
        label="Ouvrir une page publique de la structure",
        required=False,
        help_text="Son nom, son territoire, à quoi elle sert, comment la joindre et la rejoindre. Personne n’y est nommé.",
    )
    purpose = forms.CharField(
        label="À quoi elle sert, sur cette page",
        required=False,
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    names_people = forms.BooleanField(
        label="Y nommer qui répond, et qui remplace",
        required=False,
        help_text="Les personnes dites sur la page Contact. Demandez-leur d’abord.",
    )

    @classmethod
    def of(
        cls, structure: Structure, rules: JoiningRules | None, data: Any = None, files: Any = None
    ) -> "RulesForm":
        """As it stands; before any rule, what most statutes say."""
        if rules is None:
            return cls(
                data,
                files,
                initial={
                    "admitted": list(USUALLY),
                    "is_open": True,
                    "needs_territory": bool(structure.territory.codes),
                },
            )
        columns = (
            *("needs_territory", "is_automatic", "is_open", "statutes_url", "welcome"),
            *("shows_page", "purpose", "names_people"),
        )
        return cls(
            data,
            files,
            initial={name: getattr(rules, name) for name in columns}
            | {
                "statutes_given": bool(rules.statutes_id),
                "admitted": [row.standing for row in rules.admitted.all()],
                "colleges": "\n".join(college.name for college in structure.colleges.all()),
                "themes": "\n".join(theme.name for theme in structure.own_themes.all()),
            },
        )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if not self.initial.get("statutes_given"):
            del self.fields["without_statutes"]

    def clean_colleges(self) -> list[str]:
        return names_in(self.cleaned_data["colleges"], LONGEST)

    def clean_themes(self) -> list[str]:
        return names_in(self.cleaned_data["themes"], LONGEST_THEME)

    def given(self) -> GivenRules:
        aside = {"statutes", "without_statutes"}
        return GivenRules(**{name: said for name, said in self.cleaned_data.items() if name not in aside})


class RefusalForm(forms.Form):
    reason = forms.CharField(label="Motif du refus", max_length=200)


class EnterForm(forms.Form):
    """Somebody known belongs from a day."""

    kind = forms.ChoiceField(label="À titre de")
    since = forms.DateField(label="Depuis le", widget=DATE, validators=[NOT_SO_OLD])
    college = forms.ModelChoiceField(
        label="Collège", queryset=College.objects.none(), required=False, empty_label="Aucun"
    )

    def __init__(self, structure: Structure, kinds: Sequence[Belonging], data: Any = None) -> None:
        super().__init__(data, initial={"since": timezone.localdate()})
        kind = cast("forms.ChoiceField", self.fields["kind"])
        college = cast("forms.ModelChoiceField[College]", self.fields["college"])
        kind.choices = [(each.value, each.label) for each in kinds]
        college.queryset = structure.colleges.all()
        if not structure.colleges.exists():
            del self.fields["college"]


class LeaveForm(forms.Form):
    until = forms.DateField(label="Parti le", widget=DATE, validators=[NOT_SO_OLD])


class PartsForm(forms.Form):
    """A move of the parts of a company: what one may do depends on whether one holds some."""

    move = forms.ChoiceField(label="Mouvement")
    parts = forms.IntegerField(label="Parts", required=False, min_value=1, max_value=1_000_000)
    on = forms.DateField(label="Le", widget=DATE, validators=[NOT_SO_OLD])

    def __init__(self, data: Any = None, *, holds: bool) -> None:
        super().__init__(data, initial={"on": timezone.localdate()})
        move = cast("forms.ChoiceField", self.fields["move"])
        move.choices = (
            [("change", "Changer le nombre de parts"), ("leave", "Céder toutes ses parts")]
            if holds
            else [("enter", "Entrer comme associé")]
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("move") == "change" and not data.get("parts") and "parts" not in self.errors:
            self.add_error("parts", "Dites combien de parts.")
        return data


class FilterForm(forms.Form):
    """Whom the page lists."""

    q = forms.CharField(label="Nom", max_length=80, required=False)
    profession = forms.ChoiceField(label="Profession", required=False)
    college = forms.ChoiceField(label="Collège", required=False)
    theme = forms.ChoiceField(label="Thème", required=False)
    state = forms.ChoiceField(label="Qui", required=False)

    def __init__(
        self, structure: Structure, kinds: Sequence[Belonging], data: Any = None, *, may_edit: bool = False
    ) -> None:
        super().__init__(data)
        self.colleges = {each.pk: each.name for each in structure.colleges.all()}
        choices = {
            "profession": [("", "Toutes"), *profession_choices()[1:]],
            "college": [("", "Tous"), *((str(pk), name) for pk, name in self.colleges.items())],
            "theme": [("", "Tous"), *themes_of(structure).items()],
            "state": [
                ("", f"{TOGETHER[kinds[0]]} aujourd’hui"),
                ("partis", "Partis"),
                *([("autrement", "À prévenir autrement")] if may_edit else []),
                ("autres", "Connus, sans adhésion"),
                ("tous", "Toutes les fiches"),
            ],
        }
        for name, values in choices.items():
            cast("forms.ChoiceField", self.fields[name]).choices = values
        if len(choices["college"]) == 1:
            del self.fields["college"]
