"""Figures → what Prometheus reads, by its own library prometheus_client."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from prometheus_client import CollectorRegistry, generate_latest, start_http_server
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from dictation.errors import InputError
from dictation.model.figures import ClientFigures
from dictation.model.review import DraftState

_STAGES = ("queued", "retrying", "sending")

Figures = Sequence[ClientFigures] | None
"""None where the store cannot be used."""


class Metrics(Collector):
    """What Prometheus is told, counted anew each time it asks.

    ``figures`` gives how the clients' work stands at the moment. Clients are told apart, by their keys, only
    ``by_client``.
    """

    def __init__(self, figures: Callable[[], Figures], *, clock: Callable[[], datetime], by_client: bool) -> None:
        self._figures = figures
        self._clock = clock
        self._by_client = by_client

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """All figures; without a store only that there is none."""
        figures = self._figures()
        yield GaugeMetricFamily("dictation_store_up", "Whether the store can be used.", value=figures is not None)
        if figures is not None:
            groups = [((each.client,), [each]) for each in figures] if self._by_client else [((), list(figures))]
            yield from _families(groups, self._clock(), ["client"] if self._by_client else [])

    def text(self) -> str:
        """All figures in Prometheus' text format (https://prometheus.io/docs/instrumenting/exposition_formats/)."""
        return generate_latest(self._registry()).decode()

    def serve(self, host: str, port: int) -> tuple[int, threading.Thread]:
        """Answer Prometheus at an address of this machine, on any free port for 0.

        Returns the port, and the thread that answers until the program ends.

        Raises:
            InputError: Nothing can be served there.
        """
        try:
            server, thread = start_http_server(port, addr=host, registry=self._registry())
        except OSError as exc:
            raise InputError(
                f"nothing can be served there: {exc.strerror}",
                place=f"{host}, port {port}",
                remedy="choose another port, and an address of this machine such as 127.0.0.1",
            ) from exc
        return server.server_port, thread

    def _registry(self) -> CollectorRegistry:
        registry = CollectorRegistry()
        registry.register(self)
        return registry


_Groups = Sequence[tuple[tuple[str, ...], Sequence[ClientFigures]]]
"""The figures that are added up, with the values of the labels that tell them apart."""


def _families(groups: _Groups, now: datetime, labels: Sequence[str]) -> Iterator[GaugeMetricFamily]:
    def family(name: str, told: str, *more: str) -> GaugeMetricFamily:
        return GaugeMetricFamily(f"dictation_{name}", told, labels=[*labels, *more])

    drafts = family("drafts", "Drafts by state; draft is what waits for a person.", "state")
    oldest_draft = family("oldest_draft_age_seconds", "Age of the oldest draft that waits for a person, 0 for none.")
    outbox = family("outbox_deliveries", "Deliveries that are not finished, by stage.", "stage")
    oldest = family("oldest_delivery_age_seconds", "Age of the oldest of these deliveries, 0 for none.")
    unknown = family("unknown_outcomes", "Recipients of whom nobody knows whether they got a message.")
    recordings = family("recordings", "Recordings in the store.")
    recorded = family("recorded_seconds", "How long these recordings are.")
    factor = family("real_time_factor", "Seconds of work a second of sound, for what was heard in a day.", "engine")
    for values, figures in groups:
        states, stages = Counter[DraftState](), Counter[str]()
        for each in figures:
            states.update(each.drafts)
            stages.update(each.outbox)
        for state in DraftState:
            drafts.add_metric([*values, state], states[state])
        for stage in _STAGES:
            outbox.add_metric([*values, stage], stages[stage])
        oldest_draft.add_metric(values, _age(now, [each.oldest_draft_at for each in figures]))
        oldest.add_metric(values, _age(now, [each.oldest_delivery_at for each in figures]))
        unknown.add_metric(values, sum(each.unknown_outcomes for each in figures))
        recordings.add_metric(values, sum(each.recordings for each in figures))
        recorded.add_metric(values, sum(each.recorded_ms for each in figures) / 1000)
        for engine, value in _factors(figures).items():
            factor.add_metric([*values, engine], value)
    yield from (drafts, oldest_draft, outbox, oldest, unknown, recordings, recorded, factor)


def _age(now: datetime, moments: Sequence[datetime | None]) -> float:
    """Seconds since the earliest of the moments; 0 without any, and where a clock was put back."""
    known = [moment for moment in moments if moment is not None]
    return max(0.0, (now - min(known)).total_seconds()) if known else 0.0


def _factors(figures: Sequence[ClientFigures]) -> dict[str, float]:
    heard, took = Counter[str](), Counter[str]()
    for each in (hearings for client in figures for hearings in client.hearings):
        heard[each.engine] += each.heard_ms
        took[each.engine] += each.took_ms
    return {engine: took[engine] / heard[engine] for engine in took if heard[engine]}
