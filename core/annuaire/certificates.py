"""Received files leave the disk when nothing names them any more: neither a site, nor a version that one published."""

import logging
from datetime import timedelta
from functools import partial
from pathlib import PurePosixPath

from django.contrib.contenttypes.models import ContentType
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models.signals import pre_save
from django.dispatch import receiver
from django.utils import timezone

from core.files import received as files
from core.models import Site
from workflows.models import Publication

log = logging.getLogger("sofi.files")
IN_A_VERSION = "payload__fiche__values__certification"
YOUNG = timedelta(days=1)  # a transaction that writes its name may not be over


@receiver(pre_save, sender=Site)
def replaced(sender, instance, raw=False, update_fields=None, **kwargs):
    """Forget, once it is sure, the file that this save takes out of a site."""
    if (
        raw
        or instance.pk is None
        or (update_fields is not None and "certification" not in update_fields)
    ):
        return
    before = (
        Site._base_manager.filter(pk=instance.pk)
        .order_by("pk")
        .values_list("certification", flat=True)
        .first()
    )
    if before and before != instance.certification.name:
        transaction.on_commit(partial(forget, before), robust=True)


def versions():
    return Publication.objects.filter(content_type=ContentType.objects.get_for_model(Site))


def named(name) -> bool:
    """Whether a site or a version of one names this file."""
    return (
        Site.objects.filter(certification=name).exists()
        or versions().filter(**{IN_A_VERSION: name}).exists()
    )


def forget(name) -> bool:
    """Remove a file of ours that nothing names, and its folder; say whether it was."""
    if not files.is_ours(name) or named(name) or not default_storage.exists(name):
        return False
    default_storage.delete(name)
    folder = str(PurePosixPath(name).parent)
    if default_storage.listdir(folder) == ([], []):
        default_storage.delete(folder)
    log.info("file removed", extra={"file": name})
    return True


def orphans() -> list[str]:
    """Return the files that nothing names: what a transaction undone, or a server stopped, left behind."""
    if not default_storage.exists(files.FOLDER):
        return []
    folders, _ = default_storage.listdir(files.FOLDER)
    paths = [f"{files.FOLDER}/{folder}" for folder in folders]
    kept = [
        f"{path}/{name}"
        for path in paths
        for name in default_storage.listdir(path)[1]
        if files.is_ours(f"{path}/{name}")
    ]
    known = {
        *Site.objects.exclude(certification="").order_by().values_list("certification", flat=True),
    }
    known |= set(versions().order_by().values_list(IN_A_VERSION, flat=True))
    old = timezone.now() - YOUNG
    return [
        name for name in kept if name not in known and default_storage.get_modified_time(name) < old
    ]
