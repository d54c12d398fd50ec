"""The wheel's acoustic model: its Gaussians, and what they become behind a telephone line.

A telephone line lets pass some of the filters, colours their sound and adds noise. Instead of guessing what the sound
was before, every Gaussian is moved to where the line puts its sound: the vector Taylor series of Moreno, Raj and Stern
(A vector Taylor series approach for environment-independent speech recognition, 1996).
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import pocketsphinx
from numpy.typing import NDArray

from dictation.transcribe.embedded.cepstra import CEPSTRA, COSINES, EDGES_HZ, FILTERS, LIFTER, Floats, mel_spectrum
from dictation.transcribe.engine import Samples

_TELEPHONE_HZ = (200, 3450)
"""The filters between are used of a telephone line's 300 to 3,400 Hz."""
_CUT_OFF_HZ = 4200
_CUT_OFF = 1e-4
"""Sound with less than this share of its loudest filter's power in every filter above was cut off there."""
_LOUD, _QUIET = 95, 8
"""The percentiles of a filter's power that are speech and noise."""
_NOISE_VARIANCE = 0.1
"""Of the logarithm of a filter's noise."""
_EVERY = 6
"""Every such Gaussian is compared with the sound to find out the line's colour."""
_ROUNDS = 4
_LEAST_VARIANCE = 1e-4
_HEADER_END = b"endhdr\n"
_NUMBERS = 32
"""Bytes between the header and the first Gaussian: byte order, counts and lengths."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """What a telephone line does to the sound of a stretch; everything by filter, logarithms of power."""

    colour: Floats
    """What is added to clean speech of average loudness."""
    noise: Floats


@dataclass(frozen=True, kw_only=True)
class _Gaussians:
    """Of cepstra and of their first and second differences, unliftered: (sounds, 3, Gaussians, cepstra)."""

    means: Floats
    variances: Floats
    used: NDArray[np.bool_]
    """Which of them were ever trained."""


class Telephone:
    """The acoustic model as it is behind a telephone line, written anew into a folder for each line."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        for name in ("mdef", "sendump", "transition_matrices", "noisedict"):
            shutil.copyfile(_wheel_folder() / name, folder / name)
        settings = (_wheel_folder() / "feat.params").read_text("utf-8")
        (folder / "feat.params").write_text(settings.replace("-cmn batch", "-cmn none"), encoding="utf-8")
        inside = (EDGES_HZ[:-2] >= _TELEPHONE_HZ[0]) & (EDGES_HZ[2:] <= _TELEPHONE_HZ[1])
        self._filters = np.flatnonzero(inside)
        self._model = _wheel()
        self._back = COSINES.T[self._filters]
        """From cepstra to the logarithms of the filters that pass."""
        statics = self._model.variances[:, 0][self._model.used[:, 0]]
        wide = np.cov(self._model.means[:, 0][self._model.used[:, 0]].T) + np.diag(statics.mean(0))
        self._lost = [
            (self._model.variances[:, n][self._model.used[:, n]].mean(0)[-1]) * (FILTERS - CEPSTRA) / FILTERS
            for n in range(3)
        ]
        """The variance in a filter of what 13 cepstra do not tell of it, taken to vary as the last of them does."""
        seen = self._back @ wide @ self._back.T + self._lost[0] * np.eye(self._filters.size)
        self._gain = wide @ self._back.T @ np.linalg.inv(seen)
        """From the filters that pass to the most likely cepstra."""

    def cepstra(self, samples: Samples) -> Floats:
        """The cepstra that the filters which pass make likely, liftered, a row a frame."""
        return self._logarithms(samples) @ self._gain.T * LIFTER

    def line(self, samples: Samples) -> Line:
        """What the line does, by expectation and maximisation over the model's Gaussians."""
        logarithms = self._logarithms(samples)
        power = np.exp(logarithms)
        smooth = (np.vstack([power[:1], power[:-1]]) + 2 * power + np.vstack([power[1:], power[-1:]])) / 4
        quiet = np.percentile(smooth, _QUIET, axis=0)
        colour = np.log(np.maximum(smooth - quiet, quiet / 10)).mean(0)
        line = Line(colour=colour, noise=np.log(quiet))
        for _ in range(_ROUNDS):
            line = Line(colour=line.colour + self._better(line, logarithms @ self._gain.T), noise=line.noise)
        return line

    def write(self, line: Line) -> None:
        """Write the model as it is behind the line, for cepstra without normalisation."""
        model = self._model
        means, variances = model.means.copy(), model.variances.copy()
        means[:, 0], variances[:, 0], passing = self._behind(line, means[:, 0], variances[:, 0])
        for sound, trained in enumerate(model.used[:, 0]):
            share = passing[sound][trained].mean(0)
            turned, noise = self._turned(share), ((self._gain * (1 - share)) ** 2).sum(1)
            for order in (1, 2):
                means[sound, order] = model.means[sound, order] @ turned.T
                variances[sound, order] = model.variances[sound, order] @ turned.T**2 + self._unseen(order)
                variances[sound, order] += noise * _NOISE_VARIANCE * 2 * order
        variances[~model.used] = 0
        _write(self._folder / "means", means * LIFTER)
        _write(self._folder / "variances", variances * LIFTER**2)

    def _logarithms(self, samples: Samples) -> Floats:
        logarithms: Floats = np.log(mel_spectrum(samples)[:, self._filters] + 1e-2)
        return logarithms

    def _turned(self, share: Floats) -> Floats:
        """How cepstra change with the cepstra before the line, where speech has that share of each filter's power."""
        turned: Floats = self._gain * share[..., None, :] @ self._back
        return turned

    def _unseen(self, order: int) -> Floats:
        unseen: Floats = (self._gain**2).sum(1) * self._lost[order] + _LEAST_VARIANCE
        return unseen

    def _behind(self, line: Line, means: Floats, variances: Floats) -> tuple[Floats, Floats, Floats]:
        """Means and variances of cepstra behind the line, and the share that speech has of each filter's power."""
        clean = means @ self._back.T + line.colour
        heard = np.logaddexp(clean, line.noise)
        share = np.exp(clean - heard)
        spread = (self._turned(share) ** 2 @ variances[..., None])[..., 0]
        noise = ((self._gain * (1 - share)[..., None, :]) ** 2).sum(-1) * _NOISE_VARIANCE
        return heard @ self._gain.T, spread + noise + self._unseen(0), share

    def _better(self, line: Line, cepstra: Floats) -> Floats:
        """What has to be added to the line's colour so that the sound becomes more likely."""
        used = self._model.used[:, 0]
        means, variances, share = self._behind(
            line, self._model.means[:, 0][used][::_EVERY], self._model.variances[:, 0][used][::_EVERY]
        )
        weights = 1 / variances
        fits = cepstra @ (means * weights).T - 0.5 * cepstra**2 @ weights.T
        fits -= 0.5 * ((means**2 * weights).sum(1) + np.log(variances).sum(1))
        fits = np.exp(fits - fits.max(1, keepdims=True))
        fits /= fits.sum(1, keepdims=True)
        count = fits.sum(0)
        slope = self._gain * share[:, None, :]
        curve = np.einsum("kdi,kd,kdj->ij", slope, weights * count[:, None], slope, optimize=True)
        pull = np.einsum("kdi,kd->i", slope, (fits.T @ cepstra - count[:, None] * means) * weights, optimize=True)
        stiff = (np.trace(curve) / len(curve) * 0.02 + 1) * np.eye(len(curve))
        step: Floats = np.clip(np.linalg.solve(curve + stiff, pull), -1, 1)
        return step


def is_telephone(samples: Samples) -> bool:
    """Whether the sound has nothing of what speech has above a telephone's band."""
    loud = np.percentile(mel_spectrum(samples), _LOUD, axis=0)
    above = loud[EDGES_HZ[:-2] >= _CUT_OFF_HZ]
    return bool(above.max() < _CUT_OFF * loud.max())


def _wheel_folder() -> Path:
    return Path(pocketsphinx.get_model_path("en-us/en-us"))


@cache
def _wheel() -> _Gaussians:
    means, variances = _read("means") / LIFTER, _read("variances") / LIFTER**2
    used: NDArray[np.bool_] = np.all(variances > _LEAST_VARIANCE / 100, axis=-1)
    return _Gaussians(means=means, variances=np.maximum(variances, _LEAST_VARIANCE), used=used)


def _read(name: str) -> Floats:
    """A file of Gaussians in SphinxTrain's ``s3`` form."""
    data = (_wheel_folder() / name).read_bytes()
    start = data.index(_HEADER_END) + len(_HEADER_END)
    sounds, streams, gaussians, *lengths = np.frombuffer(data, "<i4", 6, start + 4).tolist()
    values = np.frombuffer(data, "<f4", sounds * streams * gaussians * lengths[0], start + _NUMBERS)
    return values.reshape(sounds, streams, gaussians, lengths[0]).astype(np.float64)


def _write(path: Path, values: Floats) -> None:
    """The same, without its checksum."""
    sounds, streams, gaussians, length = values.shape
    numbers = np.array([0x11223344, sounds, streams, gaussians, *[length] * streams, values.size], dtype="<i4")
    path.write_bytes(b"s3\nversion 1.0\n" + _HEADER_END + numbers.tobytes() + values.astype("<f4").tobytes())
