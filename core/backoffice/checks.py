"""Start-up checks: what would otherwise fail, or show too much, on the day somebody meets it."""

from django.apps import apps
from django.contrib import admin
from django.core.checks import Error, register

from core.backoffice.scoped import ScopedAdmin
from workflows.answers import answered
from workflows.lifecycle import Lifecycle


@register("admin")
def every_admin_is_scoped(app_configs, **kwargs):
    """Refuse an admin class that is neither a `ScopedAdmin` nor marked `public_because`."""
    return [
        Error(
            f"{type(model_admin).__name__} shows rows that no policy chose.",
            hint="Derive it from core.backoffice.scoped.ScopedAdmin, "
            "or say why anyone may see them: public_because = '…'.",
            obj=model,
            id="sofi.E001",
        )
        for model, model_admin in admin.site._registry.items()
        if not is_scoped(model_admin)
    ]


def is_scoped(model_admin) -> bool:
    if isinstance(model_admin, ScopedAdmin):
        return True
    return bool(getattr(model_admin, "public_because", ""))


@register("models")
def every_subject_answers(app_configs, **kwargs):
    """Refuse a model with a life cycle that answers none of its questions."""
    return [
        Error(
            f"{model.__name__} has a life cycle, and no answers to its questions.",
            hint="Register a workflows.answers.Answers when its application starts.",
            obj=model,
            id="sofi.E002",
        )
        for model in without_answers(apps.get_models())
    ]


def without_answers(models) -> list[type]:
    """Return those of these models that have a life cycle and no registered answers."""
    return [model for model in models if issubclass(model, Lifecycle) and model not in answered()]
