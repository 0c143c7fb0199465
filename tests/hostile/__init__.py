"""A suite hostile on purpose (style.md, rule 15).

Each module watches one thing that passes unseen, and tells `faults`.
"""
