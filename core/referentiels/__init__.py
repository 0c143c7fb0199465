"""Référentiels: their terms, their load."""
