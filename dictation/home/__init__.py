"""The workspace on disk: settings, letter templates to edit, address books and clients in files."""

from dictation.home.accounts import Account, account_of, files_sent, imap_account, smtp_account
from dictation.home.audit_heads import read_heads, write_heads
from dictation.home.calendars import calendar_account, read_entries, write_entries
from dictation.home.client_files import make_client, read_clients
from dictation.home.contact_files import read_contacts
from dictation.home.discarding import discard_edits, edited_texts, is_in_home
from dictation.home.enclosure_files import keep_enclosure, list_enclosures, read_enclosures
from dictation.home.exports import Export, write_export
from dictation.home.files import write_document, write_file
from dictation.home.mailing_lists import list_of_contacts, read_addresses, read_mailing_list, unsubscribe_base
from dictation.home.manifests import Listed, Priority, read_manifest
from dictation.home.own_files import own_files
from dictation.home.passwords import keep_password, kept_password
from dictation.home.pictures import LOGO, SIGNATURE, find_pictures, keep_picture
from dictation.home.posting_words import read_posting_words
from dictation.home.received_files import read_received
from dictation.home.sample_letters import SampleLetter, read_sample
from dictation.home.settings import Settings, SmtpSettings, load_settings
from dictation.home.templates import (
    TemplateFile,
    find_posting_words,
    find_sample,
    find_template,
    list_templates,
    template_kind,
)
from dictation.home.workspace import Home, init_home, open_home

__all__ = [
    "LOGO",
    "SIGNATURE",
    "Account",
    "Export",
    "Home",
    "Listed",
    "Priority",
    "SampleLetter",
    "Settings",
    "SmtpSettings",
    "TemplateFile",
    "account_of",
    "calendar_account",
    "discard_edits",
    "edited_texts",
    "files_sent",
    "find_pictures",
    "find_posting_words",
    "find_sample",
    "find_template",
    "imap_account",
    "init_home",
    "is_in_home",
    "keep_enclosure",
    "keep_password",
    "keep_picture",
    "kept_password",
    "list_enclosures",
    "list_of_contacts",
    "list_templates",
    "load_settings",
    "make_client",
    "open_home",
    "own_files",
    "read_addresses",
    "read_clients",
    "read_contacts",
    "read_enclosures",
    "read_entries",
    "read_heads",
    "read_mailing_list",
    "read_manifest",
    "read_posting_words",
    "read_received",
    "read_sample",
    "smtp_account",
    "template_kind",
    "unsubscribe_base",
    "write_document",
    "write_entries",
    "write_export",
    "write_file",
    "write_heads",
]
