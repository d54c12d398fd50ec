"""Whisper checkpoints with true dimensions, random weights and a text of a fixed length: times are real, text is not.

What the network writes follows from the position alone, so that its length is known.
"""

from __future__ import annotations

from pathlib import Path

import torch
from whisper.model import ModelDimensions, Whisper

SIZES = {"tiny": (384, 6, 4), "base": (512, 8, 6), "small": (768, 12, 12)}
"""Width, heads and layers of both encoder and decoder, from ``model-card.md`` of openai-whisper."""
TOKENS_A_MINUTE = 220
"""Of speech, as people talk."""
_AT_30_SECONDS = 51864
"""A text that ends in a time makes Whisper's own loop go on to the next window; without one it goes on after the last
word, and where that is random weights cannot tell."""
_START, _END = 4, 50257
"""How many tokens every text begins with (a text, its language, to be written, without times), and what ends it."""


def checkpoint(size: str, folder: Path, tokens: int) -> Path:
    """A checkpoint in openai-whisper's form that writes so many tokens for every window of 30 seconds."""
    path = folder / f"{size}-{tokens}.pt"
    if path.exists():
        return path
    width, heads, layers = SIZES[size]
    dims = ModelDimensions(80, 1500, width, heads, layers, 51865, 448, width, heads, layers)
    torch.manual_seed(1)
    network = Whisper(dims).eval()
    with torch.no_grad():
        for parameter in network.parameters():
            if parameter.dim() > 1:
                parameter.normal_(0, 0.02)
        embedding = network.decoder.token_embedding.weight.normal_(0, 1)
        said = torch.arange(448) * 37 + 1000
        said[_START - 1 + tokens :] = _END
        said[_START - 1 + tokens] = _AT_30_SECONDS
        network.decoder.positional_embedding.copy_(20 * embedding[said])
    torch.save({"dims": dims.__dict__, "model_state_dict": network.half().state_dict()}, path)
    return path
