"""One section on one vendor, in a process of its own.

`python -m bench.measure export sqlite 2000 200000`.
"""

import importlib
import json
import sys
import traceback

import django


def main(name, vendor, *sizes):
    django.setup()
    from bench.world import Bases

    section = importlib.import_module(f"bench.sections.{name}")
    wanted = section.sizes(*map(int, sizes))
    try:
        found = section.measure(Bases(vendor, wanted))
    except Exception:  # noqa: BLE001  told in the document, and the other sections are still measured
        traceback.print_exc()
        sys.exit(f"The section {name} failed on {vendor}.")
    print(json.dumps(found, ensure_ascii=False))


if __name__ == "__main__":
    main(*sys.argv[1:])
