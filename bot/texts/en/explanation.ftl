### Why a line of the history is as it is: one sentence for each kind and rule, then the numbers by name.

# Points
why-accrual-8-2 = Points for a redeemed order: price × discount × quantity × the campaign's coefficient, rounded down to 0.01.
why-accrual-8-8 = The marketplace granted these points.
why-crediting-8-4 = The order's hold is over: what it earned, less returns, can be spent now. Debt is repaid first.
why-crediting-8-8 = Granted points can be spent at once. Debt is repaid first.
why-repayment-8-7 = New points repay the debt first, and the rest can be spent.
why-repayment-9-7 = The points of a cancelled charge came back and repaid the debt first.
why-reversal-9-7 = The marketplace cancelled the charge, so its points came back. They expire when they would have expired before.
why-expiry-10-1 = Nobody spent these points in time, so they expired. What was left: all that was credited, less what was spent and taken back.
why-expiry-9-7 = The charge was cancelled, but its points had expired by then, so they can't be spent.
why-prolongation-10-2 = The marketplace gave these points more time.
why-adjustment-8-6 = Part of the order was returned. The points were counted anew for what is left, and the difference was taken back.
why-adjustment-8-8 = The marketplace took granted points back.
why-spending-9-2 = The points paid for the service automatically: those that expire soonest went first.
why-cover-9-5 = A member spent points on the service: they took the place of money, and the money came back to the balance.

# Money
why-credit-3-1 = The marketplace added money to the balance.
why-debit-3-1 = The marketplace took money off the balance: a payout or another deduction.
why-service-9-1 = The money part of a charge: all of it, less what points paid.
why-cover-returned-9-5 = Points took the place of this money on a charge, so it came back to the balance.
why-service-reversed-9-7 = The marketplace cancelled the charge, so the money that paid for it came back.
why-fee-4-3 = The free trial was over, and the plan went on as a paid one.
why-fee-4-4 = The plan was connected without a trial, so the fee was charged at once.
why-fee-4-6 = The paid period was over, and the next one was paid.
why-fee-4-8 = The fee was overdue. It was charged when there was enough money, while the grace period lasted.
why-fee-4-12 = The change to Premium: its fee is charged whole and at once.
why-fee-returned-4-12 = The change to Premium: the unused part of the paid Premium Lite period came back, rounded down to 0.01.

# The subscription
why-begin-trial-4-3 = Who connects for the first time begins with free days. After them the paid plan goes on by itself, unless it is cancelled.
why-begin-paid-4-4 = The plan was connected without a trial, and its fee was charged at once.
why-upgrade-4-12 = Premium began at once. The unused part of the paid Premium Lite period came back, and the fee of Premium was charged.
why-stop-renewal-4-9 = Renewal was switched off. Everything stays until the end of the period, then the plan ends.
why-stop-renewal-5-3 = The shop no longer qualifies for Premium. Everything stays until the end of the period, then the plan ends.
why-resume-4-10 = Renewal was switched on again.
why-resume-5-4 = The shop qualifies for Premium again, so renewal is on again.
why-switch-to-lite-4-11 = A change to Premium Lite was chosen: at the end of the period, or at once in the grace period.
why-fee-paid-4-3 = The free trial was over. The fee was charged, and the plan went on as a paid one.
why-fee-paid-4-6 = The period was over. The fee of the next one was charged.
why-fee-paid-4-8 = There was enough money again in the grace period. The overdue fee was charged, and the plan goes on.
why-fee-failed-4-7 = There was too little money for the fee. The benefits stay in the grace period, and the fee is tried again every day and whenever money comes.
why-end-4-6 = The plan has ended.
why-end-4-8 = There was no money for the fee until the end of the grace period, so the plan ended. Nothing is owed for it.
why-end-4-9 = The plan was cancelled and has ended.
why-end-5-3 = The shop no longer qualifies for Premium, so the plan ended.

# Periods, charges, consents, ratings
why-trial-4-3 = The free days of the first connection. There is one trial for both plans.
why-paid-4-5 = A paid period is a month, counted from the day of the first fee.
why-charge-9-1 = What the marketplace billed for a service: the part in points and the part in money make the whole.
why-opt-out-8-9 = The shop left the programme: new orders earn nothing, earlier points stay.
why-opt-in-8-9 = The shop rejoined the programme: new orders earn points again.
why-rating-6-2 = The rating the marketplace reported. From the threshold on, buyers see the badge and the filter of Premium.

# Between the numbers
explain-least = The least of these numbers counts:
explain-seconds = The fee × time left in the period ÷ length of the period, both in seconds:
explain-left = { $quantity } pcs., { $points }
explain-related = Related lines:

# Where points are
stage-source = new
stage-held = held
stage-available = available
stage-spent = spent
stage-expired = expired
stage-adjusted = taken back
stage-debt = repaying the debt
stage-into-debt = added to the debt

# Why a subscription stops or ended
reason-cancelled = cancelled by the shop
reason-ineligible = the shop no longer qualifies
reason-insufficient-funds = not enough money

# What a line is made of
field-moved = Points
field-state = Subscription
field-balance = Balance after
field-balance-before = Balance before
field-line = Order
field-campaign = Campaign
field-category = Category
field-service = Service
field-programme = Programme
field-plan = Plan
field-reason = What for
field-reason-in-subscription = Reason
field-price = Price before the discount
field-price-in-money = Price of the plan
field-price-in-subscription = Price of the plan
field-discount = Discount
field-quantity = Quantity
field-coefficient = Coefficient
field-before = Before
field-after = After
field-forgiven = Forgiven, had expired
field-part = From: { $stage }
field-into-debt = Added to the debt
field-charged = Whole charge
field-unpaid = Still unpaid
field-asked = Asked for in all
field-still-asked = Still to be covered
field-available = Points available
field-in-lot = Left of these points
field-allowed = Let through by limits and reserves
field-accrued = Earned
field-adjusted-while-held = Returned during the hold
field-debt = Debt before
field-points = Paid with points
field-points-of-repayment = Points that came
field-spent = Spent
field-spent-of-reversal = Came back
field-repaid = Repaid debt
field-credited = Credited
field-given-back = Came back from cancelled charges
field-adjusted = Taken back
field-paid = Paid for the period
field-fee = Fee
field-returned = Returned for the rest of the period
field-money = In money
field-money-in-subscription = Moved on the balance
field-wallet = Balance then
field-missing = Was missing
field-rating = Rating
field-threshold = Threshold
field-renewal = At the end of the period
field-redeemed-at = Redeemed
field-credit-at = Can be spent from
field-expires-at = Can be spent
field-period-start = Period from
field-period-end = Period lasts
field-grace-until = Grace period
field-reversed-at = Cancelled
field-actor = Who
