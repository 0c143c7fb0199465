"""The admin application, with our site in place of Django's."""

from django.contrib.admin.apps import AdminConfig


class BackofficeConfig(AdminConfig):
    default_site = "config.backoffice.BackOffice"
