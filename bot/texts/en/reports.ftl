### Reports: a month in numbers and pictures, and the longer view.

reports-title = <b>Report: { $month }</b>
reports-so-far = So far: the month is not over.
reports-headline = Services cost { $amount }, and { $points } paid <b>{ $share }</b> of that
reports-no-charges = No service bills in this month.
reports-no-points = No points in this month.
reports-no-years = Nothing was paid with points, and nothing expired.
reports-no-campaigns = No orders earned points in this month.

# Rows of the summary
reports-charged = Bills
reports-covered = Paid with points
reports-share = Share of points
reports-accrued = Points earned
reports-credited = Points received
reports-adjusted = Points taken back
reports-adjusted-share = Taken back of earned
reports-expired = Points expired
reports-reward-ratio = Points ÷ discount
reports-lag-mean = On the way, on average
reports-lag-median = Half of the orders within
reports-fees = Subscription
reports-fees-returned = Paid with points against the subscription

# Parts that unfold
reports-figures-title = <b>All figures: { $month }</b>
reports-months-picture = What paid for services
reports-until = Until the end of { $last }
reports-services = By service
reports-programmes = By programme
reports-campaigns = By campaign
reports-all-campaigns = All campaigns
reports-others = Others
reports-ratio-note = Points ÷ discount: the part that came back.

# Columns
reports-column-charged = Bills
reports-column-points = Points
reports-column-share = Share
reports-column-accrued = Earned
reports-column-credited = Received
reports-column-spent = Spent
reports-column-adjusted = Taken back
reports-column-expired = Expired
reports-column-orders = Orders
reports-column-reward = Points
reports-column-discount = Discount
reports-column-ratio = Points ÷ discount
reports-column-returned = Returned

# Pictures and their captions
reports-coverage-title = <b>What paid for services: { $month }</b>
reports-coverage-line = { $service }: { $points } and { $money }
reports-points-title = <b>Points in motion: { $month }</b>
reports-points-line = <b>{ $programme }</b>: { $numbers }
reports-points-number = { $place }: { $value }
reports-campaigns-title = <b>Points and discount: { $month }</b>
reports-campaign-line = <b>{ $campaign }</b>: points { $reward }, discount { $discount }, { $ratio }
reports-years-title = <b>Paid with points, and expired</b>
reports-years-line = { $place }: paid { $covered }, expired { $expired }
reports-years-expired = Expired in this time: { $points }
reports-by-points = Points
reports-by-money = Money
reports-expired-bar = Expired
reports-discount = Discount to buyers
reports-reward = Points back

button-month-before = ‹ { $month }
button-month-after = { $month } ›
button-reports-coverage = What paid for services
button-reports-points = Points in motion
button-reports-campaigns = Campaigns
button-reports-years = Months and years
button-reports-statement = Statement
button-reports-figures = All figures
button-reports-span = { $years ->
    [one] { $years } year
   *[other] { $years } years
}
