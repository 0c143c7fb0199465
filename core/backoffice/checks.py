"""Start-up check: an admin page whose rows do not come from the policy is refused."""

from django.contrib import admin
from django.core.checks import Error, register

from core.backoffice.scoped import ScopedAdmin


@register("admin")
def every_admin_is_scoped(app_configs, **kwargs):
    """Refuse an admin class that is neither a `ScopedAdmin` nor marked `public_because`."""
    return [
        Error(
            f"{type(model_admin).__name__} shows rows that no policy chose.",
            hint="Derive it from core.admin.base.ScopedAdmin, or say why anyone may see them: public_because = '…'.",
            obj=model,
            id="sofi.E001",
        )
        for model, model_admin in admin.site._registry.items()
        if not isinstance(model_admin, ScopedAdmin)
        and not getattr(model_admin, "public_because", "")
    ]
