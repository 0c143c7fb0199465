"""The read model of the online offers of a sheet, by the functions that a publication calls.

`build.groups` writes LHÉO and `rendering.rows` makes the rows, as in a move. Two things are spared,
which tests/generator verifies: what is written of the annuaire, the same in every offer of an
organisation, is written once (`Remembered`); and the verdict on each offer (schema, characters) is
left out.
"""

from contextlib import ExitStack
from functools import partial
from unittest.mock import patch

from django.conf import settings

from core import plugins
from exports.lheo import build, coordonnees, organismes, recrutement
from exports.lheo.element import Marked, element
from exports.lheo.profiles import PROFILES
from exports.lheo.writer import Node
from exports.online.rendering import Offer, Rendering, day, rows
from workflows.models import Publication

COLUMNS = {  # what `rendering.rows` sets
    "exports.GroupePublie": "action numero programme intitule head_2_3 tail_2_3",
    "exports.SessionPubliee": "session code active_until date_debut date_fin commune departement "
    "programme cadre formacodes "
    "types_dispositif modalites_enseignement recherche fragment_2_3",
}
NAMES = {label: names.split() for label, names in COLUMNS.items()}


def columns(row):
    return {name: getattr(row, name) for name in NAMES[row._meta.label]}


def render(world, sheet, online):
    """Put the groups, sessions and mentions of online publications, with their fiches.

    On the sheet.
    """
    offers = [
        Offer(Publication(**{name: value for name, value in found.items() if name != "id"}), root,
              plugins.programme(found["programme"]).fields)
        for found, root in online
    ]  # fmt: skip
    written = {version: written_in(world, profile, offers) for version, profile in PROFILES.items()}
    for rank, ((found, root), offer) in enumerate(zip(online, offers, strict=True)):
        groups = {version: several[rank] for version, several in written.items()}
        keys = world.resolution.keys(root, offer.fields)
        publies, sessions, mentions = rows(Rendering(offer, groups, [], keys), world.resolution)
        numbers = {
            id(row): sheet.add(
                "exports.GroupePublie", columns(row) | {"publication_id": found["id"]}
            )
            for row in publies
        }
        for row in sessions:
            sheet.add("exports.SessionPubliee", columns(row) | {"group_id": numbers[id(row.group)]})
        for row in mentions:
            sheet.add("exports.Mention", {"publication_id": found["id"], "key": row.key})


def written_in(world, profile, offers):
    """Return the LHÉO formations of each offer."""
    annuaire = world.resolution.annuaire
    with world.remembered(profile):
        return [
            build.groups(
                o.publication.payload,
                annuaire,
                profile,
                prefix=settings.CARIF_PREFIX,
                published=day(o.publication),
            )
            for o in offers
        ]


class Remembered:
    """Writes organisations and addresses once.

    `exports.lheo` takes what is already written as it is.
    """

    PLACES = (  # who calls them, and the element that they give
        (build.organismes, "responsable", "organisme-formation-responsable"),
        (build.organismes, "formateur", "organisme-formateur"),
        (build.organismes, "lieu", "lieu-de-formation"),
        (organismes, "adresse", "adresse"),
        (recrutement, "adresse", "adresse"),
        (coordonnees, "adresse", "adresse"),
    )

    def __init__(self, profile):
        self.profile, self.known, self.depth = profile, {}, 0
        self.originals = {(module, name): getattr(module, name) for module, name, _ in self.PLACES}

    def __enter__(self):
        self.stack = ExitStack()
        for module, name, tag in self.PLACES:
            self.stack.enter_context(
                patch.object(
                    module, name, partial(self.get, self.originals[module, name], name, tag)
                )
            )

    def __exit__(self, *error):
        self.stack.close()

    def get(self, original, name, tag, about, *args, **options):
        """`about` is a number, a SIRET or a site."""
        key = (
            name,
            about if about is None or isinstance(about, str) else about.numero,
            options.get("cadre"),
        )
        if key not in self.known:
            self.known[key] = self.written(tag, original(about, *args, **options))
        return self.known[key]

    def written(self, tag, content):
        """Return the same content, its inside written."""
        attributes = content.attributes if isinstance(content, Marked) else {}
        inside = content.content if isinstance(content, Marked) else content
        whole = element(tag, inside, self.profile.grammar) if inside else None
        if whole is None:
            return content
        node = Node(str(whole).removeprefix("\n")[len(tag) + 2 : -len(tag) - 3])
        return Marked(node, attributes) if attributes else node
