"""Rows as fiches and back: read, given, compared, saved."""
