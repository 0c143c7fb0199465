"""Offers: created, copied, completed."""
