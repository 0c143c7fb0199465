"""Forms of the public pages."""

from allauth.account.forms import LoginForm
from django import forms
from django.contrib.auth import password_validation

from core.comptes.models import DemandeCle
from core.fasd.identifiants import nda_problem, siret_problem
from core.models import User
from core.rules.completeness import phone_problem
from core.texts.numbers import number


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


class SiretField(forms.CharField):
    def __init__(self, **kwargs):
        widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
        super().__init__(
            label="SIRET",
            max_length=20,
            widget=widget,
            help_text="14 chiffres",
            **kwargs,
        )

    def clean(self, value):
        siret = "".join(super().clean(value).split())
        if sentence := siret_problem(siret):
            raise forms.ValidationError(sentence)
        return siret


class CleForm(forms.Form):
    siret = SiretField()
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

    email = forms.EmailField(label="Votre adresse électronique", max_length=160)
    message = forms.CharField(
        label="Ce qui est faux",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


def clean_phone(form, name):
    """Return the telephone number of a form, when one is typed; refuse what cannot be one."""
    typed = form.cleaned_data[name].strip()
    if typed and (sentence := phone_problem(form.fields[name].label, typed)):
        raise forms.ValidationError(sentence)
    return typed


class ComplementForm(forms.Form):
    """« Informations complémentaires » (S0), checked, corrected or completed."""

    nda = forms.CharField(label="Numéro de déclaration d’activité", max_length=20, required=False)
    telephone_fixe = forms.CharField(
        label="Téléphone",
        max_length=25,
        required=False,
        widget=forms.TextInput({"type": "tel"}),
    )
    email = forms.EmailField(
        label="Adresse électronique de l’organisme",
        max_length=160,
        required=False,
    )
    site_web = forms.URLField(
        label="Site web",
        max_length=400,
        required=False,
        assume_scheme="https",
    )

    def clean_nda(self):
        nda = "".join(self.cleaned_data["nda"].split()).upper()
        if nda and (sentence := nda_problem(nda)):
            raise forms.ValidationError(sentence)
        return nda

    def clean_telephone_fixe(self):
        return clean_phone(self, "telephone_fixe")


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
    email = forms.EmailField(
        label="Votre adresse électronique",
        max_length=160,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
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

    siret = SiretField()
    nda = forms.CharField(
        label="Numéro de déclaration d’activité (NDA)",
        max_length=20,
        help_text=(
            "Un organisme est répertorié dans SOFI s’il a un numéro de déclaration d’activité."
        ),
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
            "email": "Votre adresse électronique",
            "prenom": "Votre prénom",
            "nom": "Votre nom",
        }
        widgets = {
            "message": forms.Textarea(attrs={"rows": 4}),
            "telephone": forms.TextInput(attrs={"type": "tel"}),
        }

    clean_nda = ComplementForm.clean_nda

    def clean_telephone(self):
        return clean_phone(self, "telephone")

    def clean_code_postal(self):
        code = self.cleaned_data["code_postal"]
        if len(code) != 5 or number(code) is None:
            raise forms.ValidationError("Un code postal compte 5 chiffres.")
        return code
