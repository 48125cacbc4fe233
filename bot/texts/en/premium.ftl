### Plans: what they give, and every change of the subscription with its price, dates and what follows (RULES 4).
### $until is a phrase with its own preposition; $at a date or a moment.

premium-title = <b>Plan and Premium</b>
premium-price = { $plan }: { $price } a month
premium-price-ahead = The price of { $plan } { $since }: { $price } a month
premium-renewal-on = Then it renews every month.
premium-renewal-lite = Then Premium Lite: { $price }, { $at }.
premium-renewal-off = Renewal is off: nothing more is charged.
premium-stopped-ineligible = The shop doesn't pass the check now: Premium stays { $until } and will not renew.
premium-grace = { $price } is needed, short by { $missing }. You have { $until } to top up, then the subscription ends.
premium-none = Premium Lite can be connected at once.
premium-none-invited = Either plan can be connected.
premium-needs-invitation = Premium needs an invitation: it comes after a check.
premium-ended =
    { $reason ->
        [cancelled] The last subscription ended: renewal was off.
        [ineligible] The last subscription ended: the shop didn't pass the check.
       *[insufficient_funds] The last subscription ended: the balance was too low.
    }
premium-trial-available =
    { $days ->
        [one] { $days } day for free, once for both plans.
       *[other] { $days } days for free, once for both plans.
    }
premium-trial-used = No trial period any more: the first charge comes at once.
premium-benefits-on = Benefits: { $count } of { $all } work
premium-benefits-coming = { $count } more are switching on, all will work { $by }

# A benefit as it stands
benefit-by = by { $at }
benefit-on = works since { $at }
benefit-coming = switching on, works { $by }
benefit-hidden = hidden: rating { $rating }, needs { $threshold } or more
benefit-in-plan = part of { $plan }
benefit-share = { $share }, with { $plan } { $more }
benefit-in-both = part of { $lite } and { $plan }
benefits-title = Benefits
benefits-state = Now
benefits-seats = Analytics seats: { $taken } of { $seats } taken
benefits-mailings = Discounted mailings: { $left } of { $all } left in this period
benefits-mailings-later = Discounted mailings: { $all } a period, not on yet
benefits-rating = Rating: { $rating }. Badge and filter need { $threshold } or more.
benefits-badge-on = Buyers see the “Premium seller” badge: rating { $rating }, needs { $threshold } or more
benefits-badge-coming = The “Premium seller” badge appears { $by }: rating { $rating }, needs { $threshold } or more
benefits-badge-hidden = The “Premium seller” badge is hidden: rating { $rating }, needs { $threshold } or more
ratings-title = Rating history
ratings-date = Date
ratings-rating = Rating
ratings-badge = Enough for the badge

# Plans side by side
compare-title = Plans
compare-benefit = Benefit
compare-none = No subscription
compare-now = ✓ { $plan } · yours now
compare-other = { $plan }
compare-price = Price a month: { $price }
compare-adds = Everything in { $plan }, and:
compare-gain = • { $benefit }
compare-gain-of = • { $benefit }: { $of }
compare-note-coming = A time says when a benefit will work.
cell-free = free
cell-coming = { $cell }, { $by }
cell-hidden = { $cell }, hidden now

# Seats of the analytics
seats-title = <b>Analytics seats</b>
seats-about = They see the advanced analytics: { $details }.
seats-count = Taken: { $taken } of { $seats }.
seats-holder = • { $name }, { $role }
seats-tap = Tap a name to give a seat or to free it.
seats-full = No seat is free.
seats-ask = A manager or an administrator gives the seats.
seats-no-plan = There is no subscription now.
toast-seat-given = The seat is given.
toast-seat-freed = The seat is free.
button-seats = Analytics seats
button-seat-give = give a seat
button-seat-free = free the seat
button-seats-next = Next
button-seats-before = Previous

# What was paid
fees-title = Periods and payments
fees-title-plain = <b>Periods and payments</b>
fees-total = Paid for the subscription in { $year }: { $total }
fees-act = Act for { $month }: { $total }
fees-date = Date
fees-what = For what
fees-sum = Amount
fees-trial = { $plan }, trial period, { $start } – { $end }
fees-fee = { $plan }, { $start } – { $end }
fees-fee-returned = returned for the rest of { $plan }
fees-none = No subscription payments in { $year }.
fees-note = A minus: money back to the balance.
button-fees = Periods and payments

# What it brought
worth-title = What the subscription brought
worth-title-plain = <b>What the subscription brought</b>
worth-never = There has been no subscription yet.
worth-period = This period, since { $start }
worth-ever = All the time, since { $start }
worth-fees = Paid for the subscription
worth-commission = Points that paid commission
worth-covered = Share of the fee that came back
worth-credited = Points received in that time
worth-free-so-far = The trial period is free: nothing to compare yet.
worth-no-fees = Nothing has been paid for it yet.
worth-paid-off = Points paid { $gain } more of commission than the subscription cost.
worth-not-yet = Points paid { $gap } less of commission than the subscription cost.
worth-beyond = Only subscribers pay commission with points for discounts. Search, badge and analytics help too.
button-worth = What it brought

benefit-search-boost = Higher in search with a favourable price index
benefit-analytics = Advanced analytics
benefit-analytics-details = charts, promotions, trends, competitive position, customer profile, search queries, sold products
benefit-competitors = Comparison with competitors
benefit-mailings = A discount on bonus mailings
benefit-badge = “Premium seller” badge
benefit-filter = “Premium sellers” filter
benefit-storefront = No other sellers' offers on your storefront
benefit-support = Priority support
benefit-commission-points = Points for discounts also pay commission
cell-yes = yes
cell-no = no
cell-up-to = up to { $count }
cell-seats =
    { $count ->
        [one] { $count } seat
       *[other] { $count } seats
    }
cell-mailings =
    { $count ->
        [one] { $discount }, { $count } mailing per period
       *[other] { $discount }, { $count } mailings per period
    }
cell-rating = with a rating of { $threshold } or more

# The sum under a question
calculation-trial = Trial period
calculation-next-charge = Next charge
calculation-wallet = Balance
calculation-returned = Returned for Premium Lite, as of now
calculation-charged = Charged now
calculation-left = Balance afterwards
calculation-sum-at = { $price }, { $at }

connect-trial =
    <b>Connect { $plan } with a trial period?</b>
    • { $days ->
        [one] You pay nothing now: { $days } day for free.
       *[other] You pay nothing now: { $days } days for free.
    }
    • First charge: { $next }, { $at }.
    • Then every month until you turn renewal off. No refunds.
    • One trial period for both plans.
connect-trial-lite-note = <b>Please note.</b> After it Premium can't be tried for free.
connect-paid =
    <b>Connect { $plan }?</b>
    • No trial period: the first charge comes at once.
    • Then { $next } every month until you turn renewal off. No refunds.
connect-upgrade =
    <b>Move to { $plan }?</b>
    • No trial period: { $plan } starts at once and is paid.
    • The rest of Premium Lite goes back to the balance.
    • Then { $next } every month until you turn renewal off. No refunds.
connect-upgrade-from-trial =
    <b>Move to { $plan }?</b>
    • The Premium Lite trial period ends at once, there is no second one.
    • Then { $next } every month until you turn renewal off. No refunds.
connect-no-funds =
    <b>The balance is short by { $missing }</b>
    { $plan } costs { $price }, the balance is { $wallet }. Nothing has been charged.
connected-trial =
    <b>Done</b>
    { $plan } is connected, nothing was charged.
connected-paid =
    <b>Done</b>
    { $plan } is connected. Charged: { $price }, balance now: { $left }.
connected-upgrade =
    <b>Done</b>
    You have { $plan } now. Charged: { $price }, returned for Premium Lite: { $returned }, balance now: { $left }.
connected-benefits-soon = The benefits switch on within a day.

cancel-question =
    <b>Turn off renewal of { $plan }?</b>
    • All benefits stay { $until }.
    • No new charges and no refund.
    • Your points stay.
cancel-question-trial =
    <b>Turn { $plan } off after the trial period?</b>
    • It and all benefits stay { $until }, nothing will be charged.
    • There is no second trial period.
cancel-question-grace =
    <b>Turn { $plan } off now?</b>
    • Its benefits end at once.
    • You will owe nothing, your points stay.
cancel-alternative-lite = Instead you can take Premium Lite: { $price } a month.
cancelled-until =
    <b>Done</b>
    You keep { $plan } { $until }, nothing more will be charged.
cancelled-now =
    <b>Done</b>
    { $plan } is off, you owe nothing.
resume-question =
    <b>Turn on renewal of { $plan }?</b>
    • Nothing is charged now.
    • Next charge: { $next }, { $at }, then every month.
resumed-done =
    <b>Done</b>
    { $plan } renews by itself. Nothing was charged.
switch-question =
    <b>Switch to Premium Lite?</b>
    • Premium stays { $until }.
    • First charge then: { $next }, { $at }.
    • What only Premium gives ends.
switch-question-grace =
    <b>Switch to Premium Lite now?</b>
    • It happens now, and we try to charge { $price } at once.
    • The balance is { $wallet }. If it is too low, the grace period lasts { $until }.
    • What only Premium gives ends.
switch-planned =
    <b>Done</b>
    You keep Premium { $until }, then comes Premium Lite.
switched-paid =
    <b>Done</b>
    Premium Lite is paid: { $price }. It runs { $until }.
switched-unpaid =
    <b>Done</b>
    Premium Lite is not paid yet: { $price } is needed, short by { $missing }. The grace period lasts { $until }.
premium-ask-role = A manager or an administrator can change the subscription.

toast-connected = Connected.
toast-renewal-off = Renewal is off.
toast-renewal-on = Renewal is on.
toast-switch-planned = The switch is planned.
toast-kept = Everything stays as it is.

button-connect = Connect { $plan }
button-connect-trial = Try { $plan }
button-confirm-trial = Start the trial period
button-confirm-pay = Pay { $price }
button-cancel-subscription = Turn the subscription off
button-confirm-cancel = Yes, turn it off
button-resume = Turn renewal on
button-confirm-resume = Yes, turn it on
button-confirm-switch = Yes, switch
button-keep = Keep it as it is
button-compare = Compare plans
button-benefits = Benefits
button-show-premium = See Premium

button-ask-them = Ask them
toast-asked-them = They are told.
toast-nobody-to-ask = Nobody in the shop can do that yet.
told-ask-plan =
    <b>{ $name } asks you to look at the subscription</b>
    “{ $shop }”: /premium
told-ask-seat =
    <b>{ $name } asks you for an analytics seat</b>
    “{ $shop }”: /premium
