"""The mutation check (docs/mutation.md): faults put in the rules on purpose, for the tests to find.

`python -m tests.mutation` runs in `.venv-mutation`, which has cosmic-ray; the tests themselves run
in `.venv` (`worker.py`). pytest collects nothing here.
"""
