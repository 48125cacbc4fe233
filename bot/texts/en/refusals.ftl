### Why something was refused and what to do next. Plain text without tags: shown in messages and in alerts (200 characters).
### The numbers come formatted: $missing, $minimum, $available, $left, $largest.

refusal-malformed = The request could not be read: something in its data is wrong. Please correct it and send it again.
refusal-conflicting-duplicate = A request with this number came before with different data. Please send the new one under another number.
refusal-unknown-seller = This shop was not found. Check its number, or ask an administrator for a new link.
refusal-account-under-review = We are checking this shop's account, so actions are closed for now. Money and points are safe. If it takes more than a day, contact support.
refusal-forbidden = This needs another role. Please ask a manager or an administrator of the shop.
refusal-sum-too-large = With this the shop's total would be larger than we can keep, so nothing was changed. Please contact support.
refusal-already-connected = This plan is connected already, there is nothing to pay twice. Dates and price are on the Premium screen.
refusal-not-eligible = Premium can't be renewed now: the shop doesn't pass the internal check. If it passes again, we will send an invitation. Premium Lite is available.
refusal-no-invitation = Premium needs an invitation, and there is none yet. It comes after the internal check of the shop. Premium Lite can be connected now.
refusal-insufficient-funds = The balance is short by { $missing }. Nothing was charged. Please top up the balance and try again.
refusal-not-connected = There is no subscription now, so there is nothing to change. You can connect one on the Premium screen.
refusal-no-free-seat = All analytics seats are taken. Free another member's seat first.
refusal-duplicate-line = This order line is counted already. It doesn't earn points twice.
refusal-unknown-line = There is no such line among redeemed orders. Please check its number.
refusal-quantity-exceeds = That is more units than are left in the order line. Please check the quantity.
refusal-unknown-programme = There is no such point programme. Choose one on the Points screen.
refusal-duplicate-grant = This bonus has been granted already. A new bonus needs another number.
refusal-unknown-grant = This bonus was not found. Please check its number.
refusal-amount-exceeds = You can revoke no more than is left of this bonus. Please enter a smaller amount.
refusal-duplicate-charge = This charge is counted already and is not taken twice.
refusal-unknown-charge = This charge was not found. Please check its number.
refusal-already-reversed = This charge is reversed already, its money and points were returned.
refusal-maintenance = Maintenance is under way, so points can't be spent right now. We will tell you when spending opens again.
refusal-service-not-eligible = Points of this programme can't pay for this service. Choose another service or another programme.
refusal-below-minimum = That is below the minimum. One spending starts from: { $minimum }. Please enter more.
refusal-points-expired = There are not enough points: some expired recently. See what is available on the Points screen and enter less.
refusal-insufficient-points = There are not enough points. Available: { $available }. Still needed: { $missing }. Please enter less.
refusal-daily-limit = That is over the daily limit of points for this service. Left for today: { $left }. Enter no more than that, or come back tomorrow.
refusal-monthly-limit = That is over the monthly limit of points for this service. Left for the month: { $left }. Enter no more, or wait for the next month.
refusal-own-limit = That is over your own daily limit for this service. Left for today: { $left }. Enter no more, or change the limit.
refusal-nothing-to-cover = This service has nothing left to cover with points this month. Choose another service or wait for a new charge.
refusal-over-coverable = That is more than points can cover this month. The largest amount: { $largest }. Enter that or less.
refusal-withdrawal-not-allowed = Points can't be paid out as money. They can pay for services: open Points and tap “Spend points”.
refusal-transfer-not-allowed = Points can't be passed to another shop. They can pay for your own services: open Points.
refusal-not-supported = This isn't available here yet. Please choose something else on the home screen.
