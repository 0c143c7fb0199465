"""The text of outside plugins of one module, and an offer of the programme that they bring."""

from core import plugins
from core.models import Attribution
from tests import factories as make

HEAD = """
from core.fasd.checks import COMMON
from core.fasd.codes import CADRE
from core.fasd import FASD
from core.plugins import hookimpl
from core.rules import Field, FieldTable, Fiche, FromContexte, Issue, Kind, Level, Programme
from core.plugins import Target
from programmes.regional import CHECKS, REGIONAL

SOFI_CONTRACT = 2

def programme(code="essai", fields=REGIONAL, checks=CHECKS, **about):
    return Programme(code, "PROGRAMME REGION - Essai", fields, checks, region_code="ESSAI", **about)
"""
REGISTER = """
@hookimpl
def register_programmes():
    return [{}]
"""


def bringing(programme="programme()", more=""):
    return HEAD + more + REGISTER.format(programme)


def offer(owner, situation="draft", programme="essai", **values):
    attribution = make.attribution(
        owner, programme=plugins.programme(programme), numero_lot=f"L{Attribution.objects.count()}"
    )
    return make.offer(owner, situation, attribution=attribution, **values)
