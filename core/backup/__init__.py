"""Backup and restore: one archive of every table and every file, the same whatever the database engine.

`tables` reads and writes rows, `archive` the file that holds them, `saving` and `restoring` use both.
"""
