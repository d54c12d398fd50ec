"""What this machine is, as far as it decides how fast a recogniser is and which one fits."""

from __future__ import annotations

import os
import platform
import re
from pathlib import Path


def machine_name() -> str:
    """Its processor, how many of them may be used, and NVIDIA's cards: figures measured here hold for these."""
    count = processors()
    model = _field(Path("/proc/cpuinfo"), "model name") or platform.processor() or platform.machine()
    return ", ".join((model, f"{count} processor{'s' if count > 1 else ''}", *graphics_cards()))


def processors() -> int:
    """How many processors this program may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def graphics_cards() -> list[str]:
    """The names of NVIDIA's cards in this machine."""
    return [_field(path, "Model") for path in sorted(Path("/proc/driver/nvidia/gpus").glob("*/information"))]


def limit_threads(count: int) -> None:
    """Let what is loaded from now on compute with so many threads: CTranslate2, PyTorch, NumPy.

    They read this when they are loaded, and by default each of them would take every processor for itself.
    """
    for name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ[name] = str(count)


def free_megabytes() -> int | None:
    """How much memory programs may still take, in units of 10**6 bytes; None where the system does not tell."""
    kibibytes = _field(Path("/proc/meminfo"), "MemAvailable").partition(" ")[0]
    return int(kibibytes) * 1024 // 10**6 if kibibytes else None


def _field(path: Path, name: str) -> str:
    """The value of the first line ``name: value`` of one of Linux's files about itself; empty where there is none."""
    try:
        text = path.read_text("utf-8", "replace")
    except OSError:
        return ""
    found = re.search(rf"^{name}\s*:\s*(.+?)\s*$", text, re.MULTILINE)
    return " ".join(found[1].split()) if found else ""
