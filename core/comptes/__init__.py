"""Accounts: how one gets in, by key or by invitation, and what one may do with one's account."""
