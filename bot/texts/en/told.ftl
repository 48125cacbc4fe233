### A shop that a marketplace keeps itself: what it told, and what it does not tell. $day, $month and amounts come formatted.

told-about = The marketplace decides for this shop. Here is what it told.
told-month = <b>{ $month }</b>
told-since-start = <b>Since the first report</b>
told-points-title = <b>Points</b>
told-premium-title = <b>Plan and Premium</b>
told-reports-title = <b>Reports</b>
told-history-title = <b>What the marketplace told, the latest first</b>
told-points = { $programme }: in { $came }, back { $went }, net { $net }
told-no-points = Points: the marketplace doesn't tell
told-sales = Sales, less returns: { $amount }
told-no-sales = Sales: the marketplace doesn't tell
told-fees = Fees: { $amount }
told-no-fees = Fees: the marketplace doesn't tell
told-fee = · { $service }: { $amount }
told-coverage = Points come to { $share } of the fees
told-surplus = Points beyond the fees: { $amount }
told-shortfall = Fees that points do not reach: { $amount }
told-plan = Plan: <b>{ $plan }</b>, as of { $day }
told-no-plan = No plan, as of { $day }
told-no-word-of-plan = Plan: the marketplace doesn't tell
told-rating = Rating: { $rating }
told-no-rating = Rating: the marketplace doesn't tell
told-balance = Balance on { $day }: { $opening } in the morning, { $closing } in the evening
told-no-balance = Balance: the marketplace doesn't tell
told-premium-fees = Fees paid for Premium:
told-premium-fee = · { $day }: { $amount }
told-premium-no-fees = No Premium fee is in what the marketplace told.
told-not-points = Parts, expiry dates, points on hold and debt: the marketplace doesn't tell.
told-not-premium = Trial, grace period, next charge, invitation and benefits: the marketplace doesn't tell.
told-not-money = The next charge: the marketplace doesn't tell.
told-cannot = Connecting, spending and settings are in your marketplace account.
told-send = To add a report, send its file here.
told-nothing = Nothing was told yet. Send the accruals report as a file here: XLSX or CSV.
told-line = { $day } · { $what }
told-correction = { $day } · correction · { $what }
told-what = { $fact ->
        [points] points { $amount } { $about }
        [fee] fee { $amount } { $about }
        [sale] sale { $amount } { $about }
        [balance] balance { $amount }
       *[plan] plan { $about }
    }

button-intake-keep = Keep
button-intake-no = No, keep nothing
intake-question = Keep what the report says?
toast-intake-kept = Kept: { $count }.
intake-progress = Keeping: { $bar } { $done } of { $count }
intake-done = <b>Kept.</b> New, changed and corrected entries: { $count }. The reports show them now.
intake-send-again = The file is not here any more. Please send it again.
intake-too-large = The file is larger than { $most } MB. Please send a report for a shorter period.

told-not-here = This is for a shop that a marketplace keeps itself.
told-not-told = the marketplace doesn't tell
told-nothing-of-month = Nothing was told of this month. Send the accruals report as a file here: XLSX or CSV.
told-corrected = Corrected by the marketplace afterwards: { $count }
told-dash = “—”: the marketplace doesn't tell.
told-day = <b>{ $day }</b> · points in { $came }, back { $went }, net { $net } · fees { $fees } · sales { $sales }
told-items-title = <b>Points by item</b>
told-orders-title = <b>Points by order</b>
told-items-none = Item not told
told-orders-none = Order not told
told-part = · { $name }: in { $came }, back { $went }, net { $net }
told-fees-title = <b>Fees</b>
told-service = <b>{ $service }</b>: { $amount }
told-kind = · { $kind }: { $amount }
told-checked = <b>{ $day }</b>: { $opening } → { $closing }, change { $change }
told-compared = { $agrees ->
        [yes] By the day's facts { $facts }: agrees to the kopeck
       *[no] By the day's facts { $facts }, difference { $difference }
    }
told-no-facts-of-day = The day's facts: the marketplace doesn't tell
told-difference-why = Facts: sales and points less fees. A difference is usually a payout, or a report of that day that is still missing.
told-tax-title = <b>For taxes</b>
told-tax-sales = Sold: { $came }
told-tax-returns = Returned: { $went }
told-tax-revenue = <b>Revenue: { $amount }</b>
told-tax-apart = <b>Points, apart from money</b>
told-tax-points = <b>Points in all: { $points }</b>
told-tax-surplus = Beyond the fees: { $amount }. The marketplace pays it in money under an act of its own.
told-tax-note = Points are not in the revenue. What counts as income, ask your accountant.
told-kinds-unclear = <b>Kinds we do not know, counted as “other” fees</b>
told-kinds-clear = All kinds of fees are known.
told-more = … and { $count } more
told-corrections = <b>Corrections</b>
told-no-corrections = The marketplace corrected nothing of this month.
told-chart-title = <b>Points and fees by month</b>
told-chart-line = { $month }: points { $points }, fees { $fees }
told-picture-month = Points and fees: { $month }
told-picture-months = Points and fees by month
told-picture-points = Points, net
told-picture-fees = Fees
told-premium-month = { $month }: { $amount }
told-premium-not-usual = The next charge: the marketplace doesn't tell, and too little was seen to guess.
told-premium-likely = Likely next charge: <b>{ $day }</b>. The marketplace doesn't tell it.
told-premium-overdue = A charge was likely on { $day }, and none was told yet.
told-premium-seen-day = Seen so far on day { $day } of the month, { $seen } of { $times } times.
told-premium-seen-amount = Usually { $amount }, { $seen } of { $times } times.
told-rating-title = <b>Rating</b>
told-rating-history = Last told:
told-rating-line = · { $day }: { $rating }
told-threshold =
    The “Premium seller” badge needs { $threshold } or more. { $whose ->
        [theirs] The marketplace says so.
       *[ours] The marketplace told no threshold, this one is ours.
    }
told-rating-below = <b>The rating is below the threshold: buyers may not see the badge.</b>
told-rating-near = <b>The rating is close to the threshold: the badge is at risk.</b>
told-rating-safe = The badge is not at risk.
button-told-days = Day by day
button-told-points = Points
button-told-items = By item
button-told-orders = By order
button-told-fees = Fees
button-told-balance = Balance
button-told-tax = For taxes
button-told-unclear = Unclear
button-told-chart = Months
button-told-premium = Premium
button-told-rating = Rating
button-told-page-back = ‹ Back in the list
button-told-page-on = Further ›
told-no-balances = Balances of this month: the marketplace doesn't tell

told-fact = { $fact ->
        [points] Points
        [fee] Fee
        [sale] Sale
        [balance] Balance
       *[plan] Plan
    }
told-fact-no-plan = none
told-statement-title = What the marketplace told, { $month }: { $shop }, { $seller }
told-statement-units = Currency: { $currency }. One point stands for one unit of it.
told-statement-points = Points, apart from money
told-statement-came = { $what }: in
told-statement-went = { $what }: back
told-statement-net = { $what }: net
told-statement-sales = Sales
told-statement-sold = Sold
told-statement-returned = Returned
told-statement-revenue = Revenue
told-statement-fees = Fees
told-statement-surplus = Points beyond the fees
told-statement-shortfall = Fees that points do not reach
told-statement-premium = Fees for Premium
told-statement-balance = Balance
told-statement-opening = { $day }, in the morning
told-statement-closing = { $day }, in the evening
told-statement-how = What the marketplace told of the month. The file has every entry.
told-file-caption = { $month }: what the marketplace told. Entries: { $count }.
button-told-statement = Statement and file
sheet-told = What was told
column-told-day = Day
column-told-what = What
column-told-programme = Programme
column-told-service = Service
column-told-kind = Kind
column-told-points = Points
column-told-sales = Sales, { $currency }
column-told-fee = Fee, { $currency }
column-told-opening = Opening, { $currency }
column-told-closing = Closing, { $currency }
column-told-plan = Plan
column-told-order = Order
column-told-item = Item
column-told-quantity = Quantity
column-told-entry = Reference
