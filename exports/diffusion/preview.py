"""A publication in LHÉO as people read it: indented, with what the schema says of it."""

from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from lxml import etree

from core.models import Action
from core.rules import Issue
from exports.lheo.profiles import PROFILES
from exports.online.rendering import render


@dataclass(frozen=True, slots=True)
class Preview:
    """The document of a publication by version of LHÉO, and what keeps it from going out."""

    texts: dict[str, str]
    issues: list[Issue]


def is_offer(publication) -> bool:
    return publication.content_type == ContentType.objects.get_for_model(Action)


def of(publication) -> Preview:
    """Return how a publication is written today, whether it is online or not."""
    [(rendering, _)] = render([publication])
    texts = {
        version: indented(groups, PROFILES[version]) for version, groups in rendering.groups.items()
    }
    return Preview(texts, rendering.issues)


def indented(groups, profile) -> str:
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_blank_text=True,
    )
    body = "".join(
        group.head + "".join(fragment for _, fragment in group.sessions) + group.tail
        for group in groups
    )
    document = f'<lheo xmlns="{profile.grammar.namespace}"><offres>{body}</offres></lheo>'
    root = etree.fromstring(document.encode(), parser)
    for container in root.iter():
        if len(container):  # line breaks between elements say nothing
            container.text = None
            for child in container:
                child.tail = None
    return etree.tostring(root, pretty_print=True, encoding="unicode")
