"""``dictation account``: the mail accounts of the settings, and their passwords."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from dictation.cli.output import Column, notice, show_json, show_table
from dictation.cli.session import AsJson, home_without_init

if TYPE_CHECKING:
    from dictation.home import Account


group = typer.Typer(no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the group of commands."""
    app.add_typer(group, name="account", help="Mail accounts, and their passwords in the system's keyring.")


@group.command("list")
def list_accounts(context: typer.Context, *, json: AsJson = False) -> None:
    """Show the mail accounts, and whether there is a password for each; never the password."""
    from dictation.home import account_of

    _, settings = home_without_init(context)
    accounts = [account_of(settings, client) for client in ("", *settings.accounts)]
    rows = [(each, _password_from(each)) for each in accounts if each.settings.host]
    if json:
        show_json(
            [
                {
                    "account": each.name,
                    "host": each.settings.host,
                    "username": each.settings.username,
                    "send_as": list(each.settings.send_as),
                    "password_env": each.password_env,
                    "password_from": found,
                }
                for each, found in rows
            ]
        )
        return
    if not rows:
        notice("No mail server is set: see [smtp] in settings.toml.")
        return
    columns = (
        Column(title="account", style="bold", whole=True),
        Column(title="server", whole=True),
        Column(title="user"),
        Column(title="sends as"),
        Column(title="password from"),
    )
    show_table(
        columns,
        (
            (each.name, each.settings.host, each.settings.username, ", ".join(each.settings.send_as) or "any", found)
            for each, found in rows
        ),
    )
    for each, found in rows:
        if found == "missing":
            command = " ".join(["dictation account password", *each.name.split(".")[1:]])
            notice(f"Set {each.password_env}, or keep the password of {each.name} in the keyring with: {command}")


@group.command("password")
def password(
    context: typer.Context,
    client: Annotated[
        str,
        typer.Argument(help="The client whose own account it is; the account for all unless told.", metavar="[KEY]"),
    ] = "",
) -> None:
    """Keep an account's password in the system's keyring.

    It is asked for without being shown, or read from stdin where that is no terminal.
    """
    from dictation.errors import InputError
    from dictation.home import account_of, keep_password

    _, settings = home_without_init(context)
    account = account_of(settings, client)
    if (client and account.name == "smtp") or not account.settings.username:
        name = f"accounts.{client}" if client else "smtp"
        raise InputError(
            f"the settings have no user name for {client or 'the mail server'}",
            place=f"settings.toml, {name}.username",
            remedy=f"write host and username under [{name}] first",
        )
    whose = f"{account.settings.username} at {account.settings.host}"
    asked = sys.stdin.isatty()
    secret = typer.prompt(f"Password of {whose}", hide_input=True, err=True) if asked else sys.stdin.readline()
    if not secret.strip():
        raise InputError("no password was given", place="stdin", remedy="type it, or send it as one line")
    keep_password(account.settings.host, account.settings.username, secret.rstrip("\r\n"))
    notice(f"The keyring holds the password of {whose}.")


def _password_from(account: Account) -> str:
    from dictation.home import kept_password

    if not account.settings.username:
        return "not needed"
    if os.environ.get(account.password_env):
        return account.password_env
    if kept_password(account.settings.host, account.settings.username):
        return "keyring"
    return "missing"
