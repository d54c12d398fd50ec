"""Sending by SMTP, looking for what was sent by IMAP, and printing by CUPS.

The libraries are loaded when a connection is opened.
"""

from dictation.post.smtp import SmtpSession

__all__ = ["SmtpSession"]
