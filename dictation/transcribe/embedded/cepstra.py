"""Mel spectra and cepstra as PocketSphinx makes them for the wheel's acoustic model (its ``feat.params``).

25 triangular filters from 130 to 6,800 Hz, equally wide on the mel scale (Davis and Mermelstein 1980), a frame every 10
milliseconds, and the first 13 terms of the cosine transform of their logarithms.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dictation.transcribe.engine import SAMPLE_RATE, Samples

Floats = NDArray[np.float64]

FILTERS = 25
CEPSTRA = 13
_LOWEST_HZ, _HIGHEST_HZ = 130, 6800
_SHIFT, _WINDOW, _BINS = 160, 410, 512
"""Samples from frame to frame, in a frame, and of its Fourier transform."""
_PRE_EMPHASIS = 0.97
_LIFTER = 22
_FULL_SCALE = 32767


def mel_spectrum(samples: Samples) -> Floats:
    """The power in each filter, a row a frame, of sound between -1 and 1; at least one frame."""
    sound = np.clip(samples.astype(np.float64), -1, 1) * _FULL_SCALE
    sound = np.append(sound[:1], sound[1:] - _PRE_EMPHASIS * sound[:-1])
    frames = 1 + max(0, -(-(sound.size - _WINDOW) // _SHIFT))
    sound = np.pad(sound, (0, (frames - 1) * _SHIFT + _WINDOW - min(sound.size, (frames - 1) * _SHIFT + _WINDOW)))
    cut = np.lib.stride_tricks.sliding_window_view(sound, _WINDOW)[::_SHIFT][:frames] * np.hamming(_WINDOW)
    power: Floats = np.abs(np.fft.rfft(cut, _BINS)) ** 2 @ FILTER_BANK.T
    return power


def _edges() -> Floats:
    """Where filters begin, peak and end, in Hz: filter n begins at n, peaks at n + 1 and ends at n + 2."""
    low, high = (2595 * np.log10(1 + hertz / 700) for hertz in (_LOWEST_HZ, _HIGHEST_HZ))
    hertz = 700 * (10 ** (np.linspace(low, high, FILTERS + 2) / 2595) - 1)
    step = SAMPLE_RATE / _BINS
    edges: Floats = np.floor(hertz / step + 0.5) * step
    return edges


def _bank() -> Floats:
    hertz = np.arange(_BINS // 2 + 1) * SAMPLE_RATE / _BINS
    begin, peak, end = EDGES_HZ[:-2, None], EDGES_HZ[1:-1, None], EDGES_HZ[2:, None]
    bank: Floats = np.maximum(0, np.minimum((hertz - begin) / (peak - begin), (end - hertz) / (end - peak)))
    return bank * 2 / (end - begin)


def _cosines() -> Floats:
    angles = np.pi / FILTERS * np.arange(CEPSTRA)[:, None] * (np.arange(FILTERS) + 0.5)
    cosines: Floats = np.sqrt(2 / FILTERS) * np.cos(angles)
    cosines[0] /= np.sqrt(2)
    return cosines


EDGES_HZ = _edges()
FILTER_BANK = _bank()
COSINES = _cosines()
"""Cepstra are this times the logarithms of the filters' power; its transpose leads back, smoothed."""
LIFTER: Floats = 1 + _LIFTER / 2 * np.sin(np.pi * np.arange(CEPSTRA) / _LIFTER)
"""What each of the cepstra is multiplied by in the model's features."""
