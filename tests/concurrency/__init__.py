"""People who act at the same moment.

Each in a process of its own, with its own connection, through the pages.
"""
