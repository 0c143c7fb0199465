"""Mails leave by one door: nothing else makes a message, nor sends one."""

import ast
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOOR = ROOT / "workflows" / "mails.py"
MAKERS = {"EmailMessage", "EmailMultiAlternatives", "send_mail", "send_mass_mail", "mail_admins"}
SENDERS = {"send", "send_messages"}
NOT_MESSAGES = {
    "mails",
    "notifications",
    "signals",
}  # modules of ours whose `send` sends none itself
SIGNALS = {"publishing", "unpublishing", "moving", "moved"}


def modules():
    for folder in ("config", "core", "exports", "programmes", "workflows"):
        yield from sorted((ROOT / folder).rglob("*.py"))


def mail_calls(tree):
    """Yield the calls that make a message, or that send what is no signal."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        called = node.func
        name = getattr(called, "attr", None) or getattr(called, "id", None)
        if name in MAKERS and not on_itself(called):
            yield node
        if name in SENDERS and isinstance(called, ast.Attribute) and not apart(called.value):
            yield node


def on_itself(called) -> bool:
    """Whether a method of one's own is called, as allauth's `self.send_mail`."""
    return isinstance(called, ast.Attribute) and getattr(called.value, "id", None) == "self"


def apart(owner) -> bool:
    """Whether `owner.send` is a module of ours, or a signal."""
    name = getattr(owner, "attr", None) or getattr(owner, "id", None)
    return name in NOT_MESSAGES | SIGNALS


def found_in(path) -> list[str]:
    where = path.relative_to(ROOT)
    calls = mail_calls(ast.parse(path.read_text()))
    return [f"{where}, line {call.lineno}: {ast.unparse(call)}" for call in calls]


def test_only_one_module_makes_and_sends_mails():
    elsewhere = [call for path in modules() if path != DOOR for call in found_in(path)]
    assert elsewhere == []


def test_the_contract_sees_the_one_door():
    assert len(found_in(DOOR)) == 2  # one made, one sent
