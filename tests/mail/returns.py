"""What servers and people send to the address of returns, in the manner of several; every address is invented."""

from email.utils import format_datetime

from django.utils import timezone

from mail.letters import NOON
from maillage.mail.models import Recipient
from maillage.mail.services.speaking import message_to


def id_of(row: Recipient) -> str:
    return str(message_to(row).extra_headers["Message-ID"])


def postfix(
    row: Recipient, status: str = "5.1.1", said: str = "550 5.1.1 User unknown", *, action: str = "failed"
) -> bytes:
    """With the headers of what is returned, in a part of text."""
    return f"""Return-Path: <>
Date: {format_datetime(timezone.now())}
From: MAILER-DAEMON@mx.example (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: retours@instance.example
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="4C1.1/mx.example"
Message-Id: <20260302120500.4C1@mx.example>

This is a MIME-encapsulated message.

--4C1.1/mx.example
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

<{row.address}>: host mx.example[192.0.2.1] said: {said} (in reply to RCPT TO command)

--4C1.1/mx.example
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example
X-Postfix-Queue-ID: 4C1
X-Postfix-Sender: rfc822; retours@instance.example
Arrival-Date: {format_datetime(NOON)}

Final-Recipient: rfc822; {row.address}
Original-Recipient: rfc822;{row.address}
Action: {action}
Status: {status}
Remote-MTA: dns; mx.example
Diagnostic-Code: smtp; {said}

--4C1.1/mx.example
Content-Description: Undelivered Message Headers
Content-Type: text/rfc822-headers

Return-Path: <retours@instance.example>
From: CPTS du Val <ne-pas-repondre@instance.example>
To: {row.address}
Subject: =?utf-8?q?R=C3=A9union?=
Message-ID: {id_of(row)}

--4C1.1/mx.example--
""".encode()


def exim(row: Recipient) -> bytes:
    """Its own status says nothing; the words of the other server do. The whole message is returned."""
    return f"""Return-path: <>
From: Mail Delivery System <Mailer-Daemon@exim.example>
To: retours@instance.example
Auto-Submitted: auto-replied
Content-Type: multipart/report; report-type=delivery-status; boundary=1700-eximdsn-1
MIME-Version: 1.0
Subject: Mail delivery failed: returning message to sender
Date: Mon, 02 Mar 2026 12:06:00 +0000

--1700-eximdsn-1
Content-type: text/plain; charset=us-ascii

This message was created automatically by mail delivery software.

--1700-eximdsn-1
Content-type: message/delivery-status

Reporting-MTA: dns; exim.example

Action: failed
Final-Recipient: rfc822;{row.address}
Status: 5.0.0
Remote-MTA: dns; mx.example
Diagnostic-Code: smtp; 550 5.1.1 <{row.address}>: Recipient address
  rejected: User unknown in virtual mailbox table

--1700-eximdsn-1
Content-type: message/rfc822

Received: from instance.example by exim.example; Mon, 02 Mar 2026 12:00:10 +0000
From: CPTS du Val <ne-pas-repondre@instance.example>
To: {row.address}
Message-ID: {id_of(row)}
Subject: Reunion
Content-Type: text/plain; charset=utf-8

Bonjour.

--1700-eximdsn-1--
""".replace("\n", "\r\n").encode()


def exchange(row: Recipient) -> bytes:
    """Nothing of the message is returned: what it answers names it. Parts are wrapped by a gateway."""
    return f"""From: <postmaster@clinique.example>
To: <retours@instance.example>
Date: Mon, 2 Mar 2026 13:00:00 +0100
Content-Type: multipart/mixed; boundary="outer"
X-MS-Exchange-Message-Is-Ndr:
In-Reply-To: {id_of(row)}
References: {id_of(row)}
Subject: =?iso-8859-1?Q?Non_remis_:_R=E9union?=
Auto-Submitted: auto-replied
MIME-Version: 1.0

--outer
Content-Type: multipart/report; report-type=delivery-status; boundary="b0"

--b0
Content-Type: text/html; charset="iso-8859-1"
Content-Transfer-Encoding: quoted-printable

<html><body><p>L=E9chec de la remise</p></body></html>

--b0
Content-Type: message/delivery-status

Reporting-MTA: dns;EX01.clinique.example
Received-From-MTA: dns;instance.example
Arrival-Date: Mon, 2 Mar 2026 12:00:05 +0000

Original-Recipient: rfc822;{row.address}
Final-Recipient: rfc822;{row.address.upper()}
Action: failed
Status: 5.1.10
Diagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup
X-Display-Name: {row.address}

--b0--

--outer
Content-Type: text/plain

Ce message vient de l'exterieur.

--outer--
""".encode()


def bare(row: Recipient, *, on: str = "Mon, 02 Mar 2026 12:30:00 +0000", address: str = "") -> bytes:
    """It names no message at all: whom it was for, and when."""
    return f"""From: MAILER-DAEMON@vieux.example
To: retours@instance.example
Date: {on}
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary=z

--z
Content-Type: message/delivery-status

Reporting-MTA: dns; vieux.example

Final-Recipient: rfc822; {address or row.address}
Action: failed
Status: 5.1.1 (bad destination mailbox address)

--z--
""".encode()


def away(row: Recipient) -> bytes:
    return f"""From: {row.address}
To: retours@instance.example
Date: Mon, 02 Mar 2026 12:01:00 +0000
Subject: =?utf-8?q?R=C3=A9ponse_automatique_:_R=C3=A9union?=
Auto-Submitted: auto-replied (vacation)
In-Reply-To: {id_of(row)}
Content-Type: text/plain; charset=utf-8

En congés jusqu'au 16. Mon mari est à l'hôpital.
""".encode()


def by_hand(row: Recipient) -> bytes:
    return f"""From: Ada <{row.address}>
To: retours@instance.example
Date: Mon, 02 Mar 2026 12:01:00 +0000
Subject: Re: Reunion
In-Reply-To: {id_of(row)}
Content-Type: text/plain; charset=utf-8

Bonjour, ce n'est plus ma boite.
""".encode()
