"""What is counted for a while.

The table of Django's cache, made by a migration rather than by a command.
"""

from django.db import models


class Memoire(models.Model):
    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "comptes_cache"
        verbose_name = "mémoire"

    def __str__(self):
        return self.cache_key
