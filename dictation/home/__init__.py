"""The workspace on disk: settings, letter templates to edit, address books and clients in files."""

from dictation.home.accounts import Account, account_of, imap_account, smtp_account
from dictation.home.client_files import make_client, read_clients
from dictation.home.contact_files import read_contacts
from dictation.home.files import write_file
from dictation.home.passwords import keep_password, kept_password
from dictation.home.settings import Settings, SmtpSettings, load_settings
from dictation.home.templates import find_template, list_templates
from dictation.home.workspace import Home, init_home, open_home

__all__ = [
    "Account",
    "Home",
    "Settings",
    "SmtpSettings",
    "account_of",
    "find_template",
    "imap_account",
    "init_home",
    "keep_password",
    "kept_password",
    "list_templates",
    "load_settings",
    "make_client",
    "open_home",
    "read_clients",
    "read_contacts",
    "smtp_account",
    "write_file",
]
