"""Letters to a printer, through CUPS and its program ``lp``."""

from __future__ import annotations

import os
import re
import shutil
import subprocess

from dictation.errors import PrinterError

_LP = re.compile(r"^\S*lp: (Error - )?")
_JOB = re.compile(r"request id is (\S+)")


def submit(pdf: bytes, *, printer: str, title: str, duplex: bool) -> str:
    """Hand a PDF to a printer's queue, the default one where none is named; returns what the queue calls it.

    Raises:
        PrinterError: There is no ``lp`` on this machine, or the queue did not take it.
    """
    place = f"printer {printer}" if printer else "the default printer"
    program = shutil.which("lp")
    if program is None:
        raise PrinterError(
            "there is no program lp on this machine to print with",
            place=place,
            remedy="install CUPS (Debian: cups-client), or write the letters to a file: dictation print -o FILE.pdf",
        )
    # An address stands in its window only where nobody scales the page.
    options = ["-t", title, "-o", "print-scaling=none", "-o", f"sides={_sides(duplex=duplex)}"]
    done = subprocess.run(  # noqa: S603 - no shell, and the arguments are ours but for the names behind -d and -t
        [program, *(["-d", printer] if printer else []), *options],
        input=pdf,
        capture_output=True,
        env={**os.environ, "LC_ALL": "C"},
        check=False,
    )
    said = _LP.sub("", (done.stderr or done.stdout).decode(errors="replace").strip())
    if done.returncode != 0:
        raise PrinterError(
            f"the printer did not take it: {said or f'lp ended with {done.returncode}'}",
            place=place,
            remedy="see the printers with: lpstat -e; name one with --printer, or write a file with -o",
        )
    found = _JOB.search(done.stdout.decode(errors="replace"))
    return found[1] if found else said


def _sides(*, duplex: bool) -> str:
    """By their names in IPP (RFC 8011, 5.2.8)."""
    return "two-sided-long-edge" if duplex else "one-sided"
