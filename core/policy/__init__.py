"""Asking who may: rows, one row, a page."""
