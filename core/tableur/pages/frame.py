"""What the pages of the saisie by spreadsheet have in common: who opens them, and their frame."""

from functools import wraps

from django.contrib import admin
from django.http import Http404
from django.template.response import TemplateResponse

from core import policy
from core.models import Action


def for_who_enters_offers(view):
    """Answer 404 to who does not enter offers."""

    @wraps(view)
    def checked(request):
        if not policy.may_add(request.user, Action):
            raise Http404("Page réservée à qui saisit des offres.")
        return view(request)

    return checked


def page(request, template, title, context):
    return TemplateResponse(
        request,
        template,
        {**admin.site.each_context(request), "title": title, **context},
    )
