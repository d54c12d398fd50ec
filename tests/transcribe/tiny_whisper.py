"""A Whisper with its true architecture and vocabulary, small dimensions and random weights."""

from __future__ import annotations

from pathlib import Path

import torch
from whisper.model import ModelDimensions, Whisper

DIMENSIONS = ModelDimensions(
    n_mels=80,
    n_audio_ctx=1500,
    n_audio_state=64,
    n_audio_head=2,
    n_audio_layer=2,
    n_vocab=51865,
    n_text_ctx=448,
    n_text_state=64,
    n_text_head=2,
    n_text_layer=2,
)
END_OF_TEXT = 50257
LAST_WORD = 50
"""From this position on the model wants to end; left to chance it would write until there is no more room."""


def write_checkpoint(path: Path, dimensions: ModelDimensions = DIMENSIONS) -> Path:
    """Save a checkpoint as OpenAI's are saved: the dimensions and the tensors."""
    torch.manual_seed(20)
    network = Whisper(dimensions)
    end = torch.zeros(dimensions.n_text_state)
    end[0] = 1
    with torch.no_grad():
        for parameter in network.parameters():
            if parameter.dim() > 1:
                parameter.normal_(0, 0.08)
        network.decoder.token_embedding.weight[END_OF_TEXT] = 10 * end
        network.decoder.positional_embedding[:LAST_WORD] -= 5 * end
        network.decoder.positional_embedding[LAST_WORD:] += 50 * end
    torch.save({"dims": dimensions.__dict__, "model_state_dict": network.state_dict()}, path)
    return path
