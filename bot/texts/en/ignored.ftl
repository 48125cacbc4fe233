### Why a fact changed nothing. Plain text without tags.

ignored-below-min-discount = No points: the discount is below the one from which the campaign gives points. Raise it, and the next orders will earn.
ignored-category-excluded = No points: this category doesn't take part in the campaign. Choose a campaign where it does.
ignored-campaign-closed = No points: the campaign wasn't running at the moment of the order. Please check its dates.
ignored-opted-out = No points: the shop has left this programme. Rejoin it, and new orders will earn again.
ignored-not-redeemed = The order was cancelled before redemption. It had earned no points, so nothing changed.
ignored-window-closed = The return came after the return window. The points for this order stay with you.
ignored-no-mailings-left = The mailing went out without a discount: no discounted mailings are left. New ones come with the next paid period.
ignored-stale = This is out of date: something newer had come before, so nothing changed.
ignored-known = This is known already, nothing changed.
