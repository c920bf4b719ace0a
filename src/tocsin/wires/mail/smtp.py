# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pages by SMTP: one connection a page, so that one recipient's trouble is never another's.

Every header that a provider sees is the same for every page but for codes: no name, no product, no host.
"""

from __future__ import annotations

import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Literal

from tocsin.alarm.facts.bell import FailureCause
from tocsin.alarm.needs import Clock, LineFailure
from tocsin.alarm.notice import Notice
from tocsin.wires.mail.address import recipient

TIMEOUT_SECONDS = 15.0


@dataclass(frozen=True, slots=True)
class MailAccount:
    """Where pages are handed in. ``security`` is ``none`` only for a relay on this machine."""

    host: str
    port: int
    sender: str
    security: Literal["none", "starttls", "tls"] = "starttls"
    user: str = ""
    password: str = ""
    timeout: float = TIMEOUT_SECONDS


class SmtpMail:
    """The mail line. Its own process or thread may block in ``send`` for as long as the timeouts allow."""

    def __init__(self, account: MailAccount, clock: Clock) -> None:
        self._account = account
        self._clock = clock
        self._domain = account.sender.rpartition("@")[2]

    def send(self, notice: Notice) -> None:
        """Hand one page to the server. Raises LineFailure: passing for whatever a later try could mend."""
        to = recipient(notice.address)
        message = self._message(notice, to)
        try:
            server = self._connect()
            try:
                server.sendmail(self._account.sender, [to], message.as_bytes(policy=SMTP))
            finally:
                self._leave(server)
        except smtplib.SMTPRecipientsRefused as error:
            raise _answered(error.recipients[to][0]) from None
        except smtplib.SMTPDataError as error:
            raise _answered(error.smtp_code) from None
        except (smtplib.SMTPServerDisconnected, smtplib.SMTPConnectError):  # a reply that never came, too
            raise LineFailure(FailureCause.UNREACHABLE) from None
        except smtplib.SMTPException:
            # Sign-in and sender are settings of ours: mended by an operator, so the page goes on trying.
            raise LineFailure(FailureCause.BUSY) from None
        except OSError:  # refused, reset, timed out, unknown host, a certificate that does not match
            raise LineFailure(FailureCause.UNREACHABLE) from None

    def _connect(self) -> smtplib.SMTP:
        account = self._account
        # A domain of the sender's, never this machine's own name, is what the server is greeted with.
        if account.security == "tls":
            context = ssl.create_default_context()
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                account.host, account.port, self._domain, timeout=account.timeout, context=context
            )
        else:
            server = smtplib.SMTP(account.host, account.port, self._domain, timeout=account.timeout)
        try:
            if account.security == "starttls":
                server.starttls(context=ssl.create_default_context())
            if account.user:
                server.login(account.user, account.password)
        except BaseException:
            server.close()
            raise
        return server

    def _leave(self, server: smtplib.SMTP) -> None:
        """The page was taken or refused before this: a rude goodbye must not send it twice."""
        with suppress(smtplib.SMTPException, OSError):
            server.quit()
        server.close()

    def _message(self, notice: Notice, to: str) -> EmailMessage:
        message = EmailMessage()
        message["From"] = self._account.sender
        message["To"] = to
        message["Subject"] = notice.subject
        message["Message-ID"] = f"<{notice.page}@{self._domain}>"
        message["Date"] = format_datetime(self._clock.now())
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(notice.text, cte="7bit")
        return message


def _answered(code: int) -> LineFailure:
    """RFC 5321 section 4.2.1: 4yz may be tried again, 5yz may not."""
    lasting = 500 <= code < 600
    return LineFailure(FailureCause.REFUSED if lasting else FailureCause.BUSY, lasting=lasting)
