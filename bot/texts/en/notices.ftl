### What people are told (RULES 12), each kind after the name of its switch. The first line says what happened, the last
### what follows if nothing is done.
### $at, $next_charge_at: a date or a moment. $until: a whole phrase with its own preposition. $lines: lines made of
### notice-programme-line or notice-benefit-line, $sums: parts made of notice-programme-sum. Amounts come formatted;
### $days, $days_left are bare numbers.

notice-shop = Shop “{ $shop }”
notice-programme-line = • { $programme }: { $amount }
notice-programme-sum = { $amount } ({ $programme })
notice-benefit-line = • { $benefit }

notice-line = • { $line }
notice-digest =
    <b>{ $cadence ->
        [daily] Your day
        [monthly] Your month
       *[weekly] Your week
    }</b>
    { $lines }
notice-points-credited-line = Credited: { $sums }
notice-points-adjusted-line = Taken back after returns, cancellations and revoked bonuses: { $sums }
notice-points-expired-line = Expired: { $sums }
notice-invitation-received-line = Premium can be connected again: the invitation is open
notice-switched-line = The plan is { $plan } now
notice-badge-hidden-line = Buyers don't see the “Premium seller” badge
notice-badge-shown-line = Buyers see the “Premium seller” badge
notice-points-expiring-line = { $programme }: { $amount } can be spent { $until }
notice-trial-ending-line = The trial period lasts { $until }
notice-renewed-line = { $plan } is renewed { $until }: { $price }
notice-returns-high-line = Returns took back { $share } of the points accrued
notice-monthly-report-line = The report is ready: { $month }{ $told }
settings-kind-invitation-received = New invitation
notice-invitation-received =
    <b>You are invited to Premium</b>
    The shop has passed the internal check and can connect Premium. Before anything is connected you will see the price and the date of the first charge.
    There is no hurry: the invitation stays open while the shop qualifies. Premium never connects by itself.
settings-kind-invitation-withdrawn = Invitation withdrawn
notice-invitation-withdrawn =
    <b>The invitation to Premium is withdrawn</b>
    The shop doesn't pass the internal check now. { $on_premium ->
        [yes] The benefits of Premium stay until the running period ends, then it is not renewed. In the grace period it ends at once.
       *[no] Premium Lite is not affected.
    }
    There is nothing to do: if the shop passes again, we will write.
settings-kind-approval-requested = Request for Premium
notice-approval-requested =
    <b>{ $asker } asks to connect { $plan }</b>
    Approve, and you will see the price and the date of the first charge; it connects only after you confirm. Decline, and the invitation stays open.
    If you don't answer, nothing is connected and nothing is charged.
settings-kind-approval-answered = Answer to my request
notice-approval-answered =
    { $approved ->
        [yes] <b>Your request is approved</b>
            Premium is connected. Answered by { $by }. The benefits switch on within a day, and we will write. There is nothing for you to do.
       *[no] <b>Your request is declined</b>
            Premium isn't being connected for now. Answered by { $by }. The invitation stays open, and you can ask again.
    }
settings-kind-connected = Plan connected
notice-connected =
    { $trial ->
        [yes] <b>{ $plan }: the trial period has started</b>
            You pay nothing now. First charge: { $price }, { $next_charge_at }.
            If you do nothing, the paid period starts then. If you don't want to go on, turn the subscription off before.
       *[no] <b>{ $plan } is connected</b>
            Paid: { $price }. Next charge: { $next_charge_at }.
            If you do nothing, the subscription renews every month. You can turn renewal off at any time.
    }
settings-kind-upgraded = Upgrade to Premium
notice-upgraded =
    <b>You are on { $plan } now</b>
    Paid: { $price }. { $has_returned ->
        [yes] Returned for the unused part of Premium Lite: { $returned }.
       *[no] The earlier plan has ended, there is nothing to return for it.
    }
    If you do nothing, the same price is charged next: { $next_charge_at }.
settings-kind-cancelled = Renewal turned off
notice-cancelled =
    <b>Renewal is off</b>
    { $at_once ->
        [yes] The grace period and the benefits of { $plan } have ended, you owe nothing. If you do nothing, nothing more is charged.
       *[no] { $plan } stays { $until }, with all its benefits. Nothing more will be charged. If you do nothing, the subscription ends then. If you change your mind, turn renewal on before.
    }
settings-kind-resumed = Renewal turned on
notice-resumed =
    <b>Renewal is on again</b>
    { $plan } will go on. Next charge: { $price }, { $next_charge_at }.
    If you do nothing, this amount is taken from the balance.
settings-kind-switch-planned = Switch planned
notice-switch-planned =
    <b>The switch to { $plan } is planned</b>
    Everything stays as it is until then. Switch and first charge: { $price }, { $at }.
    If you do nothing, the switch happens by itself. If you change your mind, keep Premium before that time.
settings-kind-switched = Plan switched
notice-switched =
    <b>You are on { $plan } now</b>
    { $paid ->
        [yes] Paid: { $price } for a month. What only Premium gives has ended. If you do nothing, { $plan } renews every month.
       *[no] It couldn't be paid yet: { $price } is needed. You have { $until } to top up, and we charge it at once. If you do nothing, the subscription is turned off.
    }
settings-kind-benefits-on = Benefits on
notice-benefits-on =
    <b>{ $plan }: benefits are on</b>
    { $lines }
    There is nothing to do: they work as long as the subscription does.
settings-kind-trial-ending = End of the trial
notice-trial-ending =
    <b>{ $days ->
        [one] { $days } day of the trial period is left
       *[other] { $days } days of the trial period are left
    }</b>
    Then paid { $plan } begins. First charge: { $price }, { $at }.
    If you do nothing, this amount is taken from the balance. If you don't want to go on, turn the subscription off before.
settings-kind-renewal-low-balance = Balance too low to renew
notice-renewal-low-balance =
    <b>The balance is too low for { $plan }</b>
    { $days ->
        [one] Charge in { $days } day
       *[other] Charge in { $days } days
    }: { $price }, { $at }. The balance is { $wallet }, short by { $missing }.
    Without a top-up the charge will fail and the grace period will begin. After it the subscription is turned off.
settings-kind-renewal-failed = Payment failed
notice-renewal-failed =
    <b>{ $plan } could not be paid</b>
    { $price } is needed, the balance is { $wallet }, short by { $missing }. The grace period has begun and lasts { $until }; the benefits stay meanwhile.
    Top up the balance and we will charge it at once. If you do nothing, the subscription is turned off.
settings-kind-grace-reminder = Grace period
notice-grace-reminder =
    <b>{ $days_left ->
        [one] { $days_left } day until { $plan } is turned off
       *[other] { $days_left } days until { $plan } is turned off
    }</b>
    The grace period lasts { $until }. { $price } is needed, the balance is { $wallet }, short by { $missing }.
    Top up the balance and we will charge it at once. If you do nothing, the subscription is turned off.
settings-kind-renewed = Subscription renewed
notice-renewed =
    { $after_trial ->
        [yes] <b>The trial period is over, { $plan } is paid</b>
            The paid period has begun: { $price }. It runs { $until }. Balance now: { $wallet }.
            If you do nothing, it renews for the same price at the end of the period. You can turn renewal off at any time.
       *[no] <b>{ $plan } is renewed</b>
            Paid: { $price }. The subscription runs { $until }. Balance now: { $wallet }.
            If you do nothing, it renews again at the end of the period.
    }
settings-kind-subscription-ended = Subscription ended
notice-subscription-ended =
    <b>{ $plan } has ended</b>
    { $reason ->
        [cancelled] The subscription was turned off.
        [ineligible] The shop doesn't pass the internal check now.
       *[insufficient_funds] The balance didn't cover the price during the grace period. You owe nothing for it.
    } The benefits are off, your points stay.
    If you do nothing, no subscription fee is charged. You can connect a plan again on the Premium screen.
settings-kind-badge-hidden = Badge hidden
notice-badge-hidden =
    <b>The “Premium seller” badge is hidden</b>
    { $reason ->
        [rating] The average product rating is { $rating }, and at least { $threshold } is needed. Badge and filter come back by themselves when it rises. The subscription goes on.
        [unrated] The shop has no rating yet, and at least { $threshold } is needed. Badge and filter will appear by themselves. The subscription goes on.
       *[subscription] Premium has ended, so buyers no longer see the badge and the filter. Connect Premium, and they return with a rating of { $threshold } or more.
    }
settings-kind-badge-shown = Badge visible
notice-badge-shown =
    <b>Buyers see the “Premium seller” badge</b>
    The average product rating is { $rating }, at least { $threshold } is needed. The search filter works too.
    There is nothing to do. If the rating drops below, the badge is hidden and the subscription stays.
settings-kind-points-expiring = Points expire soon
notice-points-expiring =
    <b>{ $days ->
        [one] Points expire in { $days } day
       *[other] Points expire in { $days } days
    }</b>
    { $programme }: { $amount }, can be spent { $until }.
    If you do nothing, they expire and can't be brought back. Spend them on services before then.
settings-kind-points-credited = Points credited
notice-points-credited =
    <b>Points credited</b>
    { $lines }
    You can pay for services with them now. If you do nothing, what isn't spent in time expires: see the dates on the Points screen.
settings-kind-points-adjusted = Points adjusted
notice-points-adjusted =
    <b>Points adjusted</b>
    { $lines }
    These were taken back, as happens after returns, cancellations and revoked bonuses. There is nothing to do. If a debt appeared, the next points repay it.
settings-kind-points-expired = Points expired
notice-points-expired =
    <b>Points expired</b>
    { $lines }
    They can't be brought back. If you do nothing, the others expire in their time: see the dates on the Points screen.
settings-kind-limit-reached = Limit reached
notice-limit-reached =
    <b>A limit of points is reached</b>
    Service: { $service }. { $limit ->
        [daily] Daily limit
        [monthly] Monthly limit
       *[own] Your own daily limit
    }: { $amount }.
    If you do nothing, the service is paid with money from here, { $limit ->
        [monthly] and from the next month
       *[other] and from tomorrow
    } with points again.
settings-kind-charge-coming = Payment coming
notice-charge-coming =
    <b>{ $days ->
        [one] { $plan } is charged in { $days } day
       *[other] { $plan } is charged in { $days } days
    }</b>
    Amount: { $price }, { $at }. The balance is { $wallet }, which is enough.
    If you do nothing, this amount is taken and the subscription renews. If you don't want that, turn renewal off before.
settings-kind-access-ending = Subscription ends soon
notice-access-ending =
    <b>{ $days ->
        [one] { $plan } ends in { $days } day
       *[other] { $plan } ends in { $days } days
    }</b>
    { $reason ->
        [ineligible] The shop doesn't pass the internal check now, so the subscription will not renew. It stays { $until }. If the shop passes before, renewal turns on by itself.
       *[cancelled] Renewal is off, the subscription stays { $until }. If you do nothing, its benefits go off. To keep them, turn renewal on before.
    }
settings-kind-price-changed = Price changes
notice-price-changed =
    <b>The price of { $plan } changes</b>
    { $begins ->
        [yes] It will be { $new } a month { $since }, instead of { $old }.
       *[no] It will be { $new } a month, instead of { $old }.
    } A period already paid stays as it is.
    { $charge ->
        [due] The payment that is due now stays as it was: { $amount_due }.
        [dated] If you do nothing, the next charge is { $next_price }, { $next_charge_at }.
       *[some] If you do nothing, the new price applies from the next charge.
    } If it doesn't suit you, turn renewal off or change the plan.
settings-kind-maintenance = Maintenance begins
notice-maintenance =
    <b>Maintenance is under way</b>
    Points can't be spent by hand for now. Accruals, charges and dates go on as usual.
    There is nothing to do: we will write when it is over.
settings-kind-maintenance-over = Maintenance over
notice-maintenance-over =
    <b>Maintenance is over</b>
    Points can be spent again. There is nothing to do.
settings-kind-returns-high = Many returns
notice-returns-high =
    <b>Returns take back many points</b>
    Accrued: { $accrued }. Adjustments: { $adjusted }. Share: { $share }.
    If nothing changes, future points shrink the same way. See in the history which products come back.
settings-kind-monthly-report = Monthly report
notice-monthly-report =
    <b>Your report is ready: { $month }</b>
    It shows the month's points, paid services and money. There is nothing to do, you can open it at any time.
settings-kind-programme-left = Points not earned
notice-programme-left =
    <b>{ $weeks ->
        [one] { $weeks } week without points. { $programme }
       *[other] { $weeks } weeks without points. { $programme }
    }</b>
    The shop left the programme on { $left_at }. { $missed ->
        [0] There would have been no accruals since anyway.
        [one] { $missed } accrual was missed since: { $unearned }.
       *[other] { $missed } accruals were missed since: { $unearned }.
    } Money paid since for services that these points pay: { $charged }.
    If you do nothing, there will be no new points. Come back, and the next orders will bring them; what was missed is not made up for.

button-sums-less-often = Less often
button-sums-off = Off
toast-sums =
    { $cadence ->
        [never] Sums of points don't come any more. They can be switched on again in the settings.
       [weekly] Sums of points come once a week from now on, on Mondays.
       *[monthly] Sums of points come once a month from now on, on the 1st.
    }
settings-kind-fee-likely = Likely Premium charge
notice-fee-likely =
    <b>The balance may be too low for Premium</b>
    A charge of { $price } is likely on { $day }: seen so far on day { $usual_day } of the month, { $seen } of { $times } times. The marketplace doesn't tell it. The last balance told, on { $balance_day }, is { $wallet }, short by { $missing }.
    If there is no charge or the balance has risen since, there is nothing to do.
settings-kind-rating-low = Low rating
notice-rating-low =
    { $below ->
        [yes] <b>The rating is below the threshold: { $rating }</b>
       *[no] <b>The rating is close to the threshold: { $rating }</b>
    }
    The “Premium seller” badge needs { $threshold } or more. The threshold is this programme's: the marketplace doesn't tell its own.
    If nothing changes, we will write again in a week.
settings-kind-key-expiring = Key of the marketplace
notice-key-expiring =
    <b>{ $days ->
        [one] { $days } day until the marketplace's key expires
       *[other] { $days } days until the marketplace's key expires
    }</b>
    It works until { $at }. An administrator can make a new one in the marketplace account and send it here.
    Without a key reports come as files only.
settings-kind-report-silent = No news
notice-report-silent =
    <b>{ $days ->
        [one] { $days } day without news from the marketplace
       *[other] { $days } days without news from the marketplace
    }</b>
    { $never ->
        [yes] Nothing was told since { $day }, when the shop was added.
       *[no] The last report came on { $day }.
    } Send the accruals report as a file here: XLSX or CSV.
    Until then the screens show what was told before.
