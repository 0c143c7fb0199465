"""Somebody at a keyboard.

Logs in, opens pages, fills the form that is there, reads what comes back.
"""

from html import unescape

from django.test import Client
from django.urls import reverse

from tests.pages import form_of


class Person:
    """A browser with its own session, and the page that it shows."""

    def __init__(self, user, password):
        self.client, self.page = Client(), None
        response = self.client.post(
            reverse("admin:login"), {"username": user.email, "password": password}
        )
        assert response.status_code == 302, "ce compte ne peut pas se connecter"
        self.open(reverse("admin:index"))

    def open(self, address):
        self.page = self.client.get(address, follow=True)
        return self

    def fill(self, having, **typed):
        """Post the form of this page that has the field `having`, with what is typed in it.

        `None` leaves a field out.
        """
        data = form_of(self.page, having) | typed
        data = {name: value for name, value in data.items() if value is not None}
        self.page = self.client.post(self.address, data, follow=True)
        return self

    def send(self, address, **data):
        """Press a button that is a form of its own."""
        self.page = self.client.post(address, data, follow=True)
        return self

    @property
    def address(self) -> str:
        return self.page.request["PATH_INFO"]

    @property
    def text(self) -> str:
        return unescape(self.page.text)

    def reads(self, *sentences) -> bool:
        """Whether this page is there, and says all of this."""
        missing = [sentence for sentence in sentences if sentence not in self.text]
        assert (self.page.status_code, missing) == (200, []), self.address
        return True
