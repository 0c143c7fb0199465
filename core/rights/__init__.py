"""The table of rights, and its conditions."""
