"""Forms of the fiches, built from a programme."""
