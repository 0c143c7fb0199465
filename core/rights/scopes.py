"""Conditions of the policy: each turns a user into a `Q` that selects rows.

Sub-selects, never joins.
"""

from django.db.models import Q

from core import plugins
from core.comptes.models import ComptePrincipal
from core.models import Action, Attribution, Etablissement, Role, Site
from core.policy import EVERYTHING, NOTHING
from workflows.lifecycle import State

ORGANISME = Role.ORGANISME
CARIFOREF = Role.CARIFOREF
GESTIONNAIRE = Role.GESTIONNAIRE
ADMINISTRATEUR = Role.ADMINISTRATEUR


def memberships(user):
    """Return the memberships of this user in établissements.

    Those of the one chosen at the top of the page, or all (S3). A choice only takes away: what was
    never this user's is not found by it.
    """
    attaches = [attache for attache in user.attaches if attache.role == ORGANISME]
    chosen = user.etablissement_choisi
    if not chosen:
        return attaches
    return [attache for attache in attaches if attache.etablissement == chosen]


def mine(user) -> list[int]:
    """Return the établissements of this user.

    Few, so that the base is given their keys and not a sub-select.
    """
    return [attache.etablissement for attache in memberships(user)]


def whole(user) -> list[int]:
    """Return the établissements of which this user administers every site."""
    return [attache.etablissement for attache in memberships(user) if not attache.sites]


def my_sites(user):
    """Return the sites this user administers: those named, or all those of the établissement."""
    named = [site for attache in memberships(user) for site in attache.sites]
    administered = Q(etablissement__in=whole(user))
    if named:
        administered |= Q(pk__in=named)
    return Site.objects.filter(administered).values("pk")


def principal_of(user):
    """Établissements of which this user is the main account, who makes the others."""
    if user.vu_comme:
        return member(user)
    main = ComptePrincipal.objects.filter(user=user.pk, etablissement__in=mine(user))
    return Q(pk__in=main.values("etablissement"))


def account_of_mine(user):
    return Q(role=ORGANISME) & invitation_of_mine(user)


def invitation_of_mine(user):
    etablissements = Etablissement.objects.filter(principal_of(user))
    return Q(etablissement__in=etablissements.values("pk"))


def account_of_an_organisation(user):
    return Q(role=ORGANISME)


def my_programmes(user) -> list[str]:
    """Return the codes of the programmes of which this user is the manager."""
    return [attache.programme for attache in user.attaches if attache.role == GESTIONNAIRE]


def everything(user):
    return EVERYTHING


def in_state(*states):
    return lambda user: Q(state__in=states)


def not_held(user):
    return Q(hold_reason="")


def followed_by_another(user):
    """What nobody follows yet, or somebody else does: who takes it takes over from them."""
    return ~Q(reviewer=user.pk)


def either(*conditions):
    def condition(user):
        rows = NOTHING
        for wanted in conditions:
            rows |= wanted(user)
        return rows

    return condition


def each_by_its_index(model, *conditions):
    """Return rows that hold one of the conditions, each looked for by itself.

    An OR across tables would read them whole.
    """

    def condition(user):
        keys = []
        for wanted in conditions:
            rows = model.objects.filter(wanted(user))
            keys.append(rows.order_by().values("pk"))
        first, *others = keys
        return Q(pk__in=first.union(*others, all=True))

    return condition


def porteur(user):
    return Q(porteur__in=mine(user))


def at_a_site_of_mine(user):
    sites = Site.objects.filter(etablissement__in=mine(user))
    return Q(site_dispensateur__in=sites.values("pk"))


def formateur(user):
    attributions = Attribution.objects.filter(formateur__in=mine(user))
    return Q(attribution__in=attributions.values("pk"))


def mandataire(user):
    attributions = Attribution.objects.filter(lot__mandataire__in=mine(user))
    return Q(attribution__in=attributions.values("pk"))


def entered_by_staff(user):
    return Q(porteur__isnull=True)


def its_programme_works(user):
    """Offers of a programme whose plugin is missing, or failed, are read only."""
    return Q(attribution=None) | Q(attribution__lot__campagne__programme__in=plugins.working())


def porteur_of_the_public_one(user):
    """Private additions to the offers that one enters (D5)."""
    actions = Action.objects.filter(porteur__in=mine(user))
    return Q(action_publique__in=actions.values("pk"))


def public_online(user):
    """Offers of the programme régional that are online: private sessions may be added (D5)."""
    return Q(action_publique=None, attribution__isnull=False, online_number__isnull=False)


def of_my_programmes(user):
    return Q(attribution__lot__campagne__programme__in=my_programmes(user))


def member(user):
    return Q(pk__in=mine(user))


def named_in_an_action(user):
    """Établissements that one sees because of an action it reads: the mandataire, the formateur."""
    as_formateur = Attribution.objects.filter(formateur__in=mine(user)).values("lot__mandataire")
    as_mandataire = Attribution.objects.filter(lot__mandataire__in=mine(user)).values("formateur")
    return Q(pk__in=as_formateur) | Q(pk__in=as_mandataire)


def site_of_my_lots(user):
    """Sites where the lots of which one is mandataire take place."""
    attributions = Attribution.objects.filter(
        lot__mandataire__in=mine(user),
        site__isnull=False,
    )
    return Q(pk__in=attributions.values("site"))


def site_of_mine(user):
    return Q(pk__in=my_sites(user))


def staff_change(user):
    """Staff change their own drafts, and correct what was sent (D14)."""
    own_draft = Q(
        porteur__isnull=True,
        state__in=[State.DRAFT, State.QUESTIONED],
        hold_reason="",
    )
    return own_draft | Q(state=State.SUBMITTED)


def of_my_sites(user):
    return Q(site__in=my_sites(user))


def alert_of_my_etablissement(user):
    """What is said of the établissement itself, to those who administer all its sites."""
    return Q(site=None, etablissement__in=whole(user))


def my_campagnes(user):
    return Q(programme__in=my_programmes(user))


def my_lots(user):
    return Q(campagne__programme__in=my_programmes(user))


def my_programmes_attributions(user):
    return Q(lot__campagne__programme__in=my_programmes(user))


def formateur_or_mandataire(user):
    return Q(formateur__in=mine(user)) | Q(lot__mandataire__in=mine(user))


def lot_is_open(user):
    """What lets an action be created (D18).

    A lot that is stopped, a line that left the file, or a programme that does not work, blocks it.
    """
    return Q(
        lot__statut="actif",
        retiree_le=None,
        lot__campagne__programme__in=plugins.working(),
    )
