"""The sentinelle in the background."""

from django.tasks import task

from core.sentinelle.passing import passer
from core.sentinelle.reminders import rappeler


@task
def sentinelle(*, rappels: bool = False) -> dict:
    """Look at the annuaire; write to organisations when asked."""
    bilan = passer()
    return {"ouvertes": bilan.en_cours, "mails": rappeler() if rappels else 0}
