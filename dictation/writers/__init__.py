"""Document → bytes: one file a format, each loading its library when it is first used.

The proof sheet has doors of its own (``writers.proof``, ``writers.sound``): no letter waits for what it needs.
"""

from dictation.writers.calendar import write_calendar
from dictation.writers.docx import write_docx
from dictation.writers.html import write_html
from dictation.writers.media_types import media_type_of
from dictation.writers.mime import Attachment, build_message
from dictation.writers.pdf import write_pdf
from dictation.writers.style import window_type
from dictation.writers.text import write_text

__all__ = [
    "Attachment",
    "build_message",
    "media_type_of",
    "window_type",
    "write_calendar",
    "write_docx",
    "write_html",
    "write_pdf",
    "write_text",
]
