"""The tables, as SQLModel classes: the one description of every column.

Instants are BIGINT microseconds UTC and amounts BIGINT hundredths, exactly as the core has them: a timestamp type
would lose its zone on SQLite and a decimal its exactness. Table models do not validate, so what must hold is a CHECK, a
UNIQUE or a foreign key here. History tables are refused UPDATE and DELETE by triggers (see the migrations).

The order of columns means nothing: rows and the core's records meet by name (see `storage.rows.records`).

A module has the tables of one subject. Each is named here, so that who imports this knows them all.
"""

from collections.abc import Mapping
from typing import Final

from storage.rows.tables.archives import Archive as Archive
from storage.rows.tables.archives import ArchivedKey as ArchivedKey
from storage.rows.tables.archives import Carried as Carried
from storage.rows.tables.archives import Closed as Closed
from storage.rows.tables.archives import MovementArchive as MovementArchive
from storage.rows.tables.operation import Audit as Audit
from storage.rows.tables.operation import Idempotency as Idempotency
from storage.rows.tables.operation import ReplayedFile as ReplayedFile
from storage.rows.tables.operation import ReplayedLine as ReplayedLine
from storage.rows.tables.operation import Taken as Taken
from storage.rows.tables.operation import Token as Token
from storage.rows.tables.operation import Tour as Tour
from storage.rows.tables.operation import World as World
from storage.rows.tables.people import Approval as Approval
from storage.rows.tables.people import LinkToken as LinkToken
from storage.rows.tables.people import Member as Member
from storage.rows.tables.people import Mute as Mute
from storage.rows.tables.people import Operator as Operator
from storage.rows.tables.people import Person as Person
from storage.rows.tables.points import Balance as Balance
from storage.rows.tables.points import CampaignVersion as CampaignVersion
from storage.rows.tables.points import Choice as Choice
from storage.rows.tables.points import Consent as Consent
from storage.rows.tables.points import Grant as Grant
from storage.rows.tables.points import Line as Line
from storage.rows.tables.points import Lot as Lot
from storage.rows.tables.points import Movement as Movement
from storage.rows.tables.points import Usage as Usage
from storage.rows.tables.post import Broadcast as Broadcast
from storage.rows.tables.post import BroadcastDraft as BroadcastDraft
from storage.rows.tables.post import Change as Change
from storage.rows.tables.post import Delivery as Delivery
from storage.rows.tables.post import Dialog as Dialog
from storage.rows.tables.post import Notice as Notice
from storage.rows.tables.post import OutboxLine as OutboxLine
from storage.rows.tables.post import Pace as Pace
from storage.rows.tables.post import TelegramUpdate as TelegramUpdate
from storage.rows.tables.post import Webhook as Webhook
from storage.rows.tables.post import WebhookDelivery as WebhookDelivery
from storage.rows.tables.reported import Reported as Reported
from storage.rows.tables.reported import ReportedSum as ReportedSum
from storage.rows.tables.reported import ShopKey as ShopKey
from storage.rows.tables.reported import Telling as Telling
from storage.rows.tables.shops import Charge as Charge
from storage.rows.tables.shops import Rating as Rating
from storage.rows.tables.shops import Seller as Seller
from storage.rows.tables.shops import WalletEntry as WalletEntry
from storage.rows.tables.subscription import Period as Period
from storage.rows.tables.subscription import Price as Price
from storage.rows.tables.subscription import Subscription as Subscription
from storage.rows.tables.subscription import Transition as Transition

HISTORY = (
    "movement",
    "wallet_entry",
    "transition",
    "period",
    "consent",
    "rating",
    "telling",
    "campaign_version",
    "price",
    "replayed_line",
    "taken",
    "audit",
    "archived_key",
)
"""Tables that only grow: UPDATE and DELETE raise. `notice` may change its `fanned_out_at` alone, and loses a row only
when its key is in `archived_key`; `archive` and `movement_archive` may change their `removed_at` alone. `movement`
loses a row only up to the number of its seller in `closed`, and none that names a charge or an open lot."""


NUMBERED: Final[Mapping[str, str]] = {
    "movement": "at",
    "wallet_entry": "at",
    "transition": "at",
    "period": "paid_at",
    "consent": "at",
    "rating": "at",
    "charge": "at",
    "telling": "at",
}
"""Tables whose rows take a number of the seller's history → their column with the instant."""
