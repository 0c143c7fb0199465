"""How a session is paid, and for whom: the dispositifs as LHÉO's funders."""

from core.fasd.codes import TYPE_DISPOSITIF
from core.rules import Fiche
from exports.lheo.annuaire import Annuaire
from exports.lheo.element import Marked, extras, marked

PUBLICS_AT_MOST = 10
FINANCEURS_AT_MOST = 8
EDITION_PUBLICS = "V14"  # when our référentiel does not say


def publics(dispositifs, annuaire: Annuaire) -> list[Marked]:
    """Return the publics of the session.

    The union of the dispositifs', each of which keeps its own below.
    """
    codes = dict.fromkeys(
        code for dispositif in dispositifs for code in dispositif["publics"] or ()
    )
    return [public(code, annuaire) for code in list(codes)[:PUBLICS_AT_MOST]]


def public(code, annuaire: Annuaire) -> Marked:
    return marked(code, ref=annuaire.terme("public", code).edition or EDITION_PUBLICS)


def financeur(dispositif: Fiche, annuaire: Annuaire, *, prefix) -> Marked:
    """Return a dispositif as a funder, with what is true for this funder only."""
    return marked(
        {
            "code-financeur": TYPE_DISPOSITIF.lheo_code(dispositif["type_dispositif"]),
            "nb-places-financees": dispositif["places"],
            "extras": [specificites(dispositif, annuaire), own_values(dispositif)],
        },
        numero=numero(dispositif, prefix),
    )


def numero(dispositif: Fiche, prefix) -> str:
    return f"{prefix}_{dispositif.key}"


def specificites(dispositif: Fiche, annuaire: Annuaire) -> Marked | None:
    """Return the national group of a funder."""
    return extras(
        "specificites",
        {
            "code-public-vise": [public(code, annuaire) for code in dispositif["publics"] or ()],
            "programme-financeur": dispositif["dispositif"],
            "ref-action-marche-financeur": dispositif["numero_lot"],
        },
    )


def own_values(dispositif: Fiche) -> Marked | None:
    """Return what neither LHÉO nor the national feed has a name for."""
    return extras(
        "sofi",
        {
            "type-dispositif": TYPE_DISPOSITIF.labels.get(dispositif["type_dispositif"]),
            "places-restantes": dispositif["places_restantes"],
            "effectif-minimal": dispositif["effectif_minimal"],
            "capacite-simultanee": dispositif["capacite_simultanee"],
            "lot": dispositif["numero_lot"],
            "id-action-cr": dispositif["id_action_cr"],
            "mandataire-cr": dispositif["of_mandataire_cr"],
        },
    )


def frais(dispositif: Fiche, *, prefix) -> Marked | None:
    """Return the money of a dispositif, where EDOF reads it and under its names."""
    pedagogiques = extras(
        "frais-pedagogiques",
        {
            "taux-tva": dispositif["taux_tva"],
            "frais-ht": dispositif["frais_ht"],
            "frais-ttc": dispositif["frais_ttc"],
        },
    )
    others = extras(
        "action",
        {
            "frais-anpec": dispositif["frais_additionnels"],
            "frais-certif-inclus-frais-anpec": dispositif["frais_certification"] or None,
        },
    )
    if pedagogiques is None and others is None:
        return None
    content = {"extras": pedagogiques, "extra": others.content["extra"] if others else None}
    return marked(content, info="action", numero=numero(dispositif, prefix))


def prix_total(dispositifs):
    """Return the price of the session.

    The highest of its dispositifs', since others are paid in part.
    """
    return max((d["frais_ttc"] for d in dispositifs if d["frais_ttc"] is not None), default=None)


def conditions_de_prise_en_charge(dispositifs) -> str | None:
    """Say by whom the fees are paid, when they are."""
    paid = [
        d["type_dispositif"]
        for d in dispositifs
        if d["frais_pris_en_charge"] and d["type_dispositif"]
    ]
    payers = dict.fromkeys(TYPE_DISPOSITIF[code] for code in paid)
    return f"Frais pédagogiques pris en charge : {', '.join(payers)}." if payers else None
