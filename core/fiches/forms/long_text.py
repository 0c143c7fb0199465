"""A long text, and the button that takes away what must not be pasted in it (`admin:nettoyer`)."""

from django.forms.widgets import Script
from django.template.loader import render_to_string
from django.utils.html import format_html
from unfold import widgets as unfold


class LongText(unfold.UnfoldAdminTextareaWidget):
    """Unfold's text area with « Nettoyer le texte » below: drawn hidden, shown by its script."""

    def render(self, name, value, attrs=None, renderer=None):
        area = super().render(name, value, attrs, renderer)
        area_id = (attrs or {}).get("id", f"id_{name}")
        button = render_to_string("core/widgets/nettoyer.html", {"id": area_id})
        return format_html("{}{}", area, button)

    class Media:
        js = (Script("sofi/nettoyer.js", defer=True),)
