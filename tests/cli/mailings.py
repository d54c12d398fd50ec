"""A mailing, dictated and planned, and the people it goes to."""

from __future__ import annotations

from pathlib import Path

from tests.cli.program import CLIENT, Program, dictate, dictated_email

LIST = """First name,Last name,Email,Tree
Odile,Marsh,odile@marshpreserves.example,pear
Ruben,Castell,ruben@castellcrates.example,quince
Søren,Ågård,soren@aagaard.example,Bramley's Seedling
"""
ADDRESSES = ["odile@marshpreserves.example", "ruben@castellcrates.example", "soren@aagaard.example"]
URL = "https://orchard.example/unsubscribe"


def settle_settings(program: Program, port: int = 25, *, url: str = URL) -> None:
    program.use_mail_server(port)
    with (program.home / "settings.toml").open("a", encoding="utf-8") as settings:
        settings.write(f'\n[mailing]\nunsubscribe_url = "{url}"\nper_minute = 6000\n')


def write_list(folder: Path, text: str = LIST) -> Path:
    path = folder / "customers.csv"
    path.write_text(text, encoding="utf-8")
    return path


def dictate_mailing(program: Program, folder: Path) -> None:
    """Draft 1, with personal fields."""
    program.ok("process", dictate(folder, dictated_email("all our customers")), "--client", CLIENT)
    program.ok("edit", 1, "--replace", "Dear Sir", "--with", "Dear {First name}")
    program.ok("edit", 1, "--replace", "The pears are", "--with", "The {tree} is")


def approve_mailing(program: Program, folder: Path) -> None:
    dictate_mailing(program, folder)
    program.ok("mailing", "plan", 1, "--list", write_list(folder))
    program.ok("approve", 1)
