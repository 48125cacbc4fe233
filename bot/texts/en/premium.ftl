### Plans: what they give, and every change of the subscription with its price, dates and what follows (RULES 4).
### $until is a phrase with its own preposition; $at a date or a moment.

premium-title = <b>Plan and Premium</b>
premium-period = Period: { $start } – { $end }
premium-price = { $plan }: { $price } a month
premium-renewal-on = At the end of the period the subscription renews by itself.
premium-renewal-lite = At the end of the period the plan changes to Premium Lite: { $price }, { $at }.
premium-renewal-off = Renewal is off. At the end of the period the subscription ends.
premium-stopped-ineligible = The shop doesn't pass the internal check now, so Premium stays { $until } and will not renew.
premium-grace = { $price } is needed, short by { $missing }. Top up the balance and we will charge it at once.
premium-none = There is no subscription now. Premium Lite can be connected at once, Premium needs an invitation.
premium-none-invited = There is no subscription now. You can connect either plan, the invitation to Premium is open.
premium-ended =
    { $reason ->
        [cancelled] The last subscription ended: renewal was turned off.
        [ineligible] The last subscription ended: the shop didn't pass the internal check.
       *[insufficient_funds] The last subscription ended: the balance didn't cover the price.
    }
premium-trial-available =
    { $days ->
        [one] A trial period is available: { $days } day for free, one for both plans together.
       *[other] A trial period is available: { $days } days for free, one for both plans together.
    }
premium-trial-used = The trial period has been used.
premium-rating = Average product rating: { $rating }, the badge needs at least { $threshold }
premium-mailings-left = Discounted mailings left: { $left }
premium-benefits-title = <b>What you have</b>
premium-benefit-on = • { $benefit }
premium-benefit-switching-on = • { $benefit }: switching on, works from { $at }
premium-benefit-hidden = • { $benefit }: hidden, needs a rating of at least { $threshold }

premium-compare-title = <b>What a subscription gives</b>
premium-compare-benefit = Benefit
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
cell-rating = with a rating from { $threshold }

connect-trial =
    <b>Connect { $plan } with a trial period?</b>
    • { $days ->
        [one] You pay nothing now: { $days } day for free.
       *[other] You pay nothing now: { $days } days for free.
    }
    • First charge: { $price }, { $at }.
    • Then the same every month until you turn renewal off.
    • The trial period is one for both plans, there is no second one.
    • A paid period is not refunded.
connect-trial-lite-note = <b>Please note.</b> Premium Lite and Premium share one trial period, and Premium shows more. If you begin with Premium Lite, you can't try Premium for free later.
connect-paid =
    <b>Connect { $plan }?</b>
    • This is not a trial period: the first charge comes at once.
    • Charge now: { $price }.
    • The balance is { $wallet }, { $left } will be left.
    • Next charge: { $price }, { $at }. Then the same every month until you turn renewal off.
    • A paid period is not refunded.
connect-upgrade =
    <b>Move to { $plan }?</b>
    • This is not a trial period: { $plan } starts at once and is paid.
    • Returned for the unused part of Premium Lite: { $returned }.
    • Charge now: { $price }.
    • The balance is { $wallet }, { $left } will be left.
    • Next charge: { $price }, { $at }. Then the same every month until you turn renewal off.
    • A paid period is not refunded.
connect-upgrade-from-trial =
    <b>Move to { $plan }?</b>
    • The Premium Lite trial period ends at once. There is no second trial period.
    • Charge now: { $price }.
    • The balance is { $wallet }, { $left } will be left.
    • Next charge: { $price }, { $at }. Then the same every month until you turn renewal off.
    • A paid period is not refunded.
connect-no-funds =
    <b>The balance is short by { $missing }</b>
    { $plan } costs { $price }, the balance is { $wallet }. Top it up and come back: nothing has been charged.
connected-trial =
    <b>{ $plan }: the trial period has started</b>
    Nothing was charged. First charge: { $price }, { $at }. You can turn it off at any time before that.
connected-paid =
    <b>{ $plan } is connected</b>
    Paid: { $price }. Next charge: { $at }.
connected-upgrade =
    <b>You are on { $plan } now</b>
    Paid: { $price }. Returned for Premium Lite: { $returned }. Next charge: { $at }.
connected-benefits-soon = The benefits switch on one after another, usually within a day. We will write when they work.

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
    • There is no second trial period, it is one for both plans.
    • You can change your mind until then.
cancel-question-grace =
    <b>Turn { $plan } off now?</b>
    • This is the grace period, so the subscription and its benefits end at once.
    • You will owe nothing, your points stay.
cancel-alternative-lite = Instead you can switch to Premium Lite: { $price } a month.
cancelled-until =
    <b>Renewal is off</b>
    { $plan } stays { $until }. Nothing more will be charged.
cancelled-now =
    <b>{ $plan } is off</b>
    The benefits have ended, you owe nothing. You can connect a plan again right here.
resume-question =
    <b>Turn on renewal of { $plan }?</b>
    • Nothing is charged now.
    • Next charge: { $price }, { $at }.
    • Then the same every month until you turn renewal off.
resumed-done =
    <b>Renewal is on</b>
    Next charge: { $price }, { $at }.
switch-question =
    <b>Switch to Premium Lite?</b>
    • Premium stays { $until }.
    • First charge for Premium Lite: { $price }, { $at }.
    • After that you have only what Premium Lite gives.
    • You can change your mind until then.
switch-question-grace =
    <b>Switch to Premium Lite now?</b>
    • The plan changes at once, and we try to charge { $price } at once.
    • The balance is { $wallet }. If it is too low, the grace period stays as it is: it lasts { $until }.
    • What only Premium gives ends.
switch-planned =
    <b>The switch is planned</b>
    Premium stays { $until }. Then Premium Lite: { $price }, { $at }.
switched-paid =
    <b>You are on Premium Lite now</b>
    Paid: { $price }. The subscription runs { $until }.
switched-unpaid =
    <b>You are on Premium Lite now</b>
    It couldn't be paid yet: { $price } is needed, short by { $missing }. The grace period lasts { $until }, please top up the balance.
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
button-compare = What a subscription gives
button-show-premium = See Premium
