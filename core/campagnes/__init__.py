"""Campaigns: their rules, their lots, their places."""
