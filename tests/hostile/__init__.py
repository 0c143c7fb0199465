"""A suite hostile on purpose (style.md, rule 15): each module watches one thing that passes unseen, and tells `faults`."""
