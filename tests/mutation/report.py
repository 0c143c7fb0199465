"""The report: a line a target, then what survived."""

from collections import Counter

from tests.mutation import mutants, session

ROW = "{:<10} {:>8} {:>8} {:>8} {:>9} {:>11} {:>6} {:>7} {:>11}"
HEADINGS = (
    "target",
    "mutants",
    "killed",
    "timeout",
    "survived",
    "equivalent",
    "score",
    "s each",
    "cpu s each",
)


def lines(chosen: dict, results: dict) -> list[str]:
    """Return the report on the mutants chosen of each target, of which `results` tells a part."""
    table = [ROW.format(*HEADINGS)]
    survivors = []
    killers = Counter()
    for target, items in chosen.items():
        outcomes = Counter()
        cost = Counter()
        for item in items:
            reason = mutants.reason_of_equivalence(item)
            answer = session.answer(results[item.job_id]) if item.job_id in results else {}
            outcome = "equivalent" if reason else answer.get("outcome", "not tried")
            outcomes[outcome] += 1
            cost.update(seconds=answer.get("seconds", 0), cpu=answer.get("cpu", 0))
            if outcome == "survived":
                survivors.append((mutants.path(item), mutants.line(item), item))
            if outcome == "killed":
                killers[answer["by"].partition("::")[0]] += 1
        table.append(_row(target.name, len(items), outcomes, cost))
    return [*table, "", *_killers(killers), *_survivors(survivors)]


def _row(name, count, outcomes, cost) -> str:
    caught = outcomes["killed"] + outcomes["timeout"]
    tried = caught + outcomes["survived"]
    score = f"{100 * caught / tried:.0f} %" if tried else ""
    each = [f"{cost[unit] / tried:.1f}" if tried else "" for unit in ("seconds", "cpu")]
    waiting = outcomes["not tried"]
    counts = (outcomes[name] for name in ("killed", "timeout", "survived", "equivalent"))
    row = ROW.format(name, count, *counts, score, *each)
    return f"{row}   {waiting} not tried" if waiting else row


def _killers(killers) -> list[str]:
    if not killers:
        return []
    return ["Killed by:", *(f"{count:>6}  {name}" for name, count in killers.most_common(12)), ""]


def _survivors(survivors) -> list[str]:
    """Return each survivor as a small diff, in the order of the code."""
    shown = []
    for path, line, item in sorted(survivors, key=lambda survivor: survivor[:2]):
        [spec] = item.mutations
        shown.append(f"{path}:{line}  {spec.operator_name}")
        shown += [f"    {text[0]} {text[1:].strip()}" for text in mutants.diff(item)]
    return ["Survivors:", *shown] if shown else ["No survivor."]
