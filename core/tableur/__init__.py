"""Saisie by spreadsheet: a workbook per campaign, built from the rules, and its import."""
