### Why a fact changed nothing. Plain text without tags.

ignored-below-min-discount = No points: the discount is smaller than the campaign asks for. A larger one brings them.
ignored-category-excluded = No points: this category takes no part in the campaign.
ignored-campaign-closed = No points: the campaign was not running at that moment.
ignored-opted-out = No points: the shop has left this programme. Come back, and orders bring points again.
ignored-not-redeemed = The order was cancelled before it was redeemed, so it had no points.
ignored-window-closed = The return came too late: the points of this order stay yours.
ignored-no-mailings-left = The mailing went without a discount: none was left. New ones come with the next paid period.
ignored-stale = Newer information came before, so nothing changed.
ignored-known = This is known already, nothing changed.
