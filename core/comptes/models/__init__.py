"""Keys, main accounts, texts of the public pages, and the journal of accounts."""

from core.comptes.models.memoire import Memoire

__all__ = ["Memoire"]
