# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who lives through the night, and in which words. Everyone and every place here is invented.

``PLANTED`` are words that nobody publishes and no code says: the leak tests look for them everywhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

ORGANISATION = "Pereprava Network"
TIMEZONE = "Europe/Moscow"
FALLBACK_PHONE = "+7 900 000-00-00"


@dataclass(frozen=True, slots=True)
class Person:
    """A member of the organisation: who they are inside, what they are called outside."""

    name: str
    callsign: str
    roles: tuple[str, ...]
    intake: bool = False

    @property
    def mail(self) -> str:
        return f"{self.callsign.lower()}@pereprava.example"


VERA = Person("Vera Osokina", "Lapwing", ("steward", "lawyer"))
ILYA = Person("Илья Грач", "Siskin", ("steward",))
NINA = Person("Nina Ledneva", "Dunlin", ("case-worker", "approver"), intake=True)
OLEG = Person("Oleg Brandt", "Bittern", ("case-worker",))
MARTA = Person("Marta Solano", "Whimbrel", ("reader",))
EVERYONE = (VERA, ILYA, NINA, OLEG, MARTA)

RUSTAM, RUSTAM_LATIN, RUSTAM_VARIANT = "Рустам Ильвердин", "Rustam Ilverdin", "Rustem Ilwerdin"
FILE = "Our file of the relocation"
TITLE = "Two people, a flat by the river"
TYPED = "They let him say one sentence to his sister."
TIMUR, TIMUR_LATIN = "Тимур Салтанов", "Timur Saltanov"

CALL = "Они ломают дверь… Садовая, третий этаж… скажите Вере…"
CALL_PLACE = "Зареченск, Садовая ул., 14, третий этаж"
CALL_SOUNDS = "screaming in the background, two voices, then the line went dead"
SECOND_CALL = "Кто-то стоит под окном вторую ночь, в машине двое, номера сняты."

SEEN_DOOR = "Door open. Frame broken at the lock, inwards."
SEEN_CHAIR = "Chair on its side. Cup broken, tea on the floor still wet."
NEIGHBOUR = "Человек шесть, в чёрном. Увели двоих."
HELD_WORDS = "Да, оба здесь, опрашиваем."
REFUSAL_WORDS = "таких сведений не даём"

ARTICLE = """\
Get alerts from Meridian Wire in your browser

Alerts can be switched off in the settings of your browser.

Two taken from Zarechensk home after call for help, rights group says

Lawyer found the door broken and nobody there half an hour after the line went dead

Ines Calder
{dateline}
Comments
A residential street in Zarechensk, where the two had been living since the summer
A residential street in Zarechensk, where the two had been living since the summer (Meridian Wire)
Leer en Español

Your support helps us tell the story

From courtrooms to border crossings, our reporters are there when it happens. Your donation keeps them there.

Your support makes all the difference.

Two young people are in "grave danger" after they were taken away by police in Zarechensk, a group that \
helped them escape the Uvalsk region has warned.

{variant}, 20, and {timur}, 17, were seized by police at a house in Zarechensk, the Pereprava Network said.

The group said it had helped the two leave the Uvalsk region last year.

Ilwerdin, who was detained in April 2020 over messages in a chat group, said he was beaten in custody and \
forced to record an apology.

The Pereprava Network said it had received a panicked phone call in which screaming could be heard in the \
background.

Arriving half an hour later, lawyer Vera Osokina found signs of a struggle and nobody there.

“Rustam and Timur were detained by the police in their apartment”, the group said in a statement.

“They are now being taken by car to Vyshgorsk.”

In Vyshgorsk the two have been questioned and denied access to a lawyer, the group added.

Police in Vyshgorsk did not answer questions on Monday.

Join our commenting forum

Join thought-provoking conversations and see other readers' replies

Comments

Thank you for registering

Please refresh the page to be logged in
"""

PLANTED = (
    "Ильвердин",
    "Ilverdin",
    "Ilwerdin",
    "Салтанов",
    "Saltanov",
    "Садовая",
    "ломают дверь",
    "screaming in the background",
    "таких сведений",
    "оба здесь, опрашиваем",
    "Our file of the relocation",
    "a flat by the river",
    "one sentence to his sister",
    "Pocket 3\0",
)


def article(published: datetime) -> str:
    """The page of Meridian Wire as somebody would copy it, chrome included, dated today."""
    dateline = f"{published:%A %d %B %Y %H:%M} GMT"
    return ARTICLE.format(dateline=dateline, variant=RUSTAM_VARIANT, timur=TIMUR_LATIN)
