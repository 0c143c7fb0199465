"""Makes bases of any size, as real moves would have left them: `manage.py generate --sessions N`.

`plan` says what people did, as scripts of steps; `story` plays a script in memory and gives the
rows that `core.offres.creation`, `core.dossiers.saving` and `workflows.service.perform` would have
left; `tables` writes them in bulk. tests/generator plays the same scripts by the real doors, and
compares every column.
"""
