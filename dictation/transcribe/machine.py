"""What this machine is, as far as it decides how fast a recogniser is and which one fits."""

from __future__ import annotations

import os
import platform
import re
from pathlib import Path


def machine_name() -> str:
    """Its processor, how many of them may be used, and NVIDIA's cards: figures measured here hold for these."""
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    cards = [_field(path, "Model") for path in sorted(Path("/proc/driver/nvidia/gpus").glob("*/information"))]
    model = _field(Path("/proc/cpuinfo"), "model name") or platform.processor() or platform.machine()
    return ", ".join((model, f"{processors} processor{'s' if processors > 1 else ''}", *cards))


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
