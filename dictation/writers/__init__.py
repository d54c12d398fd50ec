"""Document → bytes: one file a format, each loading its library when it is first used."""

from dictation.writers.calendar import write_calendar
from dictation.writers.docx import write_docx
from dictation.writers.html import write_html
from dictation.writers.media_types import media_type_of
from dictation.writers.mime import Attachment, build_message
from dictation.writers.pdf import write_pdf
from dictation.writers.proof import ProofCall, ProofDraft, write_proof
from dictation.writers.sound import Sound, compress
from dictation.writers.style import window_type
from dictation.writers.text import write_text

__all__ = [
    "Attachment",
    "ProofCall",
    "ProofDraft",
    "Sound",
    "build_message",
    "compress",
    "media_type_of",
    "window_type",
    "write_calendar",
    "write_docx",
    "write_html",
    "write_pdf",
    "write_proof",
    "write_text",
]
