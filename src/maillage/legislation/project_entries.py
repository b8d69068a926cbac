"""What a health project is made of, as data: indicators one may choose, action sheets, and a talk on where one stands.

Nothing here is a target, and no official formula is guessed: what our sources do not define is « celle de votre
contrat ».
"""

from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from maillage.legislation.entries import Cited
from maillage.legislation.yaml_files import Day, Strict

Text = Annotated[str, Field(min_length=1)]
Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
Unit = Literal["%", "nombre", "jours", "heures", "euros", "oui/non"]

#: Forms whose agreement is read by axis.
WITH_AXES = ("msp", "mspu", "cds")
#: How the definition of an indicator that only a contract gives begins.
OF_THE_CONTRACT = "Celle de votre "
OURS = "Proposé par nous"


class Axis(StrEnum):
    """The axes of the agreements of maisons and centres de santé."""

    ACCESS = "acces_aux_soins"
    TEAM = "travail_en_equipe"
    SYSTEM = "systeme_d_information"

    @property
    def label(self) -> str:
        return {
            Axis.ACCESS: "Accès aux soins",
            Axis.TEAM: "Travail en équipe",
            Axis.SYSTEM: "Système d’information",
        }[self]


class Counter(StrEnum):
    """What is counted from the rows of the rooms above: each names what exists there."""

    MEETINGS_HELD = "reunions_tenues"
    PROFESSIONALS_PRESENT = "professionnels_presents"
    HOURS_OF_MEETINGS = "heures_de_reunion"
    DECISIONS_TAKEN = "decisions_prises"
    RCP_HELD = "rcp_tenues"
    RCP_SITUATIONS = "situations_rcp"
    RCP_SITUATIONS_ALD_OR_OVER_75 = "situations_rcp_ald_ou_plus_de_75_ans"
    MEMBERS = "adherents"
    SHARE_OF_A_PROFESSION = "part_adherents_par_profession"
    PROFESSIONALS_INFORMED = "professionnels_informes"
    EVENTS_HELD = "evenements"
    PRESENT_AT_EVENTS = "participants_evenements"
    CALLS_ANSWERED = "appels_repondus"
    CONVENTIONS_SIGNED = "conventions_signees"
    PARTNER_REQUESTS_ANSWERED = "demandes_de_partenaires_repondues"
    SURVEY_ANSWERS = "reponses_enquete"
    HOURS_PAID = "heures_indemnisees"
    CARE_DOCTOR_ASKED = "soins_demandes_mt"
    CARE_DOCTOR_FOUND = "soins_mt_trouves"
    CARE_DOCTOR_DELAY = "soins_delai_mt"
    CARE_SLOTS = "soins_creneaux_snp"
    CARE_WITHIN_A_DAY = "soins_snp_24_h"
    CARE_PATIENTS_FOLLOWED = "soins_patients_suivis"


class CataloguedIndicator(Strict):
    """An indicator to choose from: what it counts, where it comes from, which way is better. Never a target.

    `mission` is its mission in the contract of a CPTS, `axis` its axis in the agreement of the forms that have some;
    both are empty for what is of the whole structure. `in_contract`: no source of ours defines it, the contract does;
    `named_only`: a source names it, how it is counted is our proposal.
    """

    key: Key
    forms: tuple[str, ...] = Field(min_length=1)
    mission: str = ""
    axis: Axis | None = None
    since: Day | None = None
    until: Day | None = None
    kind: Literal["action", "resultat"]
    label: Annotated[str, Field(min_length=1, max_length=160)]
    definition: Annotated[str, Field(min_length=1, max_length=300)]
    numerator: Text
    denominator: str = ""
    unit: Unit
    better: Literal["plus", "moins", "oui"]
    origin: Literal["compte_ici", "saisi", "caisse"]
    counter: Counter | None = None
    frequency: Literal["en continu", "mensuelle", "trimestrielle", "semestrielle", "annuelle"]
    in_contract: bool = False
    source: Cited | None = None
    named_only: bool = False

    @model_validator(mode="after")
    def says_one_thing(self) -> Self:
        faults = {
            "une part a un dénominateur, un compte n'en a pas": (self.unit == "%") != bool(self.denominator),
            "« oui » est le bon sens de ce qui est oui ou non": (self.unit == "oui/non")
            != (self.better == "oui"),
            "ce qui est compté ici nomme son compteur": (self.origin == "compte_ici")
            != (self.counter is not None),
            f"une définition à lire dans le contrat commence par « {OF_THE_CONTRACT.strip()} »": self.in_contract
            != self.definition.startswith(OF_THE_CONTRACT),
            "ce qu'une source ne fait que nommer a une source": self.named_only and self.source is None,
            "une mission est de la CPTS": bool(self.mission) and "cpts" not in self.forms,
            "un axe est d'une maison ou d'un centre de santé": self.axis is not None
            and not {*WITH_AXES} & {*self.forms},
        }
        if told := [sentence for sentence, is_so in faults.items() if is_so]:
            raise ValueError(f"« {self.key} » : {told[0]}")
        return self

    def under(self, form: str) -> str:
        """Its mission or its axis in that form; empty when it is of the whole structure."""
        if form == "cpts":
            return self.mission
        return self.axis.value if self.axis and form in WITH_AXES else ""

    @property
    def grade(self) -> str:
        """Of its definition: `unknown` when it is to be read in the contract, `seed` when it is ours."""
        if self.in_contract:
            return "unknown"
        return self.source.grade if self.source and not self.named_only else "seed"

    @property
    def said_by(self) -> str:
        """Who defines it, for the screen."""
        if self.in_contract:
            return "À lire dans votre contrat"
        if self.source is None:
            return OURS
        return (
            f"{OURS}, d’après\N{NO-BREAK SPACE}: {self.source.title}"
            if self.named_only
            else self.source.title
        )


class SheetStep(Strict):
    """A step of an action: what, by whom, and how many weeks after its start."""

    what: Text
    who: Text
    after_weeks: int = Field(ge=0, le=104)


class SheetRole(Strict):
    """What a profession brings: who does what, never how to treat."""

    profession: str  # a key of professions()
    say: Text


class Sheet(Strict):
    """An action ready to be copied and rewritten; figures are left blank, « … »."""

    key: Key
    title: Text
    forms: tuple[str, ...] = Field(min_length=1)
    missions: tuple[str, ...] = ()
    axes: tuple[Axis, ...] = ()
    need: Text
    general_goal: Text
    goals: tuple[Text, ...] = Field(min_length=1)
    public: Text
    steps: tuple[SheetStep, ...] = Field(min_length=3)
    roles: tuple[SheetRole, ...] = Field(min_length=2)
    partners: tuple[Text, ...] = Field(min_length=1)
    existing: Text
    indicators: tuple[str, ...] = Field(min_length=2)  # keys of the catalogue
    means: tuple[Text, ...] = Field(min_length=1)
    proofs: tuple[Text, ...] = Field(min_length=1)
    risks: tuple[Text, ...] = Field(min_length=1)
    first_third: Text
    sources: tuple[Cited, ...] = ()

    @property
    def written_by(self) -> str:
        return "Écrite par Maillage"

    def under(self, form: str) -> tuple[str, ...]:
        """Its missions, or its axes, in that form."""
        if form == "cpts":
            return self.missions
        return tuple(axis.value for axis in self.axes) if form in WITH_AXES else ()


class MaturityQuestion(Strict):
    """A question each answers alone, by the level that looks most like the team."""

    key: Key
    ask: Text
    levels: tuple[Text, Text, Text, Text]  # from what begins to what is settled


class MaturityAxis(Strict):
    """One of the four sides of a team: the difference of answers is the matter of the talk, not a mark."""

    key: Key
    label: Text
    purpose: Text
    questions: tuple[MaturityQuestion, ...] = Field(min_length=4, max_length=5)
    source: Cited | None = None
