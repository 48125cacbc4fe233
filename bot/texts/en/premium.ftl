### Plans: what they give, and every change of the subscription with its price, dates and what follows (RULES 4).
### $until is a phrase with its own preposition; $at a date or a moment.

premium-title = <b>Plan and Premium</b>
premium-price = { $plan }: { $price } a month
premium-price-ahead = The price of { $plan } { $since }: { $price } a month
premium-renewal-on = Then the subscription renews by itself every month.
premium-renewal-lite = Then the plan changes to Premium Lite: { $price }, { $at }.
premium-renewal-off = Renewal is off. After that the subscription ends and nothing is charged.
premium-stopped-ineligible = The shop doesn't pass the internal check now, so Premium stays { $until } and will not renew.
premium-grace = { $price } is needed, short by { $missing }. You have { $until } to top up, and we charge it at once. Otherwise the subscription is turned off.
premium-none = Premium Lite can be connected at once.
premium-none-invited = Either plan can be connected: the invitation to Premium is open.
premium-needs-invitation = Premium needs an invitation: it appears when the shop passes the internal check.
premium-ended =
    { $reason ->
        [cancelled] The last subscription ended: renewal was turned off.
        [ineligible] The last subscription ended: the shop didn't pass the internal check.
       *[insufficient_funds] The last subscription ended: the balance didn't cover the price.
    }
premium-trial-available =
    { $days ->
        [one] A trial period is available: { $days } day for free, shared by both plans.
       *[other] A trial period is available: { $days } days for free, shared by both plans.
    }
premium-trial-used = The trial period has been used: the first charge comes at once.
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
benefits-mailings-later = Discounted mailings: { $all } a period, once the discount is on
benefits-rating = Average product rating: { $rating }. Badge and filter need { $threshold } or more.
benefits-badge-on = Buyers see the “Premium seller” badge: rating { $rating }, needs { $threshold } or more
benefits-badge-coming = The “Premium seller” badge appears { $by }: rating { $rating }, needs { $threshold } or more
benefits-badge-hidden = The “Premium seller” badge is hidden: rating { $rating }, needs { $threshold } or more. It comes back by itself.
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
compare-note-coming = A time beside a benefit says when it will work. The others work already.
cell-free = free
cell-coming = { $cell }, { $by }
cell-hidden = { $cell }, hidden now

# Seats of the analytics
seats-title = <b>Analytics seats</b>
seats-about = Who sees the advanced analytics: { $details }.
seats-count = Taken: { $taken } of { $seats }.
seats-holder = • { $name }, { $role }
seats-tap = Tap a member to give a seat or to free one. You can change this at any time.
seats-full = There is no free seat. Free one first.
seats-ask = A manager or an administrator gives the seats. Please ask them.
seats-no-plan = Premium Lite and Premium have seats. There is no subscription now.
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
fees-note = A minus marks a return: that money went back to the balance.
button-fees = Periods and payments

# What it brought
worth-title = What the subscription brought
worth-title-plain = <b>What the subscription brought</b>
worth-never = There has been no subscription yet, so there is nothing to compare. Once you connect, you see here what was paid and how much commission points paid.
worth-period = This period, since { $start }
worth-ever = All the time, since { $start }
worth-fees = Paid for the subscription
worth-commission = Points that paid commission
worth-covered = Share of the fee that came back
worth-credited = Points credited in that time
worth-free-so-far = The trial period is free, so there is nothing to compare with yet.
worth-no-fees = Nothing has been paid for the subscription yet, so there is nothing to compare with.
worth-paid-off = The commission paid with points alone is more than the fees, by { $gain }.
worth-not-yet = The commission paid with points is less than the fees, by { $gap }.
worth-beyond = Without a subscription points for discounts can't pay commission. Places in search, the badge, the analytics and the support help your sales too, but we don't put them into money: there is no exact data. The points credited are for information, they come without a subscription too.
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
    • Then the same every month until you turn renewal off.
    • Both plans share this trial period, there is no second one.
    • A paid period is not refunded.
connect-trial-lite-note = <b>Please note.</b> Premium Lite and Premium share one trial period, and Premium gives you more. If you begin with Premium Lite, you can't try Premium for free later.
connect-paid =
    <b>Connect { $plan }?</b>
    • This is not a trial period: the first charge comes at once.
    • Then { $next } every month until you turn renewal off.
    • A paid period is not refunded.
connect-upgrade =
    <b>Move to { $plan }?</b>
    • This is not a trial period: { $plan } starts at once and is paid.
    • The unused part of Premium Lite goes back to the balance.
    • Then { $next } every month until you turn renewal off.
    • A paid period is not refunded.
connect-upgrade-from-trial =
    <b>Move to { $plan }?</b>
    • The Premium Lite trial period ends at once. There is no second trial period.
    • Then { $next } every month until you turn renewal off.
    • A paid period is not refunded.
connect-no-funds =
    <b>The balance is short by { $missing }</b>
    { $plan } costs { $price }, the balance is { $wallet }. It rises with sales or with a transfer in the seller account. Top it up and come back: nothing has been charged.
connected-trial =
    <b>Done</b>
    { $plan } is connected, nothing was charged.
connected-paid =
    <b>Done</b>
    { $plan } is connected. Charged: { $price }, balance now: { $left }.
connected-upgrade =
    <b>Done</b>
    You have { $plan } now. Charged: { $price }, returned for Premium Lite: { $returned }, balance now: { $left }.
connected-benefits-soon = The benefits switch on one after another, usually within a day. The Benefits screen shows what works already.

cancel-question =
    <b>Turn off renewal of { $plan }?</b>
    • All benefits stay { $until }.
    • No new charges, what is paid is not refunded.
    • Your points stay.
    • You can change your mind until then.
cancel-question-trial =
    <b>Turn { $plan } off after the trial period?</b>
    • The trial period and all benefits stay { $until }.
    • Nothing will be charged.
    • There is no second trial period: both plans share one.
    • You can change your mind until then.
cancel-question-grace =
    <b>Turn { $plan } off now?</b>
    • This is the grace period, so the subscription and its benefits end at once.
    • You will owe nothing, your points stay.
cancel-alternative-lite = Instead you can switch to Premium Lite: { $price } a month.
cancelled-until =
    <b>Done</b>
    You keep { $plan } { $until }, nothing more will be charged.
cancelled-now =
    <b>Done</b>
    { $plan } is off, you owe nothing. You can connect a plan again right here.
resume-question =
    <b>Turn on renewal of { $plan }?</b>
    • Nothing is charged now.
    • Next charge: { $next }, { $at }.
    • Then the same every month until you turn renewal off.
resumed-done =
    <b>Done</b>
    { $plan } renews by itself. Nothing was charged.
switch-question =
    <b>Switch to Premium Lite?</b>
    • Premium stays { $until }.
    • First charge for Premium Lite: { $next }, { $at }.
    • After that you have only what Premium Lite gives.
    • You can change your mind until then.
switch-question-grace =
    <b>Switch to Premium Lite now?</b>
    • The plan changes at once, and we try to charge { $price } at once.
    • The balance is { $wallet }. If it is too low, the grace period stays as it is: it lasts { $until }.
    • What only Premium gives ends.
switch-planned =
    <b>Done</b>
    You keep Premium { $until }, then comes Premium Lite.
switched-paid =
    <b>Done</b>
    Premium Lite is paid: { $price }. It runs { $until }.
switched-unpaid =
    <b>Done</b>
    The plan is Premium Lite now, but it couldn't be paid yet: { $price } is needed, short by { $missing }. Please top up: the grace period lasts { $until }.
premium-ask-role = A manager or an administrator of the shop can change the subscription. Please ask them.

toast-connected = Connected.
toast-renewal-off = Renewal is off.
toast-renewal-on = Renewal is on.
toast-switch-planned = The switch is planned.
toast-kept = Fine, everything stays as it is.

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
    Shop: “{ $shop }”. Open it: /premium
told-ask-seat =
    <b>{ $name } asks you for an analytics seat</b>
    Shop: “{ $shop }”. Seats are given under Benefits: /premium
