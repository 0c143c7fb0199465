"""Background work of the life cycle; run at once by default."""

from django.dispatch import receiver
from django.tasks import task

from workflows import notifications
from workflows.lifecycle import MOVES
from workflows.signals import moved


@task
def notify(log_id: int) -> int:
    return notifications.send(log_id)


@receiver(moved)
def after_move(sender, subject, log, **kwargs):
    if MOVES[log.name].tells:
        notify.enqueue(log.pk)
