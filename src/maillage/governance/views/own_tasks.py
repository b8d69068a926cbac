"""A task of one's own, by the link of a message: done, taken up again, put off; and no more such messages."""

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from maillage.governance.forms.tasks import PutOffForm
from maillage.governance.models import Task, TaskMailRefusal
from maillage.governance.services import decisions
from maillage.governance.services import task_mail as services
from maillage.governance.views.own import may_speak
from maillage.kernel import BadInput
from maillage.links.models import Link
from maillage.links.queries import link_at
from maillage.people.models import Person
from maillage.ui.forms import refuse
from maillage.ui.services import say

#: The whole of what a mail program posts (RFC 8058).
ONE_CLICK = [("List-Unsubscribe", ["One-Click"])]


def own_task(request: HttpRequest, person: Person, link: Link, number: str) -> HttpResponse:
    may_speak(person)
    task: Task = get_object_or_404(person.tasks.select_related("meeting", "decision"), pk=number or None)
    form, now = PutOffForm(), timezone.now()
    today = timezone.localdate(now)
    if request.method == "POST":
        if "done" in request.POST:
            is_done = request.POST["done"] != "non"
            decisions.finish(task, on=today if is_done else None, by=None, at=now)
            say(request, "C’est noté : fait." if is_done else "C’est noté : à faire de nouveau.")
            return redirect(link.step(f"tache-{task.pk}"))
        form = PutOffForm(request.POST)
        if put_off(form, task):
            say(request, "C’est noté : on ne vous en parle plus d’ici là.")
            return redirect(link.step(f"tache-{task.pk}"))
    context = {
        "task": task,
        "link": link,
        "here": link.step(f"tache-{task.pk}"),
        "form": form,
        "is_late": task.due_on is not None and task.due_on < today and not task.done_on,
        "structure_name": person.structure.name,
    }
    return render(request, "governance/own_task.html", context, status=422 if form.is_bound else 200)


def put_off(form: forms.Form, task: Task) -> bool:
    if not form.is_valid():
        return False
    try:
        services.put_off(task, form.cleaned_data["not_before"], on=timezone.localdate())
    except BadInput as refusal:
        refuse(form, refusal)
        return False
    return True


def own_wish(request: HttpRequest, person: Person, link: Link, number: str) -> HttpResponse:
    """Whether the weekly message is received, and a choice of two."""
    if number:
        raise Http404
    if request.method == "POST":
        if request.POST.get("wish") == "arreter":
            services.refuse(person, on=timezone.localdate())
            say(request, "C’est noté : vous ne recevez plus ce message.")
        elif request.POST.get("wish") == "recevoir":
            services.take_up(person)
            say(request, "C’est noté : vous recevez de nouveau ce message.")
        return redirect(link.step("rappels"))
    context = {
        "link": link,
        "here": link.step("rappels"),
        "refusal": TaskMailRefusal.objects.filter(person=person).first(),
        "structure_name": person.structure.name,
    }
    return render(request, "governance/own_wish.html", context)


@csrf_exempt  # a mail program posts from elsewhere, without cookie; the token alone says whose gesture it is
@login_not_required
@never_cache
def stop_task_mail(request: HttpRequest, token: str) -> HttpResponse:
    """What List-Unsubscribe names: opened, it leads to the page; it acts on the exact words of RFC 8058 alone."""
    link = link_at(token, on=timezone.localdate())
    person = Person.objects.filter(door__link=link).first() if link else None
    if link is None or person is None:
        raise Http404
    if request.method != "POST":
        return redirect(link.step("rappels"))
    if list(request.POST.lists()) != ONE_CLICK or request.GET:
        return HttpResponse(
            "List-Unsubscribe=One-Click", status=400, content_type="text/plain; charset=utf-8"
        )
    services.refuse(person, on=timezone.localdate())
    return HttpResponse("C’est noté.", content_type="text/plain; charset=utf-8")
