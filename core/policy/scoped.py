"""`Model.objects.allowed(user, action)`: the one door to rows."""

from django.db import models


class Scoped(models.QuerySet):
    def allowed(self, user, action="view"):
        """Return the rows on which the policy lets this user do this; none when it says nothing."""
        from core.policy import asking as policy  # the policy names the models

        return self.filter(policy.rows(self.model, user, action))
