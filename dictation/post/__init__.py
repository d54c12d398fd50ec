"""Sending by SMTP. aiosmtplib is loaded when a connection is opened."""

from dictation.post.smtp import SmtpSession

__all__ = ["SmtpSession"]
