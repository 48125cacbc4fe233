### What people are told (RULES 12), each kind after the name of its switch. The first line says what happened, the last
### what follows if nothing is done.
### $at, $next_charge_at: a date or a moment. $until: a whole phrase with its own preposition. $lines: lines made of
### notice-programme-line or notice-benefit-line, $sums: parts made of notice-programme-sum. Amounts come formatted;
### $days, $days_left are bare numbers.

notice-shop = Shop “{ $shop }”
notice-programme-line = • { $programme }: { $amount }
notice-programme-line-until = • { $programme }: { $amount }, to spend { $until }
notice-programme-sum = { $amount } ({ $programme })
notice-programme-sum-until = { $amount } ({ $programme }, to spend { $until })
notice-benefit-line = • { $benefit }

notice-line = • { $line }
notice-digest =
    <b>{ $cadence ->
        [daily] Your day
        [monthly] Your month
       *[weekly] Your week
    }</b>
    { $lines }
notice-points-credited-line = Received: { $sums }
notice-points-adjusted-line = Taken back: { $sums }
notice-points-expired-line = Expired: { $sums }
notice-invitation-received-line = Premium can be connected again
notice-switched-line = The plan is { $plan } now
notice-badge-hidden-line = Buyers don't see the “Premium seller” badge
notice-badge-shown-line = Buyers see the “Premium seller” badge
notice-points-expiring-line = { $programme }: { $amount } can be spent { $until }
notice-trial-ending-line = The trial period lasts { $until }
notice-renewed-line = { $plan } is renewed { $until }: { $price }
notice-returns-high-line = Returns took back { $share } of the points earned
notice-monthly-report-line = The report is ready: { $month }{ $told }
settings-kind-invitation-received = New invitation
notice-invitation-received =
    <b>You are invited to Premium</b>
    The shop has passed the check. Price and dates come before you confirm. There is no hurry.
settings-kind-invitation-withdrawn = Invitation withdrawn
notice-invitation-withdrawn =
    <b>The invitation to Premium is withdrawn</b>
    The shop doesn't pass the check now. { $on_premium ->
        [yes] Premium stays until its period ends; in the grace period it ends at once.
       *[no] Premium Lite is not affected.
    }
settings-kind-approval-requested = Request for Premium
notice-approval-requested =
    <b>{ $asker } asks to connect { $plan }</b>
    You see price and dates before you confirm. Without an answer nothing is charged.
settings-kind-approval-answered = Answer to my request
notice-approval-answered =
    { $approved ->
        [yes] <b>Your request is approved</b>
            Premium is connected. Answered by { $by }.
       *[no] <b>Your request is declined</b>
            Answered by { $by }. The invitation stays open.
    }
settings-kind-connected = Plan connected
notice-connected =
    { $trial ->
        [yes] <b>{ $plan }: the trial period has started</b>
            First charge: { $price }, { $next_charge_at }. It comes by itself unless you turn the subscription off.
       *[no] <b>{ $plan } is connected</b>
            Paid: { $price }. Next charge: { $next_charge_at }. It renews every month until you turn renewal off.
    }
settings-kind-upgraded = Upgrade to Premium
notice-upgraded =
    <b>You are on { $plan } now</b>
    Paid: { $price }. { $has_returned ->
        [yes] Returned for Premium Lite: { $returned }.
       *[no] Nothing to return for the earlier plan.
    }
    The same price is charged next: { $next_charge_at }.
settings-kind-cancelled = Renewal turned off
notice-cancelled =
    <b>Renewal is off</b>
    { $at_once ->
        [yes] { $plan } has ended, you owe nothing.
       *[no] { $plan } stays { $until } and then ends. Nothing more will be charged.
    }
settings-kind-resumed = Renewal turned on
notice-resumed =
    <b>Renewal is on again</b>
    Next charge: { $price }, { $next_charge_at }. { $plan } goes on.
settings-kind-switch-planned = Switch planned
notice-switch-planned =
    <b>The switch to { $plan } is planned</b>
    Switch and first charge: { $price }, { $at }. It happens by itself.
settings-kind-switched = Plan switched
notice-switched =
    <b>You are on { $plan } now</b>
    { $paid ->
        [yes] Paid: { $price } for a month. It renews every month.
       *[no] Not paid yet: { $price } is needed. You have { $until } to top up, then the subscription ends.
    }
settings-kind-benefits-on = Benefits on
notice-benefits-on =
    <b>{ $plan }: benefits are on</b>
    { $lines }
settings-kind-trial-ending = End of the trial
notice-trial-ending =
    <b>{ $days ->
        [one] { $days } day of the trial period is left
       *[other] { $days } days of the trial period are left
    }</b>
    Then paid { $plan } begins. First charge: { $price }, { $at }. It comes by itself unless you turn the subscription off.
settings-kind-renewal-low-balance = Balance too low to renew
notice-renewal-low-balance =
    <b>The balance is too low for { $plan }</b>
    { $days ->
        [one] Charge in { $days } day
       *[other] Charge in { $days } days
    }: { $price }, { $at }. The balance is { $wallet }, short by { $missing }.
    Without a top-up the grace period begins, then the subscription ends.
settings-kind-renewal-failed = Payment failed
notice-renewal-failed =
    <b>{ $plan } could not be paid</b>
    { $price } is needed, the balance is { $wallet }, short by { $missing }. Benefits stay in the grace period, it lasts { $until }.
    Without a top-up the subscription ends then.
settings-kind-grace-reminder = Grace period
notice-grace-reminder =
    <b>{ $days_left ->
        [one] { $days_left } day until { $plan } ends
       *[other] { $days_left } days until { $plan } ends
    }</b>
    { $price } is needed, the balance is { $wallet }, short by { $missing }. The grace period lasts { $until }.
    Without a top-up the subscription ends then.
settings-kind-renewed = Subscription renewed
notice-renewed =
    { $after_trial ->
        [yes] <b>The trial period is over, { $plan } is paid</b>
            Charged: { $price }. It runs { $until } and renews by itself. Balance now: { $wallet }.
       *[no] <b>{ $plan } is renewed</b>
            Charged: { $price }. It runs { $until } and renews by itself. Balance now: { $wallet }.
    }
settings-kind-subscription-ended = Subscription ended
notice-subscription-ended =
    <b>{ $plan } has ended</b>
    { $reason ->
        [cancelled] It was turned off.
        [ineligible] The shop doesn't pass the check now.
       *[insufficient_funds] The balance was too low. You owe nothing for it.
    } The benefits are off, your points stay.
settings-kind-badge-hidden = Badge hidden
notice-badge-hidden =
    <b>The “Premium seller” badge is hidden</b>
    { $reason ->
        [rating] Rating: { $rating }, at least { $threshold } is needed. It comes back by itself.
        [unrated] No rating yet, at least { $threshold } is needed. It appears by itself.
       *[subscription] Premium has ended. With it and a rating of { $threshold } the badge returns.
    }
settings-kind-badge-shown = Badge visible
notice-badge-shown =
    <b>Buyers see the “Premium seller” badge</b>
    Rating: { $rating }, at least { $threshold } is needed.
settings-kind-points-expiring = Points expire soon
notice-points-expiring =
    <b>{ $days ->
        [one] Points expire in { $days } day
       *[other] Points expire in { $days } days
    }</b>
    { $programme }: { $amount }, can be spent { $until }. Then they are lost.
settings-kind-points-credited = Points received
notice-points-credited =
    <b>Points received</b>
    { $lines }
    Spend them in time, or they expire.
settings-kind-points-adjusted = Points taken back
notice-points-adjusted =
    <b>Points taken back</b>
    { $lines }
    For returns, cancellations and revoked bonuses. The next points repay a debt.
settings-kind-points-expired = Points expired
notice-points-expired =
    <b>Points expired</b>
    { $lines }
    They can't be brought back. The others expire in their time.
settings-kind-limit-reached = Limit reached
notice-limit-reached =
    <b>A limit of points is reached</b>
    { $service }: { $limit ->
        [daily] daily limit
        [monthly] monthly limit
       *[own] your daily limit
    } { $amount }. Money pays from here, { $limit ->
        [monthly] points again from the next month
       *[other] points again from tomorrow
    }.
settings-kind-charge-coming = Payment coming
notice-charge-coming =
    <b>{ $days ->
        [one] { $plan } is charged in { $days } day
       *[other] { $plan } is charged in { $days } days
    }</b>
    { $price }, { $at }. The balance is { $wallet }, which is enough. Unless you turn renewal off, it is taken.
settings-kind-access-ending = Subscription ends soon
notice-access-ending =
    <b>{ $days ->
        [one] { $plan } ends in { $days } day
       *[other] { $plan } ends in { $days } days
    }</b>
    { $reason ->
        [ineligible] The shop doesn't pass the check now. The subscription stays { $until } and will not renew.
       *[cancelled] Renewal is off, the subscription stays { $until }. Then its benefits end.
    }
settings-kind-price-changed = Price changes
notice-price-changed =
    <b>The price of { $plan } changes</b>
    { $begins ->
        [yes] { $new } a month { $since }, instead of { $old }.
       *[no] { $new } a month, instead of { $old }.
    } { $charge ->
        [due] The payment due now stays: { $amount_due }.
        [dated] Next charge: { $next_price }, { $next_charge_at }.
       *[some] It applies from the next charge.
    } What is paid stays as it is. You can turn renewal off.
settings-kind-maintenance = Maintenance begins
notice-maintenance =
    <b>Maintenance is under way</b>
    Points can't be spent by hand for now. We will write when it is over.
settings-kind-maintenance-over = Maintenance over
notice-maintenance-over =
    <b>Maintenance is over</b>
    Points can be spent again.
settings-kind-returns-high = Many returns
notice-returns-high =
    <b>Returns take back many points</b>
    Earned: { $accrued }. Taken back: { $adjusted }. Share: { $share }. The history shows what comes back.
settings-kind-monthly-report = Monthly report
notice-monthly-report =
    <b>Your report is ready: { $month }</b>
    The month's points, services and money.
settings-kind-programme-left = Points not earned
notice-programme-left =
    <b>{ $weeks ->
        [one] { $weeks } week without points. { $programme }
       *[other] { $weeks } weeks without points. { $programme }
    }</b>
    Left on { $left_at }. { $missed ->
        [0] No order would have brought any.
        [one] { $missed } order missed: { $unearned }.
       *[other] { $missed } orders missed: { $unearned }.
    } Paid with money instead: { $charged }. New orders bring points once you come back.

button-sums-less-often = Less often
button-sums-off = Off
toast-sums =
    { $cadence ->
        [never] Sums of points don't come any more.
       [weekly] Sums of points come on Mondays.
       *[monthly] Sums of points come on the 1st.
    }
settings-kind-fee-likely = Likely Premium charge
notice-fee-likely =
    <b>The balance may be too low for Premium</b>
    { $price } is likely due on { $day }: so far on day { $usual_day }, { $seen } of { $times } times. The last balance told, { $balance_day }: { $wallet }, { $missing } short.
settings-kind-rating-low = Low rating
notice-rating-low =
    { $below ->
        [yes] <b>The rating is below the threshold: { $rating }</b>
       *[no] <b>The rating is close to the threshold: { $rating }</b>
    }
    The “Premium seller” badge needs { $threshold } or more. { $theirs ->
        [yes] The marketplace says so.
       *[no] This threshold is ours.
    }
settings-kind-key-expiring = Key of the marketplace
notice-key-expiring =
    <b>{ $days ->
        [one] { $days } day until the marketplace's key expires
       *[other] { $days } days until the marketplace's key expires
    }</b>
    It works until { $at }. An administrator can send a new one here; without a key only files tell.
settings-kind-report-silent = No news
notice-report-silent =
    <b>{ $days ->
        [one] { $days } day without news from the marketplace
       *[other] { $days } days without news from the marketplace
    }</b>
    { $never ->
        [yes] Nothing was told since { $day }.
       *[no] The last report came on { $day }.
    } Send the accruals report here: XLSX or CSV.
