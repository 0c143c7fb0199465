"""Texts: compared, cleaned, written as calendars. Plain Python."""
