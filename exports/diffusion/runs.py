"""Exports, each with its trace.

To a file that is checked as a whole, or to someone who downloads it.
"""

import logging
import os
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from django.utils import timezone

from exports.diffusion.stream import Empty, Tally, stream
from exports.lheo.profiles import DEFAULT, Profile
from exports.lheo.schema import Problem, problems_in_file
from exports.models import Diffusion

log = logging.getLogger("sofi.exports")
PROBLEMS_KEPT = 20


class Rejected(Exception):
    """The file made is not valid: its problems, and where it was put aside."""

    def __init__(self, problems: list[Problem], aside: Path):
        super().__init__("Le fichier produit n’est pas conforme à LHÉO.")
        self.problems, self.aside = problems, aside


def filename(profile: Profile) -> str:
    return f"sofi-lheo-{profile.version}-{timezone.localdate():%Y%m%d}.xml"


def to_file(path: Path, profile: Profile = DEFAULT, *, by=None) -> Diffusion:
    """Write the export beside `path`, check it, then put it there at once.

    The previous file stays until then.
    """
    diffusion, tally = _begin(profile, by), Tally()
    partial = path.with_name(f".{path.name}.{os.getpid()}.partiel")
    try:
        with partial.open("xb") as file:
            for block in stream(profile, tally):
                file.write(block)
            file.flush()
            os.fsync(file.fileno())
        if problems := problems_in_file(partial, profile.version):
            aside = path.with_name(path.name + ".refuse")
            partial.replace(aside)
            _end(
                diffusion,
                tally,
                Diffusion.Verdict.REFUSEE,
                [asdict(problem) for problem in problems[:PROBLEMS_KEPT]],
            )
            raise Rejected(problems, aside)
        partial.replace(path)
    except Rejected:  # its trace says more
        raise
    except Empty as empty:
        _end(diffusion, tally, Diffusion.Verdict.REFUSEE, [{"message": str(empty)}])
        raise
    except BaseException:
        _end(diffusion, tally, Diffusion.Verdict.INTERROMPUE)
        raise
    finally:
        partial.unlink(missing_ok=True)
    return _end(diffusion, tally, Diffusion.Verdict.VALIDE)


def download(profile: Profile = DEFAULT, *, by) -> Iterator[bytes]:
    """Yield the export as it is read; its parts were checked when they were published."""
    diffusion, tally = _begin(profile, by), Tally()
    verdict, problems = Diffusion.Verdict.INTERROMPUE, []
    try:
        yield from stream(profile, tally)
        verdict = Diffusion.Verdict.TELECHARGEE
    except Empty as empty:
        verdict, problems = Diffusion.Verdict.REFUSEE, [{"message": str(empty)}]
        raise
    finally:
        _end(diffusion, tally, verdict, problems)


def _begin(profile, by) -> Diffusion:
    return Diffusion.objects.create(
        profile=profile.version,
        started_at=timezone.now(),
        by=by,
        by_label=str(by or "Commande export_lheo"),
    )


def _end(diffusion: Diffusion, tally: Tally, verdict, problems=()) -> Diffusion:
    diffusion.finished_at = timezone.now()
    diffusion.groups, diffusion.sessions, diffusion.bytes = (
        tally.groups,
        tally.sessions,
        tally.bytes,
    )
    diffusion.sha256 = tally.digest.hexdigest()
    diffusion.verdict = verdict
    diffusion.problems = list(problems)
    diffusion.save()
    took = diffusion.finished_at - diffusion.started_at
    log.info(
        "export",
        extra={
            "diffusion": diffusion.pk,
            "profile": diffusion.profile,
            "by": diffusion.by_id,
            "verdict": str(verdict),
            "groups": tally.groups,
            "sessions": tally.sessions,
            "bytes": tally.bytes,
            "sha256": diffusion.sha256,
            "seconds": round(took.total_seconds(), 3),
        },
    )
    return diffusion
