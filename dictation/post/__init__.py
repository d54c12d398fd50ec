"""Sending by SMTP, and looking for what was sent by IMAP. Both libraries are loaded when a connection is opened."""

from dictation.post.smtp import SmtpSession

__all__ = ["SmtpSession"]
