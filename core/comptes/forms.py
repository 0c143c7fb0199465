"""The login form: allauth's, with the names that browsers and password managers know."""

from allauth.account.forms import LoginForm


class ConnexionForm(LoginForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        login, password = self.fields["login"], self.fields["password"]
        login.label, password.label, password.help_text = "Adresse électronique", "Mot de passe", ""
        login.widget.attrs |= {"autocomplete": "username", "placeholder": ""}
        password.widget.attrs |= {"autocomplete": "current-password", "placeholder": ""}

    def add_prefix(self, field_name):
        return super().add_prefix("username" if field_name == "login" else field_name)
