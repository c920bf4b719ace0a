# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pages by SMTP, and the twin that keeps them in a list, under one contract suite."""

from tocsin.wires.mail.memory import MemoryMail
from tocsin.wires.mail.smtp import MailAccount, SmtpMail

__all__ = ["MailAccount", "MemoryMail", "SmtpMail"]
