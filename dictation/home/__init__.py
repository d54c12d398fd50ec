"""The workspace on disk: settings, letter templates to edit, address books and clients in files."""

from dictation.home.client_files import read_clients
from dictation.home.contact_files import read_contacts
from dictation.home.settings import Settings, SmtpSettings, load_settings, smtp_account
from dictation.home.templates import find_template
from dictation.home.workspace import Home, init_home, open_home

__all__ = [
    "Home",
    "Settings",
    "SmtpSettings",
    "find_template",
    "init_home",
    "load_settings",
    "open_home",
    "read_clients",
    "read_contacts",
    "smtp_account",
]
