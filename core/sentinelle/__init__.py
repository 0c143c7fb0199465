"""The sentinelle: every night, what the annuaire lacks or is about to lose.

Said to staff, and to organisations once.
"""
