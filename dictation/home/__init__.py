"""The workspace on disk: settings, letter templates to edit, address books and clients in files."""

from dictation.home.accounts import Account, account_of, imap_account, smtp_account
from dictation.home.calendars import calendar_account, read_entries, write_entries
from dictation.home.client_files import make_client, read_clients
from dictation.home.contact_files import read_contacts
from dictation.home.enclosure_files import keep_enclosure, list_enclosures, read_enclosures
from dictation.home.files import write_document, write_file
from dictation.home.manifests import Listed, Priority, read_manifest
from dictation.home.passwords import keep_password, kept_password
from dictation.home.pictures import LOGO, SIGNATURE, find_pictures, keep_picture
from dictation.home.received_files import read_received
from dictation.home.sample_letters import SampleLetter, read_sample
from dictation.home.settings import Settings, SmtpSettings, load_settings
from dictation.home.templates import TemplateFile, find_sample, find_template, list_templates, template_kind
from dictation.home.workspace import Home, init_home, open_home

__all__ = [
    "LOGO",
    "SIGNATURE",
    "Account",
    "Home",
    "Listed",
    "Priority",
    "SampleLetter",
    "Settings",
    "SmtpSettings",
    "TemplateFile",
    "account_of",
    "calendar_account",
    "find_pictures",
    "find_sample",
    "find_template",
    "imap_account",
    "init_home",
    "keep_enclosure",
    "keep_password",
    "keep_picture",
    "kept_password",
    "list_enclosures",
    "list_templates",
    "load_settings",
    "make_client",
    "open_home",
    "read_clients",
    "read_contacts",
    "read_enclosures",
    "read_entries",
    "read_manifest",
    "read_received",
    "read_sample",
    "smtp_account",
    "template_kind",
    "write_document",
    "write_entries",
    "write_file",
]
