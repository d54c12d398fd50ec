"""``dictation list``, ``show`` and ``log``: what is in the store."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dictation.cli.auditing import detail_line, told_action
from dictation.cli.consulting import approval_lines, approvals_as_json, awaits_client, next_step
from dictation.cli.output import Column, clock_time, notice, show, show_json, show_table
from dictation.cli.session import AsJson, DraftNumber, OfClient, now, user_name, workspace

if TYPE_CHECKING:
    from dictation.model.draft import Draft, Recipient
    from dictation.model.review import StoredDraft
    from dictation.store import StoredCall

_LAST = 200
"""How many drafts a table shows: one of years helps nobody, and takes minutes."""


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("list")(list_)
    app.command("show")(show_)
    app.command("log")(log)


def list_(
    context: typer.Context,
    *,
    client: OfClient = None,
    state: Annotated[str, typer.Option(help="Only drafts in this state, such as draft, approved or sent.")] = "",
    mine: Annotated[bool, typer.Option("--mine", help="Only those that wait for you.")] = False,
    unassigned: Annotated[bool, typer.Option("--unassigned", help="Only those that nobody was given.")] = False,
    due: Annotated[bool, typer.Option("--due", help="Only those that are due today, or were before.")] = False,
    last: Annotated[
        int | None, typer.Option(help=f"Only the newest so many; {_LAST} unless told or --json, 0 for all.", min=0)
    ] = None,
    json: AsJson = False,
) -> None:
    """List the drafts, and what about them needs a look.

    With --mine, --unassigned or --due it is a list of what waits for a person, the first due at the top.
    """
    from dictation import pipeline
    from dictation.model.review import DraftState
    from dictation.review import end_of_day

    if state and state not in list(DraftState):
        raise typer.BadParameter(
            f"there is no state {state!r}; there are: {', '.join(DraftState)}", param_hint="--state"
        )
    wanted, to_do = DraftState(state) if state else None, mine or unassigned or due
    with workspace(context) as opened:
        if to_do:
            drafts = pipeline.work_list(
                opened,
                client=client,
                state=wanted,
                whose=user_name() if mine else None,
                unassigned=unassigned,
                due_by=end_of_day(now().astimezone()) if due else None,
            )
        else:
            most = (None if json else _LAST) if last is None else last or None
            found = opened.store.drafts(client, wanted, last=most and most + 1)
            drafts = found[-most:] if most else found
            if len(drafts) < len(found):
                notice(f"These are the last {most}; all of them with: dictation list --last 0")
    if json:
        show_json([summary(stored) for stored in drafts])
    elif drafts:
        draft_table(drafts, to_do=to_do)
    elif to_do:
        notice("Nothing waits.")
    else:
        notice("There are no such drafts. Make some with: dictation process AUDIO --client KEY")


def show_(
    context: typer.Context,
    number: DraftNumber,
    *,
    coverage: Annotated[
        bool, typer.Option("--coverage", help="Show what was said in the call and is in no draft.")
    ] = False,
    json: AsJson = False,
) -> None:
    """Show a draft as it will read, what needs a look first."""
    from dictation import pipeline
    from dictation.writers import write_text

    with workspace(context) as opened:
        stored = opened.store.draft(number)
        call = opened.store.call(stored.call) if coverage and stored.call is not None else None
        text = write_text(pipeline.lay_out_draft(opened, stored))
    if json:
        show_json(_in_full(stored, text, call))
    elif call is not None:
        _print_coverage(call)
    else:
        _print(stored, text)


def log(context: typer.Context, number: DraftNumber, *, json: AsJson = False) -> None:
    """Show what happened to a draft, by whom and when."""
    with workspace(context) as opened:
        entries = opened.store.history(number)
    if json:
        show_json(
            [
                {"at": each.at.isoformat(), "by": each.actor, "action": each.action, "detail": each.detail}
                for each in entries
            ]
        )
        return
    columns = (
        Column(title="when", whole=True),
        Column(title="who"),
        Column(title="what", style="bold"),
        Column(title="detail", share=1),
    )
    show_table(
        columns,
        (
            (
                f"{each.at.astimezone():%Y-%m-%d %H:%M}",
                each.actor,
                told_action(each),
                detail_line(each.detail),
            )
            for each in entries
        ),
    )


def draft_table(drafts: Sequence[StoredDraft], *, to_do: bool = False) -> None:
    """Print drafts as a table, a line or a few each; with their due times where they are somebody's list of work."""
    assigned = any(each.assignee for each in drafts)
    columns = (
        Column(title="id", style="bold", right=True, whole=True),
        Column(title="kind", whole=True),
        *((Column(title="due", whole=True),) if to_do else ()),
        *((Column(title="for", share=2),) if assigned else ()),
        Column(title="to", share=3),
        Column(title="subject", share=4),
        Column(title="state", whole=True),
        Column(title="needs a look", style="yellow", share=5),
    )
    show_table(
        columns,
        (
            (
                *(str(each.id), each.draft.kind),
                *((f"{each.due.astimezone():%d %b %H:%M}",) if to_do else ()),
                *((each.assignee,) if assigned else ()),
                *(_to(each), each.draft.subject.text, each.state, _look(each)),
            )
            for each in drafts
        ),
    )


def _to(stored: StoredDraft) -> str:
    return names(stored.draft.to) if stored.mailing is None else f"{stored.mailing:,} people (mailing)"


def names(recipients: Iterable[Recipient]) -> str:
    """The names of recipients; one who is not settled stands with a question mark."""
    return ", ".join(recipient.name + ("" if recipient.resolved else "?") for recipient in recipients)


def summary(stored: StoredDraft) -> dict[str, Any]:
    """A draft as a list has it, for programs."""
    from dictation.review import held, obstacles

    draft, claim = stored.draft, held(stored, now())
    return {
        "id": stored.id,
        "client": stored.client,
        "recording": stored.call,
        "revision": stored.revision,
        "state": stored.state,
        "kind": draft.kind,
        "to": [recipient.name for recipient in draft.to],
        "mailing": stored.mailing,
        "subject": draft.subject.text,
        "urgent": draft.urgent,
        "flags": [
            {"kind": flag.kind, "message": flag.message, "words": flag.words, "start_ms": flag.start_ms}
            for flag in draft.flags
        ],
        "obstacles": list(obstacles(draft, mailing=stored.mailing is not None)),
        **approvals_as_json(stored),
        "assignee": stored.assignee,
        "note": stored.note,
        "due_at": stored.due.isoformat(),
        "open": {"by": claim.by, "until": claim.until.isoformat()} if claim else None,
        "created_at": stored.created_at.isoformat(),
        "updated_at": stored.updated_at.isoformat(),
    }


def _look(stored: StoredDraft) -> str:
    """Why to look at a draft: the worst reason, and how many more there are. Nothing where a person has decided."""
    from dictation.model.review import DraftState
    from dictation.review import held, obstacles

    claim = held(stored, now())
    if claim is not None:
        return f"{claim.by} has it open"
    if stored.state in {DraftState.SENDING, DraftState.REFUSED, DraftState.FAILED, DraftState.UNKNOWN}:
        return "see: dictation outbox" if stored.mailing is None else f"see: dictation mailing status {stored.id}"
    if awaits_client(stored):
        return next_step(stored)
    if stored.state is not DraftState.DRAFT:
        return ""
    # Flags stand worst first; an obstacle may have none.
    reasons = [flag.message for flag in stored.draft.flags] or list(
        obstacles(stored.draft, mailing=stored.mailing is not None)
    )
    more = f" (+{len(reasons) - 1})" if len(reasons) > 1 else ""
    return reasons[0] + more if reasons else ""


def _in_full(stored: StoredDraft, text: str, call: StoredCall | None) -> dict[str, Any]:
    from dictation.compose.interchange import draft_as_json

    found = {**summary(stored), "draft": draft_as_json(stored.draft), "text": text}
    found["prints"] = [
        {"at": each.at.isoformat(), "by": each.by, "revision": each.revision, "to": each.place, "job": each.job}
        for each in stored.prints
    ]
    if stored.posting is not None:
        posting = stored.posting
        found["posted"] = {"at": posting.at.isoformat(), "by": posting.by, "tracking": posting.tracking}
    if call is not None:
        found["left_out"] = [
            {"start_ms": each.start_ms, "end_ms": each.end_ms, "reason": each.reason, "text": each.text}
            for each in call.left_out
        ]
    return found


def _print(stored: StoredDraft, text: str) -> None:
    from dictation.review import TO_DO, held

    draft = stored.draft
    origin = f", from recording {stored.call}" if stored.call is not None else ""
    show(f"Draft {stored.id}: {draft.kind}, {stored.state}, revision {stored.revision}{origin}")
    claim = held(stored, now())
    if claim is not None:
        show(f"{'Open:':<12}{claim.by} has it open, until {claim.until.astimezone():%H:%M} or longer")
    if stored.assignee:
        show(f"{'For:':<12}{stored.assignee}" + (f" ({stored.note})" if stored.note else ""))
    if stored.state in TO_DO:
        show(f"{'Due:':<12}{stored.due.astimezone():%d %B %Y, %H:%M}")
    show_head(draft)
    if stored.mailing is not None:
        show(f"{'Mailing:':<12}to {stored.mailing:,} people, a message each, instead")
    for line in approval_lines(stored):
        show(line)
    for line in (*_outcome_lines(stored), *paper_lines(stored)):
        show(line)
    if draft.flags:
        show(f"\nLook at this first (dictation play {stored.id} --flag N plays it):")
    for line in flag_lines(draft):
        show(line)
    show(f"\n{'-' * 72}\n{text.rstrip()}\n{'-' * 72}")


def show_head(draft: Draft) -> None:
    """Print what is told about a draft above its text, a line each, without what it has not."""
    for line in head_lines(draft):
        show(line)


def head_lines(draft: Draft) -> list[str]:
    """What is told about a draft above its text, a line each, without what it has not."""
    meeting = draft.meeting
    head = {
        "To": _addresses(draft.to),
        "Cc": _addresses(draft.cc),
        "Bcc": _addresses(draft.bcc),
        "Subject": draft.subject.text,
        "When": f"{meeting.start:%d %B %Y, %H:%M %Z}, {meeting.minutes} minutes" if meeting else "",
        "Where": meeting.place if meeting else "",
        "Enclosures": ", ".join(enclosure.text for enclosure in draft.enclosures),
        "Urgent": "yes" if draft.urgent else "",
        "Send at": f"{draft.send_at:%d %B %Y, %H:%M %Z}" if draft.send_at else "",
        "Delivery": draft.delivery or "",
        "Answers": draft.answers.message_id if draft.answers else "",
    }
    return [f"{title + ':':<12}{value}" for title, value in head.items() if value]


def _outcome_lines(stored: StoredDraft) -> list[str]:
    """What became of a draft for each recipient, a line each; some may have an earlier revision."""
    return [
        f"{receipt.outcome.capitalize() + ':':<12}for {receipt.address}, "
        f"{(each.finished_at or each.queued_at).astimezone():%d %B %Y, %H:%M}"
        + (f", as revision {each.revision}" if each.revision != stored.revision else "")
        for each in stored.deliveries
        for receipt in each.receipts
    ]


def paper_lines(stored: StoredDraft) -> list[str]:
    """What is told of a letter's way on paper, a line each."""
    from dictation.deliver import outdated_prints

    outdated = outdated_prints(stored)
    lines = []
    for each in stored.prints:
        what = "Outdated" if each in outdated else "Printing" if each.job is None else "Printed"
        lines.append((what, each.by, each.at, each.job or each.place))
    if stored.posting:
        lines.append(("Posted", stored.posting.by, stored.posting.at, stored.posting.tracking))
    return [
        f"{what + ':':<12}by {by}, {at.astimezone():%d %B %Y, %H:%M}{f' ({detail})' if detail else ''}"
        for what, by, at, detail in lines
    ]


def flag_lines(draft: Draft) -> list[str]:
    """The reasons to look at a draft, a line each, with the number by which ``dictation play`` knows them."""
    heard = (f"  (heard: {flag.words})" if flag.words else "" for flag in draft.flags)
    return [
        f"{number:>3} ! {clock_time(flag.start_ms):>5}  {flag.message}{words}"
        for number, (flag, words) in enumerate(zip(draft.flags, heard, strict=True), 1)
    ]


def _addresses(recipients: Iterable[Recipient]) -> str:
    return ", ".join(
        f"{each.name}{'' if each.resolved else '?'}" + (f" <{each.email}>" if each.email else "") for each in recipients
    )


def _print_coverage(call: StoredCall) -> None:
    notice(f"What was said in recording {call.id} and is in no draft:")
    columns = (
        Column(title="from", right=True, whole=True),
        Column(title="to", right=True, whole=True),
        Column(title="because it is", style="bold", whole=True),
        Column(title="words", share=1),
    )
    show_table(
        columns,
        ((clock_time(each.start_ms), clock_time(each.end_ms), each.reason, each.text) for each in call.left_out),
    )
