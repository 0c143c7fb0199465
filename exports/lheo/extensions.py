"""What LHÉO has no element for, in the `extras` of a session."""

from datetime import date
from decimal import Decimal

from core import plugins
from core.fasd import codes
from core.rules import Fiche
from exports.lheo.element import Marked, extras
from exports.lheo.financement import frais


def of_session(payload, root: Fiche, session: Fiche, *, prefix) -> list[Marked | None]:
    """Return the names of the national feed, then EDOF's for the money, then a group of ours."""
    types = {d["type_dispositif"] for d in session.children}
    return [
        extras("duree-hebdo", {"duree-hebdo": session["duree_hebdo"]}),
        extras(
            "dispositif",
            {
                "contrat-apprentissage": codes.APPRENTISSAGE in types,
                "contrat-professionnalisation": codes.PROFESSIONNALISATION in types,
            },
        ),
        extras("type-action", {"formation-initiale": root["cadre"] == "initiale"}),
        *(frais(dispositif, prefix=prefix) for dispositif in session.children),
        extras("sofi", own_values(payload, root.children[0], session)),
    ]


def own_values(payload, action: Fiche, session: Fiche) -> dict:
    """Return our own values, and those that plugins add."""
    own = {
        "mon-plus": action["mon_plus"],
        "entrees-sorties": codes.ENTREES_SORTIES.labels.get(
            session["entrees_sorties"],
        ),  # no code for cadencées (D7)
        "unite-entreprise": codes.UNITE_RYTHME.labels.get(session["unite_entreprise"]),
    }
    for answer in plugins.ask("lheo_extras", read=named_texts, payload=payload, key=session.key):
        own |= {
            name: value for name, value in answer.items() if name not in own
        }  # ours keep their meaning
    return own


def named_texts(answer) -> dict[str, str]:
    """Return the extras of a plugin; refuse what LHÉO could not hold."""
    for name, value in answer.items():
        if not isinstance(name, str) or not isinstance(
            value,
            (str, int, bool, Decimal, date, type(None)),
        ):
            raise TypeError(f"{name!r}: {value!r} ne s’écrit pas dans LHÉO")
    return dict(answer)
