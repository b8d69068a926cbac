"""What the money of a legal person is for: the missions of its contracts, contracts as a whole, running it."""

from collections.abc import Iterable, Mapping

from maillage.funding.models import Contract, ContractMission, SplitKey
from maillage.funding.queries.contracts import has_calendar, missions_known
from maillage.funding.types.budget import RUNNING, Post, parted
from maillage.kernel import BadInput
from maillage.structures.models import LegalPerson
from maillage.structures.queries import together
from maillage.structures.queries.hanging import hang

#: What the value of a form begins with, when it is a split key.
KEY = "cle:"
FUNCTIONING = Post(None, "", "Fonctionnement")


def contracts_of_person(person: LegalPerson) -> list[Contract]:
    """With their missions, in one question."""
    contracts = Contract.objects.filter(legal_person=person)
    missions = ContractMission.objects.filter(contract__legal_person=person)
    together(contracts, missions)
    hang(contracts, "missions", "contract", missions)
    return list(contracts)


def posts_of(contracts: Iterable[Contract], form: str) -> list[Post]:
    """Running first, then the missions of agreements, then the other contracts as a whole."""
    labels = {each.key: each.label for each in missions_known()}
    posts, wholes = [FUNCTIONING], []
    for contract in contracts:
        if has_calendar(contract, form):
            posts += [
                Post(contract.pk, each.mission, labels.get(each.mission, each.mission), contract.name)
                for each in contract.missions.all()
            ]
        else:
            wholes.append(Post(contract.pk, "", contract.name))
    return [*posts, *wholes]


def posts_named(person: LegalPerson) -> dict[str, Post]:
    """Key → post, of a legal person."""
    return {each.key: each for each in posts_of(contracts_of_person(person), person.structure.form)}


def words_of(key: str, posts: Mapping[str, Post]) -> str:
    """A post in words, even one that its contract names no more."""
    if key in posts:
        return str(posts[key])
    return label_of(parted(key)[1]) or "Un contrat, en entier"


def label_of(mission: str) -> str:
    return next((each.label for each in missions_known() if each.key == mission), mission)


def unnamed(keys: Iterable[str], posts: Iterable[Post], contracts: Iterable[Contract]) -> list[Post]:
    """Posts of these keys that are not among them: a mission that left its annex, an agreement as a whole."""
    known, names = {each.key for each in posts}, {each.pk: each.name for each in contracts}
    found = []
    for key in sorted(set(keys) - known):
        contract, mission = parted(key)
        name = names.get(contract or 0, "")
        found.append(
            Post(contract, mission, label_of(mission), name)
            if mission
            else Post(contract, "", f"{name}, sans mission")
        )
    return found


def post_at(person: LegalPerson, key: str) -> Post:
    """Raises BadInput when the legal person has none of that key."""
    if key == RUNNING:
        return FUNCTIONING
    if (post := posts_named(person).get(key)) is None:
        raise BadInput("Ce poste n’est plus dans vos contrats : choisissez-en un autre.", field="post")
    return post


def keys_in_force(person: LegalPerson) -> list[SplitKey]:
    """Those that no other replaced."""
    return list(person.split_keys.filter(until=None))


def choices_of(person: LegalPerson, *, splits: bool) -> list[tuple[str, str]]:
    """(value, words) for a form: posts, then the split keys when asked."""
    found = [(key, str(post)) for key, post in posts_named(person).items()]
    if splits:
        found += [(f"{KEY}{each.pk}", f"Clé « {each.name} »") for each in keys_in_force(person)]
    return found
