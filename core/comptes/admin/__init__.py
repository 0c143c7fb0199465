"""Pages of the back-office about accounts.

allauth's own are removed: they show rows that no policy chose.
"""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import admin

from core.comptes.admin import cles

for model in (EmailAddress, Authenticator, UserSession):
    if admin.site.is_registered(model):
        admin.site.unregister(model)

__all__ = ["cles"]
