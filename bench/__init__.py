"""Measures: `python -m bench` writes docs/performance.md.

`generator` makes the bases that it measures.
"""
