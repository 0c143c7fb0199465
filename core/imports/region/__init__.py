"""The file of the Région."""
