"""Campaigns: what their managers set, and what it does to the offers."""
