"""`Model.objects.allowed(user, action)`: the one door to rows."""

from django.db import models

from core.policy.engine import rows


class Scoped(models.QuerySet):
    def allowed(self, user, action="view"):
        """Return the rows on which the policy lets this user do this; none when it says nothing."""
        return self.filter(rows(self.model, user, action))
