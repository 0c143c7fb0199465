"""People who act at the same moment: each in a process of its own, with its own connection, through the pages."""
