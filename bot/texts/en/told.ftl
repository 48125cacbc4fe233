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
