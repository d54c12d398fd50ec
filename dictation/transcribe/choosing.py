"""Which recogniser hears a recording, and why."""

from __future__ import annotations

from pathlib import Path

from dictation.errors import EngineError
from dictation.transcribe.endpoint.address import Endpoint
from dictation.transcribe.engine import Engine, Notify
from dictation.transcribe.machine import free_megabytes
from dictation.transcribe.speeds import known_speeds
from dictation.transcribe.whisper.engines import faster_whisper, openai_whisper, served_whisper
from dictation.transcribe.whisper.fetching import Download
from dictation.transcribe.whisper.weights import (
    DEFAULT_MODEL,
    Weights,
    can_fetch,
    fetch_model,
    is_model_name,
    list_models,
    model_path,
)

FASTEST = "faster-whisper"
SERVERS_MODEL = "whisper-1"
"""What OpenAI calls its own; whisper.cpp's server takes any name."""
ENGINES = ("auto", "whisper", FASTEST, "embedded", "openai-compatible")
_MEMORY = 3.5
"""The memory that faster-whisper takes while it prepares weights, the most it ever takes, in sizes of their download:
measured as 3.8 for base and 3.3 for small."""


def choose_engine(  # noqa: PLR0913 - the choices of a user, each by its name
    engine: str,
    *,
    model: str | None,
    language: str | None,
    cache: Path,
    notify: Notify,
    download: Download | None = None,
    explain: Notify | None = None,
    offline: bool = False,
    endpoint: Endpoint | None = None,
) -> Engine:
    """The recogniser of that name; ``auto`` is the best that can be had on this machine.

    That is faster-whisper, the fastest that runs Whisper's weights, if there are any here or to be fetched: those
    asked for, else the largest that are here and fit into memory, else ``base``. Without any it is the embedded
    recogniser, and the user is told so. It is never a server.

    Args:
        engine: One of :data:`ENGINES`.
        model: One of Whisper's names, or a path; a name of its own for a server. None for the best there is.
        language: ISO 639-1 code; None where it is not known.
        cache: The folder with weights and what is built from them.
        notify: Gets what a user should know.
        download: Gets the bytes of weights that have arrived.
        explain: Gets what was considered and why this recogniser was taken, a line each.
        offline: Whether nothing may be asked of the network.
        endpoint: The server for ``openai-compatible``.

    Raises:
        EngineError: There is no recogniser of that name, or no server for it.
        WeightsUnavailable: The weights asked for are neither here nor to be fetched.
        ServerUnreachable: The server of the weights cannot be reached.
    """
    if engine not in ENGINES:
        raise EngineError(
            f"There is no recogniser {engine!r}", place="--engine", remedy=f"Choose one of {', '.join(ENGINES)}."
        )
    because = _Reasons(explain)
    if engine == "auto":
        because.engines()
    if engine == "openai-compatible":
        return _server(endpoint or Endpoint(address=""), model, notify, because, offline=offline)
    if engine == "embedded":
        because.taken("embedded", "it was asked for")
        return _embedded(cache, notify)
    name = model or _largest_here(cache, language, notify, because)
    why = "this model was asked for" if model else "the largest that is here, knows the language and fits into memory"
    if name is None:
        if engine == "auto" and (offline or not can_fetch(DEFAULT_MODEL)):
            when = "in offline mode" if offline else "now"
            because.taken("embedded", f"it needs no weights, and none can be fetched {when}")
            notify(
                f"No Whisper weights for this call are on this machine and none can be fetched {when}, so the "
                "embedded recogniser is used: it needs no download, but mishears far more. "
                f"For Whisper: dictation models fetch {DEFAULT_MODEL}"
            )
            return _embedded(cache, notify)
        name, why = DEFAULT_MODEL, "no weights that are here can be used, and these are fetched"
    because.taken(f"{FASTEST if engine == 'auto' else engine} with {name}", why)
    weights = _weights(name, cache, notify, download, offline=offline)
    if engine == "whisper":
        return openai_whisper(weights, name)
    because.hardware()
    return faster_whisper(weights, name, cache, notify)


class _Reasons:
    """Says what was considered, if anybody wants to know."""

    def __init__(self, explain: Notify | None) -> None:
        self._explain = explain

    def considered(self, what: str, why: str) -> None:
        if self._explain:
            self._explain(f"Considered: {what}: {why}.")

    def engines(self) -> None:
        self.considered("whisper", "runs the same weights with PyTorch, and is not taken unless it is asked for")
        self.considered("embedded", "mishears far more than Whisper, so it is for want of weights only")
        self.considered("openai-compatible", "never taken unless it is asked for")

    def usable(self, weights: Weights, cache: Path) -> None:
        if self._explain:
            names = {weights.name, *weights.aliases}
            try:
                speeds = [speed for speed in known_speeds(cache) if speed.engine == FASTEST and speed.model in names]
            except EngineError:  # a broken file of figures is no reason not to hear a call
                speeds = []
            took = "its speed on this machine was not measured"
            if speeds:
                took = f"{speeds[-1].seconds_a_minute:.1f} seconds a minute of speech on this machine"
            self.considered(weights.name, f"here; {took}")

    def taken(self, what: str, why: str) -> None:
        if self._explain:
            self._explain(f"Taken: {what}: {why}.")

    def hardware(self) -> None:
        if self._explain:
            from ctranslate2 import get_cuda_device_count  # noqa: PLC0415 - heavy

            count = get_cuda_device_count()
            where = f"on the GPU ({count} found), in 16-bit floats" if count else "on the processor, in 8-bit integers"
            self._explain(f"It runs {where}{'' if count else ', as no GPU is found that CTranslate2 can use'}.")


def _server(endpoint: Endpoint, model: str | None, notify: Notify, because: _Reasons, *, offline: bool) -> Engine:
    if offline and not endpoint.on_this_machine:
        raise EngineError(
            f"The recogniser is on another machine ({endpoint.host}), and nothing is sent in offline mode",
            place="DICTATION_OFFLINE, --offline or the setting recogniser.offline",
            remedy="Choose another one with --engine, or turn the offline mode off.",
        )
    because.taken(f"the server {endpoint.host}", "openai-compatible was asked for")
    return served_whisper(endpoint, model or SERVERS_MODEL, notify)


def _embedded(cache: Path, notify: Notify) -> Engine:
    from dictation.transcribe.embedded.decoder import EmbeddedEngine  # noqa: PLC0415 - loads PocketSphinx

    return EmbeddedEngine(cache, notify)


def _largest_here(cache: Path, language: str | None, notify: Notify, because: _Reasons) -> str | None:
    """The largest weights that are here, know the language and fit into memory."""
    models = list_models(cache)
    missing = [weights.name for weights in models if not weights.path]
    if missing:
        because.considered(", ".join(missing), "not on this machine")
    usable = [weights for weights in models if weights.path and _fits(weights, language, notify, because)]
    for weights in usable:
        because.usable(weights, cache)
    return usable[-1].name if usable else None


def _fits(weights: Weights, language: str | None, notify: Notify, because: _Reasons) -> bool:
    if not weights.multilingual and language != "en":
        because.considered(
            weights.name, f"here, but it knows English only, and the call is in {language or 'no one knows what'}"
        )
        return False
    needed, free = weights.megabytes * _MEMORY, free_megabytes()
    if free is not None and needed > free:
        why = f"here, but it may need {needed / 1000:.1f} GB of memory, and {free / 1000:.1f} GB are free"
        because.considered(weights.name, why)
        notify(f"{weights.name} is {why}; it is taken only if asked for: --model {weights.name}")
        return False
    return True


def _weights(name: str, cache: Path, notify: Notify, download: Download | None, *, offline: bool) -> Path:
    """Where the weights of that name, or at that path, are; fetched if need be."""
    if not is_model_name(name) and Path(name).exists():
        return Path(name)
    path = model_path(name, cache)
    if path is None:
        if not offline:
            notify(f"Fetching Whisper's weights {name}; this is done once.")
        path = fetch_model(name, cache, download, offline=offline)
    return path
