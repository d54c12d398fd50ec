"""Runs a template in a process of its own, to tell how long it takes and how much memory."""

from __future__ import annotations

import multiprocessing
import resource
import sys
import time
from dataclasses import dataclass
from multiprocessing.connection import Connection

from dictation.errors import TemplateError
from dictation.letters import lay_out
from tests.letters.samples import DAY, HART, letter, source, template

_PROCESSES = multiprocessing.get_context("forkserver")
# The server imports this module once, and forks: a process that were started by pytest itself would be charged with all
# the memory that pytest ever took.
_PROCESSES.set_forkserver_preload([__name__])
lay_out(letter(), HART, date=DAY, template=source("letter"))


@dataclass(frozen=True, kw_only=True)
class Run:
    """How the rendering of a template ended."""

    error: TemplateError | None
    seconds: float
    """Of computing, whatever else the machine did."""
    megabytes: float
    """The most that the process ever took, the program itself included."""


def run(text: str, *, patience: float) -> Run | None:
    """Render a template; None where that is not done after so many seconds."""
    near, far = _PROCESSES.Pipe()
    process = _PROCESSES.Process(target=_render, args=(text, far))
    process.start()
    far.close()
    try:
        return near.recv() if near.poll(patience) else None
    finally:
        process.kill()
        process.join()
        process.close()
        near.close()


def _render(text: str, answer: Connection) -> None:
    began = time.process_time()
    error = None
    try:
        lay_out(letter(), HART, date=DAY, template=template(text))
    except TemplateError as exc:
        error = TemplateError(exc.message, place=exc.place, remedy=exc.remedy)
    seconds = time.process_time() - began
    # macOS counts in bytes, Linux in KiB.
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)
    answer.send(Run(error=error, seconds=seconds, megabytes=megabytes))
