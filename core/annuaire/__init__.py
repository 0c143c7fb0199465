"""The annuaire: établissements, sites, contacts."""
