"""Programmes and targets that come by hooks. Plain Python."""
