"""Whisper's layers on PyTorch, run so that a batch of windows costs as little as it can.

The weights and the arithmetic are those of :class:`whisper.model.Whisper`. What differs:

- Products are computed in 16 bits where the machine is made for it; the sums between the layers stay in 32, and of the
  likeliest tokens the logits are computed again in 32, for 16 cannot tell near ones apart.
- The keys and values of a window's sound are computed once, for the language, the text and the times of its words.
- Logits are computed of the last token alone. Whisper computes them of a whole prompt.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional
from whisper.model import MultiHeadAttention, Whisper

QUERIES_AT_ONCE = 96
"""As many of 8 heads make scores (1500 each, 16 bits) that stay in a processor's second cache."""
LIKELIEST = 32
"""How many logits are computed again in 32 bits."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Encoded:
    """Sound as the decoder attends to it: a layer's keys and values, windows × heads × places × width of a head."""

    keys: tuple[Tensor, ...]
    values: tuple[Tensor, ...]
    frames: tuple[int, ...]
    """How many hundredths of a second of each window are sound; the rest is padding."""

    def __len__(self) -> int:
        return len(self.frames)

    def __getitem__(self, windows: Sequence[int]) -> Encoded:
        """Some of the windows."""
        chosen = torch.tensor(windows, device=self.keys[0].device)
        return Encoded(
            keys=tuple(keys.index_select(0, chosen) for keys in self.keys),
            values=tuple(values.index_select(0, chosen) for values in self.values),
            frames=tuple(self.frames[window] for window in windows),
        )


class Past:
    """The keys and values of the tokens that were read so far, a row a text."""

    def __init__(self) -> None:
        self._layers: list[tuple[Tensor, Tensor]] = []

    @property
    def length(self) -> int:
        """How many tokens were read."""
        return self._layers[0][0].shape[2] if self._layers else 0

    def extended(self, layer: int, keys: Tensor, values: Tensor) -> tuple[Tensor, Tensor]:
        """All keys and values of a layer, the given ones last."""
        if layer == len(self._layers):
            self._layers.append((keys, values))
        else:
            before_keys, before_values = self._layers[layer]
            self._layers[layer] = torch.cat((before_keys, keys), 2), torch.cat((before_values, values), 2)
        return self._layers[layer]

    def choose(self, rows: Tensor) -> None:
        """Go on with these rows, in this order; one may be chosen several times, or not at all."""
        self._layers = [(keys.index_select(0, rows), values.index_select(0, rows)) for keys, values in self._layers]


class TorchLayers:
    """Encoder and decoder of a network, which is changed to the precision that is asked for."""

    def __init__(self, network: Whisper, precision: torch.dtype) -> None:
        self._encoder, self._decoder, self._precision = network.encoder, network.decoder, precision
        for module in network.modules():
            if isinstance(module, nn.Linear | nn.Conv1d):
                module.to(precision)
        self._vocabulary = network.decoder.token_embedding.weight.detach().to(precision)
        self._alignment_heads: list[tuple[int, int]] = [
            (layer, head) for layer, head in network.alignment_heads.indices().T.tolist()
        ]
        self._windows_at_once = 1 if network.device.type == "cpu" else 8

    def encode(self, spectrograms: Tensor, frames: Sequence[int]) -> Encoded:
        """The sound of windows, given as spectrograms (windows × bands × 3000)."""
        features = torch.cat([self._features(some) for some in torch.split(spectrograms, self._windows_at_once)])
        attentions = [block.cross_attn for block in self._decoder.blocks]
        return Encoded(
            keys=tuple(_by_head(layer.key(features), layer).contiguous() for layer in attentions),
            values=tuple(_by_head(layer.value(features), layer).contiguous() for layer in attentions),
            frames=tuple(frames),
        )

    def read(self, tokens: Tensor, encoded: Encoded, past: Past | None = None) -> Tensor:
        """The decoder's state (rows × tokens × width) after each token.

        Args:
            tokens: Rows × tokens, after those of ``past``. Each window has equally many rows, side by side.
            encoded: What is attended to.
            past: Is extended by these tokens. More than one of them at a time may only be read into an empty past.
        """
        state = self._embedded(tokens, past.length if past else 0)
        for layer in range(len(self._decoder.blocks)):
            state = self._read_before(layer, state, past)
            state = self._read_sound(layer, state, self._queries(layer, state, encoded), encoded)
        return state

    def attention(self, tokens: Tensor, encoded: Encoded) -> Tensor:
        """How much each of the heads that tell times attends to each place of one window's sound.

        Heads × tokens × places, before they are made to sum up to one.
        """
        state, found = self._embedded(tokens, 0), []
        last = max(layer for layer, _ in self._alignment_heads)
        for layer in range(last + 1):
            state = self._read_before(layer, state, None)
            queries = self._queries(layer, state, encoded)
            found += [
                _scaled(queries[0, head].float()) @ encoded.keys[layer][0, head].float().T
                for place, head in self._alignment_heads
                if place == layer
            ]
            if layer < last:
                state = self._read_sound(layer, state, queries, encoded)
        return torch.stack(found)

    def logits(self, state: Tensor) -> Tensor:
        """Rows × vocabulary, of a state of rows × width."""
        state = self._decoder.ln(state)
        logits = functional.linear(state.to(self._precision), self._vocabulary).float()
        if self._precision is torch.float32:
            return logits
        likeliest = logits.topk(LIKELIEST).indices
        again = self._decoder.token_embedding.weight[likeliest] @ state.unsqueeze(-1)
        return logits.scatter_(1, likeliest, again.squeeze(-1))

    def _features(self, spectrograms: Tensor) -> Tensor:
        encoder = self._encoder
        state = functional.gelu(encoder.conv1(spectrograms.to(self._precision)))
        state = functional.gelu(encoder.conv2(state)).transpose(1, 2) + encoder.positional_embedding
        for block in encoder.blocks:
            attention, normal = block.attn, block.attn_ln(state).to(self._precision)
            queries, keys, values = (
                _by_head(part(normal), attention) for part in (attention.query, attention.key, attention.value)
            )
            state = state + attention.out(_together(_attended(queries, keys, values)))
            state = state + block.mlp(block.mlp_ln(state).to(self._precision))
        features: Tensor = encoder.ln_post(state).to(self._precision)
        return features

    def _embedded(self, tokens: Tensor, offset: int) -> Tensor:
        places = self._decoder.positional_embedding[offset : offset + tokens.shape[1]]
        embedded: Tensor = self._decoder.token_embedding(tokens) + places
        return embedded

    def _read_before(self, layer: int, state: Tensor, past: Past | None) -> Tensor:
        """The part of a layer that attends to the tokens before."""
        block = self._decoder.blocks[layer]
        attention, normal = block.attn, block.attn_ln(state).to(self._precision)
        queries, keys, values = (
            _by_head(part(normal), attention) for part in (attention.query, attention.key, attention.value)
        )
        if past is not None:
            keys, values = past.extended(layer, keys, values)
        attended = _attended(queries, keys, values, causal=state.shape[1] > 1)
        read: Tensor = state + attention.out(_together(attended))
        return read

    def _queries(self, layer: int, state: Tensor, encoded: Encoded) -> Tensor:
        """What a layer asks the sound: windows × heads × rows and tokens × width of a head."""
        block = self._decoder.blocks[layer]
        queries = block.cross_attn.query(block.cross_attn_ln(state).to(self._precision))
        return _by_head(queries.reshape(len(encoded), -1, queries.shape[-1]), block.cross_attn)

    def _read_sound(self, layer: int, state: Tensor, queries: Tensor, encoded: Encoded) -> Tensor:
        """The part of a layer that attends to the sound, and what follows."""
        block = self._decoder.blocks[layer]
        attended = _together(_attended(queries, encoded.keys[layer], encoded.values[layer]))
        state = state + block.cross_attn.out(attended).view(state.shape)
        read: Tensor = state + block.mlp(block.mlp_ln(state).to(self._precision))
        return read


def _by_head(rows: Tensor, attention: MultiHeadAttention) -> Tensor:
    return rows.view(*rows.shape[:2], attention.n_head, -1).transpose(1, 2)


def _together(by_head: Tensor) -> Tensor:
    return by_head.transpose(1, 2).flatten(2)


def _scaled(queries: Tensor) -> Tensor:
    return queries / math.sqrt(queries.shape[-1])


def _attended(queries: Tensor, keys: Tensor, values: Tensor, *, causal: bool = False) -> Tensor:
    if causal or queries.dtype is not torch.bfloat16:
        return functional.scaled_dot_product_attention(queries, keys, values, is_causal=causal)
    # PyTorch's own takes almost twice the time in this type, and seven times for a single query.
    keys = keys.transpose(-1, -2)
    parts = [(some @ keys).softmax(-1) @ values for some in torch.split(_scaled(queries), QUERIES_AT_ONCE, 2)]
    return torch.cat(parts, 2)
