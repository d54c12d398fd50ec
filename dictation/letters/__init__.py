"""Draft → document: pure layout by a template and a country's measures."""

from dictation.letters.laying_out import lay_out
from dictation.letters.layouts import read_layout
from dictation.letters.names import file_name

__all__ = ["file_name", "lay_out", "read_layout"]
