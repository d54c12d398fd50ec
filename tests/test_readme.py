"""The tour of the README can be typed as it stands."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_the_tour_works_line_by_line(tmp_path: Path) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    tour = re.search(r"## A tour.*?```sh\n(.*?)```", readme, re.DOTALL)
    assert tour is not None
    lines = [line for line in tour[1].splitlines() if line.startswith("dictation ")]
    # The transcript in place of the sound: test_pipeline hears the same recording.
    script = "\n".join(lines).replace("monday-call.flac", "monday-call.json").replace("tour/", f"{tmp_path}/")
    done = subprocess.run(
        ["bash", "-euc", f'dictation() {{ "{sys.executable}" -m dictation "$@"; }}\n{script}'],
        env={**os.environ, "DICTATION_HOME": str(tmp_path / "home")},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stderr
    assert "dry run" in done.stderr
    assert sorted(path.suffix for path in (tmp_path / "documents").iterdir()) == [".docx", ".pdf"]
