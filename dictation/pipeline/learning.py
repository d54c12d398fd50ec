"""A client's lexicon: taught by what is put right in drafts, and asked when the next call is heard and composed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from dictation import review
from dictation.home import list_enclosures
from dictation.model.draft import Correspondence, Draft
from dictation.model.review import StoredDraft
from dictation.pipeline.workspace import Workspace


def keep_change(workspace: Workspace, stored: StoredDraft, draft: Draft, *, by: str) -> StoredDraft:
    """Store what a person made of a draft as its next revision, and learn what it teaches for its client.

    Of its enclosures those are flagged for which there is no file by now.

    Raises:
        Conflict: The draft has left the house, or was changed meanwhile.
    """
    if draft != stored.draft:
        draft = review.flag_enclosures(draft, list_enclosures(workspace.home, stored.client))
    kept = workspace.store.save_revision(stored.id, draft, author=by, expected_revision=stored.revision)
    terms = review.learned(stored.draft, draft, is_common=_is_common(stored.draft.language))
    if terms:
        workspace.store.learn(stored.client, terms, draft=stored.id)
    return kept


def put_right(workspace: Workspace, correspondence: Correspondence, *, client: str) -> Correspondence:
    """What was dictated, with what the client's secretary has put right before written like that.

    The names of the address book mean their people, whatever one of them was once misheard for.
    """
    terms = workspace.store.lexicon(client)
    if not terms:
        return correspondence
    book = workspace.store.contacts(client)
    names = {word for contact in book for name in (contact.name, *contact.aliases) for word in name.casefold().split()}

    def right(draft: Draft) -> Draft:
        is_common = _is_common(draft.language)
        return review.put_right(draft, terms, is_common=lambda word: word in names or is_common(word))

    return replace(correspondence, drafts=tuple(map(right, correspondence.drafts)))


def _is_common(language: str) -> Callable[[str], bool]:
    """Whether a word is one of the language's own; without data for it, none is known to be."""

    def asked(word: str) -> bool:
        # Most changes of a draft, and all that is only rendered, need no language.
        from dictation.compose.language_files import known_languages, load_language  # noqa: PLC0415

        code = language.partition("-")[0].lower()
        if code not in known_languages():
            return False
        known = load_language(code)
        # Months and weekdays have capitals, and are no names for that.
        return word in known.proper or known.speech.is_common(word)

    return asked
