"""Takes the pictures of the user guide on a demonstration of its own.

`python -m scripts.captures [NAME…]`.

Needs Playwright and a Chromium (`CHROMIUM` names another than the one found).
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "guide" / "images"
PASSWORD = "sofi-demonstration"  # noqa: S105  of the demonstration
SIZE, HOME_SIZE = {"width": 1280, "height": 720}, {"width": 1440, "height": 900}
SHORTER = {"tableau-de-bord": 560}  # pixels, of a picture that would be too heavy
FRENCH = {
    "LANGUAGE": "fr",
    "LANG": "fr_FR.UTF-8",
}  # dates as a French browser writes them, where chromium-l10n is installed
HEAVIEST = 120_000  # octets
COPIES, WEEKS = (
    3,
    13,
)  # sessions added to the draft, so that the table of sessions has something to show


def prepare():
    """Fill a new base with the demonstration.

    Return who looks, and the addresses to take, by name of picture.
    """
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("demo_data", verbosity=0)
    from django.urls import reverse

    from core.models import Action, Campagne, Membership
    from core.offres.copies.rows import copy_session
    from core.offres.copies.shift import SEMAINES, Shift
    from workflows.lifecycle import State

    drafts = Action.objects.filter(state=State.DRAFT, action_publique=None).exclude(porteur=None)
    draft = max(
        drafts.order_by("pk"), key=lambda one: one.porteur.actions_portees.count()
    )  # somebody who has much to show
    owner = draft.porteur
    who = Membership.objects.filter(etablissement=owner).order_by("pk").first().user.email
    session = draft.sessions.order_by("pk").first()
    for n in range(1, COPIES + 1):
        copy_session(session, shift=Shift(WEEKS * n, SEMAINES))
    campagne = (
        Campagne.objects.filter(lots__attributions__actions__porteur=owner)
        .order_by("-annee")
        .first()
    )
    site = owner.sites.get(principal=True)

    def of(name, *args):
        return reverse(f"admin:{name}", args=args)

    return who, {
        "tableau-de-bord": of("index"),
        "creer": of("creer"),
        "formations-publiques": of("formations_publiques"),
        "fiche-formation": of("core_formation_change", draft.formation_id),
        "fiche-action": of("core_action_change", draft.pk),
        "fiche-session": of("core_session_change", session.pk),
        "fiche-dispositif": of("core_dispositif_change", session.dispositifs.first().pk),
        "sessions-ensemble": of("core_action_sessions", draft.pk),
        "serie-informations": of("core_session_informations", session.pk),
        "dupliquer-session": of("dupliquer_session", session.pk),
        "dossier": of("core_action_dossier", draft.pk),
        "envoyer": of("core_action_mouvement", draft.pk, "submit"),
        "envoi": of("envoi"),
        "reconduire": of("reconduire_campagne", campagne.pk) if campagne else of("reconduire"),
        "sessions": of("core_session_changelist"),
        "site": of("core_site_dossier", site.pk),
    }


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def serve(port):
    """Start the server of the demonstration and wait until it answers."""
    command = [sys.executable, "manage.py", "runserver", f"127.0.0.1:{port}", "--noreload"]
    server = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    for _ in range(120):
        with socket.socket() as client:
            if client.connect_ex(("127.0.0.1", port)) == 0:
                return server
        time.sleep(0.5)
    server.terminate()
    sys.exit("The demonstration does not answer.")


def take(port, who, addresses):
    """Take the pictures of these addresses, logged in as `who`; return those that are too heavy."""
    from playwright.sync_api import sync_playwright

    chromium = (
        os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    )
    FOLDER.mkdir(parents=True, exist_ok=True)
    heavy = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--lang=fr-FR"], env=os.environ | FRENCH
        )
        context = browser.new_context(
            base_url=f"http://127.0.0.1:{port}",
            viewport=SIZE,
            locale="fr-FR",
            timezone_id="Europe/Paris",
            reduced_motion="reduce",
        )
        page = context.new_page()
        page.goto("/gestion/login/")
        page.locator("#login-form").wait_for()
        page.screenshot(path=FOLDER / "connexion.png")
        page.fill("#id_username", who)
        page.fill("#id_password", PASSWORD)
        page.click("#login-form button")
        for name, address in addresses.items():
            answer = page.goto(address)
            if not answer.ok:
                sys.exit(f"{name}: {address} answers {answer.status}.")
            page.wait_for_load_state("networkidle")
            path = FOLDER / f"{name}.png"
            page.screenshot(
                path=path,
                clip={
                    "x": 0,
                    "y": 0,
                    "width": SIZE["width"],
                    "height": SHORTER.get(name, SIZE["height"]),
                },
            )
            print(f"{path.relative_to(ROOT)}: {path.stat().st_size // 1000} kB")
            heavy += [name] if path.stat().st_size > HEAVIEST else []
        if "tableau-de-bord" in addresses:
            page.set_viewport_size(HOME_SIZE)
            page.goto(addresses["tableau-de-bord"])
            page.wait_for_load_state("networkidle")
            page.screenshot(path=ROOT / "docs" / "images" / "accueil.png")
        browser.close()
    return heavy


def main(names):
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "SOFI_VAR": folder,
            "DEBUG": "1",
            "DJANGO_SETTINGS_MODULE": "config.settings",
        }
        os.environ.pop("DATABASE_URL", None)
        who, addresses = prepare()
        if unknown := set(names) - set(addresses):
            sys.exit(f"Unknown: {', '.join(sorted(unknown))}. Known: {', '.join(addresses)}.")
        port = free_port()
        server = serve(port)
        try:
            heavy = take(
                port,
                who,
                {name: url for name, url in addresses.items() if not names or name in names},
            )
        finally:
            server.terminate()
            server.wait()
        if heavy:
            sys.exit(f"Heavier than {HEAVIEST} octets: {', '.join(heavy)}.")


if __name__ == "__main__":
    main(sys.argv[1:])
