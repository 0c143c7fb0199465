"""`make mutation`: put faults in the rules, and say which of them no test finds."""

import argparse
import sys
import time

from tests.mutation import mutants, provider, report
from tests.mutation.running import Run
from tests.mutation.session import Session
from tests.mutation.targets import BY_NAME, TARGETS


def arguments():
    parser = argparse.ArgumentParser(prog="make mutation", description=__doc__)
    parser.add_argument("--only", choices=BY_NAME, action="append", help="these targets")
    parser.add_argument("--sample", type=int, help="so many mutants, always the same ones")
    parser.add_argument("--quick", action="store_true", help="leave out the wide lists of tests")
    parser.add_argument("--again", action="store_true", help="try again those that survived")
    parser.add_argument("--forget", action="store_true", help="try all again")
    parser.add_argument("--report", action="store_true", help="try nothing: say what is known")
    parser.add_argument("--workers", type=int, default=2)
    return parser.parse_args()


def main():
    options = arguments()
    provider.check()
    targets = [BY_NAME[name] for name in options.only] if options.only else TARGETS
    mutants_of = {target: mutants.of_target(target) for target in targets}
    everything = [item for items in mutants_of.values() for item in items]
    chosen = sampled(mutants_of, everything, options.sample)
    session = Session(everything, forget=forgotten(options))
    if not options.report:
        try:
            run(chosen, session, options)
        except KeyboardInterrupt:
            print("Stopped: the same command goes on from here.", file=sys.stderr)
    print("\n".join(report.lines(chosen, session.results)))
    session.close()


def sampled(mutants_of: dict, everything: list, size: int | None) -> dict:
    """Return the mutants to try of each target: all, or a sample of them taken together."""
    if size is None:
        return mutants_of
    kept = {item.job_id for item in sorted(everything, key=lambda item: item.job_id)[:size]}
    return {
        target: [item for item in items if item.job_id in kept]
        for target, items in mutants_of.items()
    }


def forgotten(options) -> set[str]:
    if options.forget:
        return {"killed", "timeout", "survived", "invalid"}
    return {"survived"} if options.again else set()


def run(chosen: dict, session: Session, options):
    """Try the mutants that have no result yet."""
    waiting = [
        (target, item)
        for target, items in chosen.items()
        for item in items
        if item.job_id not in session.results and not mutants.reason_of_equivalence(item)
    ]
    print(f"{len(waiting)} mutants to try.", file=sys.stderr)
    begun = time.monotonic()
    answers = Run(waiting, wide=not options.quick).answers(options.workers)
    for count, (item, answer) in enumerate(answers, start=1):
        session.keep(item, answer, mutants.diff(item))
        if answer["outcome"] == "survived" or count % 25 == 0:
            place = f"{mutants.path(item)}:{mutants.line(item)}"
            minutes = (time.monotonic() - begun) / 60
            print(
                f"{count}/{len(waiting)} {minutes:.0f} min: {place} {answer['outcome']}",
                file=sys.stderr,
            )


main()
