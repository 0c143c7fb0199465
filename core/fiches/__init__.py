"""The page of one fiche."""
