"""Passwords in the system's keyring (Secret Service, Keychain, Credential Manager), by the library keyring."""

from __future__ import annotations

from typing import NoReturn

from dictation.errors import SettingsError


def kept_password(host: str, username: str) -> str:
    """The password that the keyring holds for a mail account; empty where it holds none, or there is no keyring.

    Raises:
        SettingsError: The keyring is locked, or fails otherwise.
    """
    import keyring  # noqa: PLC0415
    from keyring.errors import KeyringError, NoKeyringError  # noqa: PLC0415

    try:
        return keyring.get_password(_service(host), username) or ""
    except NoKeyringError:
        return ""
    except KeyringError as exc:
        _fail(exc)


def keep_password(host: str, username: str, password: str) -> None:
    """Give the keyring the password of a mail account, in place of an earlier one.

    Raises:
        SettingsError: There is no keyring, or it does not take it.
    """
    import keyring  # noqa: PLC0415
    from keyring.errors import KeyringError, NoKeyringError  # noqa: PLC0415

    try:
        keyring.set_password(_service(host), username, password)
    except NoKeyringError as exc:
        raise SettingsError(
            "there is no keyring on this system",
            place="the system's keyring",
            remedy="set an environment variable instead: dictation account list tells its name",
        ) from exc
    except KeyringError as exc:
        _fail(exc)


def _service(host: str) -> str:
    return f"dictation: {host}"


def _fail(exc: Exception) -> NoReturn:
    # No more of the library's words than the kind of error: nobody knows what a backend puts into them.
    raise SettingsError(
        f"the keyring cannot be used ({type(exc).__name__})",
        place="the system's keyring",
        remedy="unlock it, or set an environment variable instead: dictation account list tells its name",
    ) from exc
