"""Received files leave the disk when nothing names them any more.

Neither a site, nor a version that one published.
"""

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
    if raw or instance.pk is None:
        return
    if update_fields is not None and "certification" not in update_fields:
        return
    saved = Site._base_manager.filter(pk=instance.pk).order_by("pk")
    before = saved.values_list("certification", flat=True).first()
    if before and before != instance.certification.name:
        transaction.on_commit(partial(forget, before), robust=True)


def versions():
    return Publication.objects.filter(content_type=ContentType.objects.get_for_model(Site))


def named(name) -> bool:
    """Whether a site or a version of one names this file."""
    if Site.objects.filter(certification=name).exists():
        return True
    return versions().filter(**{IN_A_VERSION: name}).exists()


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
    """Return the files that nothing names.

    A transaction undone, or a server stopped, left them behind.
    """
    if not default_storage.exists(files.FOLDER):
        return []
    sites = Site.objects.exclude(certification="").order_by()
    named_somewhere = {
        *sites.values_list("certification", flat=True),
        *versions().order_by().values_list(IN_A_VERSION, flat=True),
    }
    return [name for name in stored() if name not in named_somewhere and is_old(name)]


def stored():
    """Yield the received files that are on the disk."""
    folders, _ = default_storage.listdir(files.FOLDER)
    for folder in folders:
        _, names = default_storage.listdir(f"{files.FOLDER}/{folder}")
        for name in names:
            path = f"{files.FOLDER}/{folder}/{name}"
            if files.is_ours(path):
                yield path


def is_old(name) -> bool:
    return default_storage.get_modified_time(name) < timezone.now() - YOUNG
