"""A decision tree followed, one question a page. Answers travel in the form: none is kept, none is in an address."""

from dataclasses import dataclass, replace
from datetime import date

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from maillage import legislation
from maillage.care.documents.protocols import national_page
from maillage.care.enums import Ability
from maillage.care.queries.protocols import FollowedTree, national_tree, tree_of
from maillage.documents.enums import Format
from maillage.documents.services import filename
from maillage.documents.services import render as render_document
from maillage.kernel import BadInput
from maillage.structures.perms import find, opens_examples
from maillage.structures.queries.clocks import today_in
from maillage.structures.types import Request
from maillage.ui.services import WRITES, as_file

LOST = "Les réponses d’avant ne se lisent plus : on reprend au début."
NOTHING = "Choisissez ou écrivez une réponse."
TYPED = "a-"


@dataclass(frozen=True, slots=True)
class Followed:
    """Where one is in a tree."""

    tree: FollowedTree
    walk: legislation.Walk
    error: str
    on: date

    @property
    def rank(self) -> int:
        return len(self.walk.steps) + 1

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """What was answered, for the next form."""
        return [(f"{TYPED}{each.question.key}", each.answer) for each in self.walk.steps]

    @property
    def options(self) -> list[tuple[str, str]]:
        """The buttons of the question: value, words; none for a number."""
        asked = self.walk.question
        if asked is None or asked.number is not None:
            return []
        return [(each.key, each.label) for each in asked.choices] or [("oui", "Oui"), ("non", "Non")]


def follow(found: FollowedTree, sent: QueryDict, *, on: date) -> Followed:
    """The page that a form leads to: the next question, the one before, the end, or the same with what is wrong."""
    tree = found.tree
    answers = {
        each.key: sent[f"{TYPED}{each.key}"] for each in tree.questions if f"{TYPED}{each.key}" in sent
    }
    try:
        before = legislation.walk(tree, answers, on=on)
    except BadInput:
        return Followed(found, legislation.walk(tree, {}, on=on), LOST, on)
    steps = {each.question.key: each.answer for each in before.steps}
    if "back" in sent:
        kept = dict(list(steps.items())[:-1])
        return Followed(found, legislation.walk(tree, kept, on=on), "", on)
    asked, given = before.question, str(sent.get("answer", ""))
    if asked is None or not sent:
        return Followed(found, before, "", on)
    if not given.strip():
        return Followed(found, before, NOTHING, on)
    try:
        return Followed(found, legislation.walk(tree, steps | {asked.key: given}, on=on), "", on)
    except BadInput as refusal:
        return Followed(found, before, str(refusal), on)


@WRITES
def follow_tree(request: Request, slug: str, key: str) -> HttpResponse:
    """For who has an account: to try a tree, a draft of the team included."""
    structure = find(request, slug, Ability.READ)
    found = tree_of(structure, key, drafts=True)
    shown = follow(found, request.POST, on=today_in(structure))
    if request.method == "POST" and not request.POST and not shown.error:
        shown = replace(shown, error=NOTHING)
    return render(request, "care/protocols/follow.html", {"shown": shown}, status=422 if shown.error else 200)


@opens_examples
@require_safe
def read_tree(request: Request, slug: str, key: str) -> HttpResponse:
    """A tree whole: every question, every end, every source."""
    structure = find(request, slug, Ability.READ)
    found, on = tree_of(structure, key, drafts=True), today_in(structure)
    names = {each.key: each.ask for each in found.tree.questions} | {
        each.key: each.title for each in found.tree.ends
    }
    questions = [
        (asked, [(words, names[to], to) for words, to in legislation.ways_on(asked, on=on)])
        for asked in found.tree.questions
    ]
    return render(request, "care/protocols/tree.html", {"found": found, "questions": questions})


@require_safe
def tree_file(request: Request, slug: str, key: str) -> HttpResponse:
    """A tree of the law, on paper; those of the team are printed from their own page."""
    structure = find(request, slug, Ability.READ)
    found, on = national_tree(key), today_in(structure)
    page = national_page(found.tree, found.standing, on=on)
    content = render_document(page, Format.PDF)
    headers = as_file(filename(page.title, on, Format.PDF))
    return HttpResponse(content, content_type=Format.PDF.content_type, headers=headers)
