"""Those who try what the product must refuse.

One file for each family of attacks, through its own doors.
"""
