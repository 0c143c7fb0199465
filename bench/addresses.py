"""The addresses of the product, and that of the empty form that is measured beside ours."""

from django.urls import path

from bench import empty
from config.urls import *  # noqa: F403  handlers too
from config.urls import urlpatterns as product

urlpatterns = [path("vide/<int:count>/", empty.page), *product]
