"""What is left in memory of a letter that was written."""

from __future__ import annotations

import gc

import docx.opc.part

from dictation.letters import lay_out
from dictation.writers import write_docx
from tests.letters.samples import DAY, HART, letter, source


def test_a_word_file_that_was_written_is_not_kept_in_memory() -> None:
    document = lay_out(letter(), HART, date=DAY, template=source("letter"))
    write_docx(document)
    gc.collect()
    for _ in range(20):
        write_docx(document)
    # Not isinstance: other libraries have objects that do things when they are asked for their class.
    parts = sum(issubclass(type(each), docx.opc.part.Part) for each in gc.get_objects())
    assert parts < 20, "parts of more than one letter are still there"
