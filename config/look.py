"""What unfold shows of SOFI: name, logo, colours, menu."""

from django.templatetags.static import static
from django.urls import reverse_lazy


def asset(name):
    """Give the address of one of our files once asked: storages are not ready in settings."""
    return lambda request: static(f"sofi/{name}")


UNFOLD = {
    "SITE_TITLE": "SOFI",
    "SITE_HEADER": "SOFI",
    "SITE_SUBHEADER": "L’offre de formation",
    "SITE_URL": None,  # the root is the back-office: no « Voir le site »
    "SITE_ICON": asset("icone.svg"),
    "SITE_FAVICONS": [
        {"rel": "icon", "href": asset("favicon.ico"), "sizes": "32x32"},
        {"rel": "icon", "href": asset("icone.svg"), "type": "image/svg+xml"},
        {"rel": "apple-touch-icon", "href": asset("icone-180.png")},
    ],
    "STYLES": [
        asset("sofi.css"),
        asset("fiche.css"),
        asset("annuaire.css"),
        asset("accueil.css"),
        asset("unfold.css"),
    ],
    "SCRIPTS": [asset("accessibilite.js"), asset("saisie.js")],
    "DASHBOARD_CALLBACK": "core.accueil.home.dashboard",
    "SHOW_HISTORY": False,  # ours is in the dossier, field by field
    "SHOW_VIEW_ON_SITE": False,
    "ACCOUNT": {
        "navigation": [
            {"title": "Mot de passe", "link": reverse_lazy("account_change_password")},
            {"title": "Adresse électronique", "link": reverse_lazy("account_email")},
            {"title": "Double authentification", "link": reverse_lazy("mfa_index")},
            {"title": "Sessions ouvertes", "link": reverse_lazy("usersessions_list")},
        ],
    },
    "COMMAND": {"show_history": False},  # its search: core/backoffice/palette.py
    "SIDEBAR": {
        "show_search": False,
        "show_all_applications": False,
        "navigation": "core.backoffice.menu.navigation",
    },
    "BORDER_RADIUS": "6px",
    "COLORS": {  # AA: white on primary-600, and 600 on white, 500 on base-900 for links
        "base": {  # greys with a little of the primary blue
            "50": "oklch(98.4% .003 220)",
            "100": "oklch(96.3% .005 220)",
            "200": "oklch(92.2% .008 220)",
            "300": "oklch(86.4% .012 220)",
            "400": "oklch(72% .018 222)",
            "500": "oklch(52.5% .022 224)",
            "600": "oklch(43.5% .024 226)",
            "700": "oklch(36.5% .026 228)",
            "800": "oklch(27.5% .026 230)",
            "900": "oklch(21% .024 232)",
            "950": "oklch(14.5% .02 234)",
        },
        "primary": {  # a duck blue
            "50": "oklch(97.6% .013 205)",
            "100": "oklch(94.4% .03 205)",
            "200": "oklch(89% .055 206)",
            "300": "oklch(82% .085 208)",
            "400": "oklch(75.5% .105 210)",
            "500": "oklch(69% .11 212)",
            "600": "oklch(46% .083 216)",
            "700": "oklch(41% .075 218)",
            "800": "oklch(36% .064 220)",
            "900": "oklch(31% .054 222)",
            "950": "oklch(23% .042 224)",
        },
    },
}
