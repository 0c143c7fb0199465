"""What every page knows about the account that reads it."""


def comptes(request):
    return {"mfa_obligatoire": False}
