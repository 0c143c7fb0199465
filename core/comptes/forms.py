"""Forms of the public pages."""

from allauth.account.forms import LoginForm
from django import forms
from django.contrib.auth import password_validation

from core.backoffice.shaped import (
    EmailField,
    NumberOfOrganisationField,
    PhoneField,
    PostalCodeField,
    SiretField,
    UrlField,
)
from core.comptes.models import DemandeCle
from core.fasd.identifiants import nda_problem
from core.models import User

EMAIL_INPUT = {"inputmode": "email", "autocomplete": "email", "spellcheck": "false"}
PHONE_INPUT = {"inputmode": "tel", "autocomplete": "tel"}


class ConnexionForm(LoginForm):
    """The login form: allauth's, with the names that browsers and password managers know."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        login, password = self.fields["login"], self.fields["password"]
        login.label, password.label, password.help_text = "Adresse électronique", "Mot de passe", ""
        login.widget.attrs |= {"autocomplete": "username", "placeholder": ""}
        password.widget.attrs |= {"autocomplete": "current-password", "placeholder": ""}

    def add_prefix(self, field_name):
        return super().add_prefix("username" if field_name == "login" else field_name)


def siret_field() -> SiretField:
    return SiretField(
        label="SIRET",
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        help_text="14 chiffres",
    )


class CleForm(forms.Form):
    siret = siret_field()
    cle = forms.CharField(
        label="Clé d’activation",
        max_length=40,
        help_text="Elle est dans la lettre du Cariforef : quatre groupes de quatre signes.",
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )


class SignalerForm(forms.Form):
    """What is wrong in what INSEE says: the Cariforef corrects it."""

    email = EmailField(
        label="Votre adresse électronique",
        max_length=160,
        widget=forms.TextInput(attrs=EMAIL_INPUT),
    )
    message = forms.CharField(
        label="Ce qui est faux",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class ComplementForm(forms.Form):
    """« Informations complémentaires » (S0), checked, corrected or completed."""

    nda = NumberOfOrganisationField(
        label="Numéro de déclaration d’activité",
        max_length=20,
        required=False,
    )
    telephone_fixe = PhoneField(
        label="Téléphone",
        max_length=25,
        required=False,
        widget=forms.TextInput(attrs=PHONE_INPUT),
    )
    email = EmailField(
        label="Adresse électronique de l’organisme",
        max_length=160,
        required=False,
        widget=forms.TextInput(attrs=EMAIL_INPUT),
    )
    site_web = UrlField(
        label="Site web",
        max_length=400,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "url"}),
    )

    def clean_nda(self):
        nda = self.cleaned_data["nda"]
        if nda and (sentence := nda_problem(nda)):
            raise forms.ValidationError(sentence)
        return nda


class NouveauMotDePasse(forms.Form):
    """A password chosen twice, judged as allauth and Django judge them."""

    password1 = forms.CharField(
        label="Mot de passe",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
        help_text="12 caractères au moins : une phrase fait un bon mot de passe.",
    )
    password2 = forms.CharField(
        label="Le même mot de passe",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
    )

    def __init__(self, *args, user=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user

    def person(self):
        return self.user

    def clean(self):
        first, second = self.cleaned_data.get("password1"), self.cleaned_data.get("password2")
        if first and second and first != second:
            self.add_error("password2", "Les deux mots de passe diffèrent.")
        elif first:
            try:
                password_validation.validate_password(first, self.person())
            except forms.ValidationError as refused:
                self.add_error("password1", refused)
        return self.cleaned_data


class CompteForm(NouveauMotDePasse):
    """The main account « gestionnaire de l’autosaisie »."""

    prenom = forms.CharField(
        label="Prénom",
        max_length=50,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    nom = forms.CharField(
        label="Nom",
        max_length=50,
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
    )
    email = EmailField(
        label="Votre adresse électronique",
        max_length=160,
        widget=forms.TextInput(attrs=EMAIL_INPUT),
        help_text="Elle servira à vous connecter. Un message de confirmation y est envoyé.",
    )
    field_order = ("prenom", "nom", "email", "password1", "password2")

    def person(self):
        return User(
            **{name: self.cleaned_data.get(name, "") for name in ("email", "prenom", "nom")},
        )


class MotDePasseForm(forms.Form):
    password = forms.CharField(
        label="Mot de passe",
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        strip=False,
    )


class DemandeForm(forms.ModelForm):
    """« Je n’ai pas de clé d’activation et souhaite en faire la demande ».

    An organisation that has an NDA (S4).
    """

    siret = siret_field()
    nda = NumberOfOrganisationField(
        label="Numéro de déclaration d’activité (NDA)",
        max_length=20,
        help_text=(
            "Un organisme est répertorié dans SOFI s’il a un numéro de déclaration d’activité."
        ),
    )
    code_postal = PostalCodeField(
        label="Code postal",
        max_length=5,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "postal-code"}),
    )
    email = EmailField(
        label="Votre adresse électronique",
        max_length=160,
        widget=forms.TextInput(attrs=EMAIL_INPUT),
    )
    telephone = PhoneField(
        label="Téléphone",
        max_length=25,
        required=False,
        widget=forms.TextInput(attrs=PHONE_INPUT),
    )

    class Meta:
        model = DemandeCle
        fields = (
            "siret",
            "nda",
            "raison_sociale",
            "adresse",
            "code_postal",
            "ville",
            "prenom",
            "nom",
            "email",
            "telephone",
            "message",
        )
        labels = {
            "prenom": "Votre prénom",
            "nom": "Votre nom",
        }
        widgets = {
            "message": forms.Textarea(attrs={"rows": 4}),
        }

    clean_nda = ComplementForm.clean_nda
