"""The life cycle of what is validated; knows nothing about training."""

from django.apps import AppConfig


class WorkflowsConfig(AppConfig):
    name = "workflows"
    verbose_name = "Circuit de validation"

    def ready(self):
        from workflows import tasks  # noqa: F401  connects the receiver of `moved`
