"""The page of a section: written, said to be written, entrusted, commented, compared with what it was."""

import json
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from maillage import legislation
from maillage.dossier.enums import Ability
from maillage.dossier.forms.writing import CommentForm, CompareForm, OwnerForm, SectionForm
from maillage.dossier.lifecycle import moves_from
from maillage.dossier.models import Document
from maillage.dossier.queries.documents import document_at, title_of
from maillage.dossier.queries.parts import Part, parts_of
from maillage.dossier.queries.pens import PEN_KEPT
from maillage.dossier.queries.sections import Around, around, compared, versions_of
from maillage.dossier.rules.cleaning import as_plain_text
from maillage.dossier.services import commenting, writing
from maillage.kernel import BadInput
from maillage.structures.models import Structure
from maillage.structures.perms import find, is_open_example, opens_examples
from maillage.structures.queries import gather
from maillage.structures.types import Request
from maillage.ui.forms import refuse
from maillage.ui.services import WRITES, refusals_said, say

View = Callable[..., HttpResponse]


def gives_words_back(view: View) -> View:
    """Closed as any page; but whoever wrote until their session ended finds their words on the page that says so."""

    @wraps(view)
    def answered(request: Request, slug: str, **said: Any) -> HttpResponse:
        if request.user.is_authenticated or is_open_example(answered, request.method, slug):
            return view(request, slug, **said)
        words = request.POST.get("text", "")
        if request.method == "POST" and words.strip():
            context = {"words": words, "path": request.path}
            return render(request, "dossier/session_over.html", context, status=401)
        return redirect_to_login(request.get_full_path())

    return login_not_required(answered)


@gives_words_back
@opens_examples
@WRITES
def section(request: Request, slug: str, pk: int, key: str) -> HttpResponse:
    writes = request.method == "POST"
    structure = gather(find(request, slug, Ability.WRITE if writes else Ability.READ))
    document = document_at(structure, pk)
    part, following = part_at(document, key)
    if not writes:
        return shown(request, document, part, following)
    form = SectionForm(request.POST)
    told: dict[str, Any] = {}
    try:
        if form.is_valid():
            data = form.cleaned_data
            writing.write_section(
                document,
                key,
                data["text"],
                rich=data["rich"],
                version=data["version"],
                by=request.user,
                at=timezone.now(),
                seals=data["seals"],
                over="over" in request.POST,
            )
            say(request, f"« {part.section.title} » est enregistré.", saved=request.path)
            if "next" in request.POST and following:
                return redirect("dossier:section", slug, pk, following.key)
            return redirect("dossier:document", slug, pk)
    except writing.WrittenMeanwhile as refusal:
        form.add_error("text", str(refusal))
        # The text sent back is joined with theirs: saving it again is on purpose.
        form.data = {**request.POST.dict(), "version": str(refusal.theirs.version)}
        told = {"theirs": refusal.theirs.html}
    except writing.HeldByAnother as refusal:
        form.add_error("text", str(refusal))
        told = {"held": refusal.pen}
    except BadInput as refusal:
        refuse(form, refusal)
    return shown(request, document, part, following, form=form, told=told)


def part_at(document: Document, key: str) -> tuple[Part, legislation.Section | None]:
    """A section, and the one that follows. Raises Http404."""
    parts = parts_of(document, on=timezone.localdate())
    place = next((index for index, part in enumerate(parts) if part.section.key == key), None)
    if place is None:
        raise Http404
    return parts[place], parts[place + 1].section if place + 1 < len(parts) else None


def shown(
    request: Request,
    document: Document,
    part: Part,
    following: legislation.Section | None,
    *,
    form: SectionForm | None = None,
    told: Mapping[str, Any] | None = None,
) -> HttpResponse:
    now, row = timezone.now(), part.row
    may_write = Ability.WRITE in request.abilities and not request.is_visit
    beside = around(row, document.structure, request.user, at=now)
    other = beside.pen if beside.pen and beside.pen.user_id != request.user.pk else None
    draft = beside.draft if may_write else None
    html = draft.html if draft else part.html
    written = SectionForm(
        initial={
            "text": as_plain_text(html),
            "version": draft.version if draft else part.version,
            "seals": json.dumps(part.seals),
        }
    )
    context = {
        "document": document,
        "title": title_of(document),
        "part": part,
        "form": form or written,
        "following": following,
        "html": html,
        "draft": None if form else draft,
        "pen": other,
        "minutes": int(PEN_KEPT.total_seconds() // 60),
        "may_write": may_write,
        "is_open": not document.is_frozen and part.state != part.state.SETTLED,
        "moves": moves_from(part.state) if row and row.version and not document.is_frozen else (),
        "comments": beside.comments,
        "comment_form": CommentForm(auto_id="comment_%s"),
        "owner_form": owner_form(document.structure, part, beside) if may_write else None,
        **(told or {}),
    }
    return render(request, "dossier/section.html", context, status=422 if form else 200)


def owner_form(structure: Structure, part: Part, beside: Around) -> OwnerForm:
    row, who = part.row, ""
    if row and row.owner_id:
        who = f"fiche-{row.owner_id}"
    elif row and row.owner_account_id:
        who = f"compte-{row.owner_account_id}"
    return OwnerForm(structure, beside.members, beside.cards, initial={"who": who}, auto_id="owner_%s")


@require_POST
def move(request: Request, slug: str, pk: int, key: str) -> HttpResponse:
    document = document_at(find(request, slug, Ability.WRITE), pk)
    part, _ = part_at(document, key)
    with refusals_said(request):
        row = writing.move_section(document, key, request.POST.get("move", ""), by=request.user)
        say(request, f"« {part.section.title} »\N{NO-BREAK SPACE}: {row.get_state_display().lower()}.")
    return redirect("dossier:section", slug, pk, key)


@require_POST
def entrust(request: Request, slug: str, pk: int, key: str) -> HttpResponse:
    structure = find(request, slug, Ability.WRITE)
    document = document_at(structure, pk)
    part, _ = part_at(document, key)
    beside = around(None, structure, request.user, at=timezone.now())
    form = OwnerForm(structure, beside.members, beside.cards, request.POST)
    if form.is_valid():
        person, account = form.chosen()
        writing.entrust_section(document, key, person=person, account=account, by=request.user)
        who = person or account
        said = f"est confiée à {who}" if who else "n’est confiée à personne"
        say(request, f"« {part.section.title} » {said}.")
    else:
        say(request, "Cette personne n’est plus de la structure\N{NO-BREAK SPACE}: choisissez-en une autre.")
    return redirect("dossier:section", slug, pk, key)


@require_POST
def comment(request: Request, slug: str, pk: int, key: str) -> HttpResponse:
    structure = gather(find(request, slug, Ability.COMMENT))
    document = document_at(structure, pk)
    part, following = part_at(document, key)
    form = CommentForm(request.POST, auto_id="comment_%s")
    if not form.is_valid():
        answer = shown(request, document, part, following, told={"comment_form": form})
        answer.status_code = 422
        return answer
    commenting.comment(
        document,
        key,
        form.cleaned_data["words"],
        quotation=form.cleaned_data["quotation"],
        by=request.user,
        at=timezone.now(),
    )
    say(request, "Votre commentaire est là.")
    return redirect(f"{redirect('dossier:section', slug, pk, key).url}#commentaires")


@require_POST
def settle(request: Request, slug: str, pk: int, key: str, comment: int) -> HttpResponse:
    document = document_at(find(request, slug, Ability.WRITE), pk)
    with refusals_said(request):
        said = commenting.settle(document, comment, by=request.user, at=timezone.now())
        say(request, "Ce commentaire est réglé." if said.settled_at else "Ce commentaire est rouvert.")
    return redirect("dossier:section", slug, pk, key)


@opens_examples
@require_safe
def versions(request: Request, slug: str, pk: int, key: str) -> HttpResponse:
    document = document_at(find(request, slug, Ability.READ), pk)
    part, _ = part_at(document, key)
    kept = versions_of(part.row) if part.row else []
    asked = CompareForm(request.GET)
    said = asked.cleaned_data if asked.is_valid() else {}
    last = kept[0].number if kept else 0
    new = last if said.get("a") is None else said["a"]
    old = max(new - 1, 0) if said.get("de") is None else said["de"]
    context = {
        "document": document,
        "title": title_of(document),
        "part": part,
        "versions": kept,
        "old": old,
        "new": new,
        "paragraphs": compared(kept, old, new),
        "may_write": Ability.WRITE in request.abilities and not request.is_visit,
    }
    return render(request, "dossier/versions.html", context)


@require_POST
def restore(request: Request, slug: str, pk: int, key: str) -> HttpResponse:
    """An older version becomes the last; what stood stays among the versions."""
    document = document_at(find(request, slug, Ability.WRITE), pk)
    part, _ = part_at(document, key)
    asked = CompareForm(request.POST)
    number = asked.cleaned_data["a"] if asked.is_valid() else None
    older = (
        next((each for each in versions_of(part.row) if each.number == number), None) if part.row else None
    )
    if older is None:
        say(request, "Cette version n’existe pas\N{NO-BREAK SPACE}: choisissez-en une de la liste.")
        return redirect("dossier:versions", slug, pk, key)
    try:
        writing.write_section(
            document, key, older.html, rich=True, version=part.version, by=request.user, at=timezone.now()
        )
    except BadInput as refusal:
        say(request, str(refusal))
        return redirect("dossier:versions", slug, pk, key)
    say(
        request,
        f"La version {older.number} est reprise\N{NO-BREAK SPACE}; celle d’avant reste dans la liste.",
    )
    return redirect("dossier:section", slug, pk, key)
