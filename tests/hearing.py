"""A hearing on captions, and an article that quotes it: a sample of the tests of records."""

from __future__ import annotations

from reportedly.ledger import RecordFacts

HEARING = """\
WEBVTT

00:00:05.000 --> 00:00:09.000
<v Ana Reyes>We counted rust in eleven of the sixteen bearings.

00:00:09.000 --> 00:00:14.000
<v Ana Reyes>I have not signed the order that closes the ferry, and nobody asked me to sign it.

00:00:14.000 --> 00:00:20.000
<v Ole Lund>The tide is late every day of the year, and you know it.

00:00:20.000 --> 00:00:26.000
<v Ana Reyes>What the harbour needs is a second crane and a longer quay.
"""
ABOUT = RecordFacts("hearing on the bridge", "2026-03-02", "Halden")
ARTICLE = (
    "“What the harbour needs is a second crane and a longer quay,” Ana Reyes, the mayor of Halden, said on Monday.\n\n"
    "“We counted rust in twelve of the sixteen bearings,” Reyes said.\n\n"
    "“The tide is late every day of the year,” said Ole Lund, the harbour chief."
)
KNOWN = {"outlet": "Halden Post", "published": "2026-03-03", "url": "https://post.example/1", "title": "The bridge"}
