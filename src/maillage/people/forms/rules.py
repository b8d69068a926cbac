"""What the statutes say of who may join."""

from typing import Any

from django import forms

from maillage.people.enums import Standing
from maillage.people.models import JoiningRules
from maillage.people.services.joining import USUALLY, GivenRules
from maillage.structures.models import Structure

#: Longest name of a college, as its table has it.
LONGEST = 80
#: Of a theme.
LONGEST_THEME = 60


def names_in(text: str, longest: int) -> list[str]:
    """A name on each line, each once. Raises ValidationError for one that is too long."""
    names = list(dict.fromkeys(filter(None, map(str.strip, text.splitlines()))))
    if long := next((name for name in names if len(name) > longest), None):
        raise forms.ValidationError(f"« {long[:40]}… » est trop long : {longest} signes au plus.")
    return names


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
