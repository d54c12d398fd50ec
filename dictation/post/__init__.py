"""Sending by SMTP. aiosmtplib is loaded when a connection is opened."""

from dictation.post.smtp import SmtpSession, send

__all__ = ["SmtpSession", "send"]
