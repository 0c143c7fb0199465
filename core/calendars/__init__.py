"""Meetings and open days to come, as everybody may read them."""
