"""English words for days: months and weekdays, whatever the process's locale; the one list of each."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_WEEKDAY = re.compile(rf"(?<!\w)(?:{'|'.join(WEEKDAYS)})(?!\w)", re.IGNORECASE)


def day(when: Any) -> str:
    """Return a day in words; of NA, 'day not given'.

    >>> day(pd.Timestamp("2019-04-08")), day(pd.NaT)
    ('8 April 2019', 'day not given')
    """
    return "day not given" if pd.isna(when) else f"{when.day} {MONTHS[when.month - 1]} {when.year}"


def weekday(when: Any) -> str:
    """Return the weekday of a day.

    >>> weekday(pd.Timestamp("2019-04-08"))
    'Monday'
    """
    return WEEKDAYS[when.weekday()]


def short(name: str) -> str:
    """Return a month or weekday in three letters.

    >>> short("September"), short("Monday")
    ('Sep', 'Mon')
    """
    return name[:3]


def weekdays_in(words: str) -> list[str]:
    """Return the weekdays that the words name, in the order of the week.

    >>> weekdays_in("Late on Sunday and on monday")
    ['Monday', 'Sunday']
    """
    named = {match[0].lower() for match in _WEEKDAY.finditer(words)}
    return [name for name in WEEKDAYS if name.lower() in named]
