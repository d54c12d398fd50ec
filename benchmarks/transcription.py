#!/usr/bin/env python3
"""Seconds and memory that recognition takes a minute of audio, an engine a line.

    python benchmarks/transcription.py [--audio FILE] [--models tiny base] [--json]

The embedded recogniser is measured as it is. The Whisper engines get weights with the true dimensions of their names
but of random numbers, made to write as many words a stretch of speech as come to 220 tokens a minute: so the times are
real and the text is not. Each engine runs in a process of its own, twice; what is built once (the embedded model,
faster-whisper's form of the weights, compiled loops) is built in the first run, and the second is what counts.
"""

import argparse
import json
import multiprocessing
import resource
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from dictation.transcribe import probe, transcribe
from dictation.transcribe.engine import SAMPLE_RATE

SAMPLE = Path(__file__).parents[1] / "samples" / "telephone-call.flac"
SIZES = {"tiny": (384, 6, 4), "base": (512, 8, 6), "small": (768, 12, 12)}
"""Width, heads and layers of both encoder and decoder, from ``model-card.md`` of openai-whisper."""
TOKENS_A_MINUTE = 220
"""Of speech, as people talk."""
END_OF_TEXT, AT_20_SECONDS = 50257, 51364
"""Tokens of the multilingual vocabulary. A text that ends in a time makes Whisper go on to the next window; without one
it would go on after the last word, and where that is random weights cannot tell."""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--audio", type=Path, default=SAMPLE)
    parser.add_argument("--models", nargs="*", choices=SIZES, default=["tiny", "base"])
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    args = parser.parse_args()
    if not args.json:
        print(f"{'engine':<16}{'model':<8}{'s a minute':>11}{'peak MiB':>10}   text")
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        runs = [("embedded", "")] + [(engine, size) for size in args.models for engine in ("faster-whisper", "whisper")]
        for engine, size in runs:
            with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as process:
                row = process.submit(measured, engine, size, args.audio, Path(folder)).result()
            rows.append(row)
            if not args.json:
                print(
                    f"{row['engine']:<16}{row['model']:<8}{row['seconds_a_minute']:>11}{row['peak_mib']:>10}   "
                    f"{'real' if engine == 'embedded' else 'random weights'}",
                    flush=True,
                )
    if args.json:
        print(json.dumps(rows, indent=1))


def measured(engine: str, size: str, audio: Path, folder: Path) -> dict[str, object]:
    """One engine's figures."""
    weights = str(checkpoint(size, folder, tokens_a_stretch(audio))) if size else None
    seconds = 0.0
    for _ in range(2):
        began = time.perf_counter()
        transcribe(audio, engine=engine, model=weights, language="en", cache=folder, notify=lambda _: None)
        seconds = time.perf_counter() - began
    return {
        "engine": engine,
        "model": size or "en-us",
        "seconds_a_minute": round(seconds / (probe(audio).duration_ms / 60_000), 2),
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "weights": "random" if size else "published",
    }


def tokens_a_stretch(audio: Path) -> int:
    """How many tokens the speech between two pauses of the recording holds on average."""
    from dictation.transcribe.audio import blocks, survey  # noqa: PLC0415
    from dictation.transcribe.pauses import stretches  # noqa: PLC0415

    found = [stretch.samples.size for stretch in stretches(blocks(audio), survey(audio).sides, lambda _: None)]
    return max(1, round(sum(found) / len(found) / SAMPLE_RATE / 60 * TOKENS_A_MINUTE))


def checkpoint(size: str, folder: Path, tokens: int) -> Path:
    """A checkpoint of that size in openai-whisper's form, whose text follows from the position alone."""
    import torch  # noqa: PLC0415 - heavy
    from whisper.model import ModelDimensions, Whisper  # noqa: PLC0415

    path = folder / f"{size}.pt"
    if path.exists():
        return path
    width, heads, layers = SIZES[size]
    dims = ModelDimensions(80, 1500, width, heads, layers, 51865, 448, width, heads, layers)
    torch.manual_seed(1)
    network = Whisper(dims)
    with torch.no_grad():
        for parameter in network.parameters():
            if parameter.dim() > 1:
                parameter.normal_(0, 0.02)
        embedding = network.decoder.token_embedding.weight.normal_(0, 1)
        said = torch.arange(448) * 37 + 1000
        said[tokens] = AT_20_SECONDS
        said[tokens + 1 :] = END_OF_TEXT
        network.decoder.positional_embedding.copy_(20 * embedding[said])
    torch.save({"dims": dims.__dict__, "model_state_dict": network.half().state_dict()}, path)
    return path


if __name__ == "__main__":
    main()
