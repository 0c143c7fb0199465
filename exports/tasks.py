"""Background work of diffusion; run at once by default."""

from django.tasks import task

from exports.online import projection


@task
def render_offers_naming(keys: list[str]) -> int:
    """Render again the online offers that name one of these fiches of the annuaire."""
    return projection.refresh(keys).publications
