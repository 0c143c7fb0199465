"""Demonstration data, made by the moves that people make.

Every name, address and figure is invented.
"""
