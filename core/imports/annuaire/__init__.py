"""The file of the annuaire."""
