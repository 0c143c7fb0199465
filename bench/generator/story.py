"""A subject in memory: its state, and the moves, saves and publications that its life leaves.

Mirrors `workflows.service.perform` and `core.dossiers.saving.saving`; tests/generator holds them
together.
"""

from workflows.lifecycle import DRAFT, MOVES, WAITING, Lifecycle

TARGETS = {
    name: {
        source: transition.target
        for source, transition in getattr(Lifecycle, name)._django_fsm.transitions.items()
    }
    for name in MOVES
}


class Story:
    """What becomes of a subject. `number` is its content type; rows go to `sheet`."""

    def __init__(self, sheet, number, pk, rules_version, created):
        self.sheet, self.number, self.id = sheet, number, pk
        self.state, self.state_since = DRAFT, created
        self.online_number = self.submitted_at = self.submitted_by_id = self.reviewer_id = None
        self.rules_version_now, self.rules_version, self.hold_reason = rules_version, "", ""
        self.version = 1
        self.publications, self.roots, self.logs = [], {}, []

    def payload(self):
        """Return (payload, programme, fiches) as they stand."""
        raise NotImplementedError

    def move(self, step, remarks=()):
        """Make a move, and keep it in the log."""
        about, source = MOVES[step.name], self.state
        target = TARGETS[step.name].get(source, source)
        publication = next((p for p in self.publications if p["online"]), None)
        if about.sends:
            self.submitted_at, self.submitted_by_id, self.rules_version = (
                step.at,
                step.by.id,
                self.rules_version_now,
            )
        if about.holds is not None:
            self.hold_reason = step.comment
        if about.unpublishes and publication:
            self.online_number, publication["online"] = None, False
            self.shown(None)
        if about.republishes:
            publication = self._online(self.publications[-1])
        if about.publishes:
            publication = self._online(self._publication(step))
        if target is not None and target != source:
            self.state, self.state_since = target, step.at
        if about.claims is not None or self.state not in WAITING:
            self.reviewer_id = step.by.id if about.claims else None
        if not about.of_the_queue:
            self.version += 1
        self.log(step, source, publication, remarks)

    def _publication(self, step):
        payload, programme, root = self.payload()
        publication = {
            "content_type_id": self.number,
            "object_id": self.id,
            "number": len(self.publications) + 1,
            "payload": payload,
            "programme": programme,
            "published_at": step.at,
            "published_by_id": step.by.id,
            "online": True,
        }
        self.roots[publication["number"]] = root
        self.publications.append(publication)
        return publication

    def _online(self, publication):
        for other in self.publications:
            other["online"] = other is publication
        self.online_number = publication["number"]
        self.shown(publication)
        return publication

    def shown(self, publication):
        """Hear of what is now online, or that nothing is."""

    def log(self, step, source, publication, remarks):
        self.logs.append(
            (
                {
                    "content_type_id": self.number,
                    "object_id": self.id,
                    "name": step.name,
                    "source": source,
                    "target": self.state,
                    "by_id": step.by.id,
                    "by_label": str(step.by),
                    "at": step.at,
                    "comment": step.comment or "\n".join(r["message"] for r in remarks),
                    "remarks": list(remarks),
                },
                publication,
            )
        )

    def changed(self, step, fields):
        """Keep what a save changed."""
        if fields:
            self.sheet.add(
                "workflows.Change",
                {
                    "content_type_id": self.number,
                    "object_id": self.id,
                    "at": step.at,
                    "by_id": step.by.id,
                    "by_label": str(step.by),
                    "door": "ecran",
                    "fields": fields,
                },
            )

    def history(self):
        """Write the publications, as they end, then the moves that name them."""
        numbers = {id(p): self.sheet.add("workflows.Publication", p) for p in self.publications}
        for entry, publication in self.logs:
            entry["publication_id"] = numbers[id(publication)] if publication else None
            self.sheet.add("workflows.TransitionLog", entry)

    def columns(self):
        """Return the columns of the life cycle.

        `state` is that of a new row, as its constructor would take it.
        """
        return {
            "state": self.state,
            "online_number": self.online_number,
            "version": self.version,
            "state_since": self.state_since,
            "submitted_at": self.submitted_at,
            "submitted_by_id": self.submitted_by_id,
            "rules_version": self.rules_version,
            "hold_reason": self.hold_reason,
            "reviewer_id": self.reviewer_id,
        }
