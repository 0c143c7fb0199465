"""The columns of the lists of a campaign: lots, and who they are attributed to."""

from core.models import Attribution, Lot
from exports.lists.columns import Column, of_model


def lots(*, staff: bool) -> list[Column]:
    return of_model(
        Lot,
        "numero",
        "intitule",
        "campagne",
        "mandataire",
        "forfait_recrutement",
        "statut",
    )


def attributions(*, staff: bool) -> list[Column]:
    return [
        *of_model(Attribution, "lot"),
        *of_model(Lot, "campagne", "mandataire", of=lot_of),
        *of_model(
            Attribution,
            "formateur",
            "nom_site",
            "site",
            "places",
            "bon_de_commande",
            "id_action_cr",
            "of_mandataire_cr",
            "date_debut_prevue",
            "date_fin_prevue",
            "retiree_le",
        ),
        Column("Actions saisies", lambda attribution: attribution.nombre),
    ]


def lot_of(attribution: Attribution) -> Lot:
    return attribution.lot
