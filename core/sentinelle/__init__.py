"""The sentinelle: every night, what the annuaire lacks or is about to lose; said to staff, and to organisations once."""
