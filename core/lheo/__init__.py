"""LHÉO, the common language of the French training offer, as plain tables of facts."""
