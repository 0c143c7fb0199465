"""The small tables of the fiches of an offer: a row is a line of one of them."""

from django.db import models

from core.fasd import BLOCS, EQUIPEMENTS, INFORMATIONS_COLLECTIVES, PERIODES_INSCRIPTION
from core.models.columns import columns
from core.models.offre import Action, Formation, Session


class BlocCompetence(models.Model):
    """A block of competences of a formation."""

    formation = models.ForeignKey(Formation, models.CASCADE, related_name="blocs")
    vars().update(columns(BLOCS))

    class Meta:
        verbose_name = "bloc de compétences"
        verbose_name_plural = "blocs de compétences"
        ordering = ["pk"]

    def __str__(self):
        return self.intitule


class Equipement(models.Model):
    """What a trainee of an action must have."""

    action = models.ForeignKey(Action, models.CASCADE, related_name="equipements")
    vars().update(columns(EQUIPEMENTS))

    class Meta:
        verbose_name = "équipement"
        ordering = ["pk"]

    def __str__(self):
        return f"Équipement {self.pk}"


class InformationCollective(models.Model):
    """A meeting before entry: without one, an offer reaches neither Kairos nor Ouiform (S2, S3)."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="informations_collectives")
    vars().update(columns(INFORMATIONS_COLLECTIVES))

    class Meta:
        verbose_name = "information collective"
        verbose_name_plural = "informations collectives"
        ordering = ["date", "heure_debut", "pk"]

    def __str__(self):
        return f"Information collective {self.pk}"


class PeriodeInscription(models.Model):
    """A typed period in which to apply or enrol (S2)."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="periodes_inscription")
    vars().update(columns(PERIODES_INSCRIPTION))

    class Meta:
        verbose_name = "période d’inscription"
        verbose_name_plural = "périodes d’inscription"
        ordering = ["date_debut", "pk"]

    def __str__(self):
        return f"Période {self.pk}"
