### A marketplace's report beside what was decided here. Plain text without tags. Amounts, days and months come formatted.

reconcile-what = The marketplace’s { $report } of { $first } – { $last } beside what was decided here. Nothing is changed.
reconcile-sum = { $what }, { $month }: report { $told }, here { $ours }. Difference: { $difference }.
reconcile-sum-equal = { $what }, { $month }: { $told }, the same here.
reconcile-matched = Met by order and product: { $line }. By number: { $unit }. By day and amount, so likely: { $likely }. On one side only: { $none }.
reconcile-count = Differences: { $count }.
reconcile-line = { $day } · { $what } · { $name }: report { $told }, here { $ours }. { $why }
reconcile-more = … and more differences: { $count }. The file has them all.
reconcile-not-there = nothing
reconcile-likely = Likely the same: by day and amount.

reconcile-subject-points = Points given
reconcile-subject-back = Points taken back
reconcile-subject-fee = Fees: { $service }
reconcile-subject-premium = Subscription fee

reconcile-why-not-known = The report tells it, and it is not known here.
reconcile-why-not-in-report = It was decided here, and the report does not have it.
reconcile-why-amount = Both have it with different amounts.
reconcile-why-rounds-to-nothing = Here the points came to less than 0.01.
reconcile-why-held = The same points; here they are on the way until { $until }.
reconcile-why-other-days = The same here, but of { $until }, outside the report’s days.
reconcile-why-reversed = Here the charge was given back, and the report does not have that.
reconcile-why-sums = This report has sums of a month. The accruals report shows which orders differ.

reconcile-match-line = by order and product
reconcile-match-unit = by number
reconcile-match-likely = by day and amount, likely
reconcile-match-none = on one side only

reconcile-column-subject = What
reconcile-column-name = Order or charge
reconcile-column-part = Service
reconcile-column-day = Day
reconcile-column-told = Report
reconcile-column-ours = Here
reconcile-column-difference = Difference
reconcile-column-match = How they met
reconcile-column-why = Reason
reconcile-column-arithmetic = Calculated here
reconcile-column-until = On the way until, or day here

button-reconcile-file = 📄 All differences
reconcile-sent = Sent: all differences.
