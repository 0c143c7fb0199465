"""An import that was not made."""


class ImportRefused(Exception):
    """A French sentence that says why the file was not imported, and the faults of its lines."""

    def __init__(self, message, errors=()):
        super().__init__(message)
        self.message = message
        self.errors = list(errors)
