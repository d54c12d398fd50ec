"""What comes back from a mailing: people who want no more."""

from __future__ import annotations

from collections.abc import Callable

from dictation.errors import DictationError
from dictation.pipeline.workspace import Workspace


def receive(
    workspace: Workspace,
    host: str,
    port: int,
    *,
    ready: Callable[[str, int], None],
    told: Callable[[str], None],
    failed: Callable[[DictationError], None],
) -> None:
    """Take unsubscriptions until interrupted.

    ``ready`` is told where it listens, ``told`` the key of the client of whom somebody unsubscribed, and ``failed`` why
    somebody could not.

    Raises:
        SettingsError: Nothing can listen there.
    """
    from dictation.post.unsubscribing import Desk, Subscription, serve  # noqa: PLC0415 - the rest sends without it

    store = workspace.store

    def find(token: str) -> Subscription | None:
        number = store.draft_of_token(token)
        if number is None:
            return None
        stored = store.draft(number)
        client = store.client(stored.client)
        return Subscription(sender=client.organisation or client.name, language=stored.draft.language)

    def unsubscribe(token: str) -> None:
        told(store.unsubscribe(token))

    serve(host, port, Desk(find=find, unsubscribe=unsubscribe, failed=failed), ready=ready)
