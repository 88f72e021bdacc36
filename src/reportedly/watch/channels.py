"""Channels: Slack, e-mail and whatever else apprise knows, each by a name under which rules tell it.

Their URLs hold secrets and are never shown. A channel that fails never keeps another from being told.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

import apprise

from ..errors import WatchError
from ..ledger.watched.alerts import Delivery
from ..shown.alert import AlertText, titles, told

#: Most alerts that go to a channel one by one in a round; of more, so many go together.
SINGLY, TOGETHER = 5, 15


class Channels:
    """The channels of a watch. urls: their notification URLs by name. Raises WatchError for one that is none."""

    def __init__(self, urls: Mapping[str, str]) -> None:
        logging.getLogger("apprise").setLevel(logging.CRITICAL)  # it would tell parts of URLs
        self._channels: dict[str, apprise.Apprise] = {}
        for name, url in urls.items():
            channel = apprise.Apprise()
            if not channel.add(url):
                raise WatchError(
                    f"expected a notification URL such as slack://… or mailto://… for the channel {name!r}, found one "
                    "that apprise doesn't know"
                )
            self._channels[name] = channel

    def __contains__(self, name: object) -> bool:
        return name in self._channels

    def send(self, name: str, some: Sequence[AlertText]) -> bool:
        """Send alerts to a channel as one message; whether it took them."""
        body = "\n\n———\n\n".join(one.body if len(some) == 1 else f"{one.title}\n{one.body}" for one in some)
        try:
            return bool(
                self._channels[name].notify(title=titles(some), body=body, body_format=apprise.NotifyFormat.TEXT)
            )
        except Exception:  # a plugin may raise anything; the alert stays due
            return False


def messages(due: Sequence[Delivery]) -> Iterator[Sequence[Delivery]]:
    """Deliveries as messages: each by itself, or several together where a channel has many coming."""
    by_channel = sorted(due, key=lambda one: one.channel)  # stable: in the order in which they were known
    for _, some in groupby(by_channel, key=lambda one: one.channel):
        every = list(some)
        size = 1 if len(every) <= SINGLY else TOGETHER
        for at in range(0, len(every), size):
            yield every[at : at + size]


def in_words(some: Sequence[Delivery]) -> list[AlertText]:
    """Deliveries in words."""
    return [told(one.alert, again=one.again) for one in some]
