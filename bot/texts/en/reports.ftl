### Reports: a month in numbers and pictures, and the longer view.

reports-title = <b>Report: { $month }</b>
reports-so-far = The month is not over, these are the figures so far.
reports-headline = Services cost { $amount }, and { $points } paid <b>{ $share }</b> of that
reports-no-charges = There were no service charges in this month.
reports-no-points = There were no points in this month.
reports-no-years = In this time nothing was paid with points, and nothing expired.
reports-no-campaigns = No orders earned points in this month.

# Rows of the summary
reports-charged = Charged for services
reports-covered = Paid with points
reports-share = Share of points
reports-accrued = Points accrued
reports-credited = Points credited
reports-adjusted = Points taken back for returns
reports-adjusted-share = Adjusted against accrued
reports-expired = Points expired
reports-reward-ratio = Reward ÷ discount
reports-lag-mean = From redemption to crediting, on average
reports-lag-median = Half of the orders within
reports-fees = Subscription
reports-fees-returned = Paid with points against the subscription

# Parts that unfold
reports-figures-title = <b>All figures: { $month }</b>
reports-months-picture = What paid for services
reports-until = Until { $last }
reports-services = By service
reports-programmes = By programme
reports-campaigns = By campaign
reports-all-campaigns = All campaigns
reports-others = Others
reports-ratio-note = Reward ÷ discount is the part of the discounts given to buyers that came back as points.

# Columns
reports-column-charged = Charged
reports-column-points = Points
reports-column-share = Share
reports-column-accrued = Accrued
reports-column-credited = Credited
reports-column-spent = Spent
reports-column-adjusted = Adjusted
reports-column-expired = Expired
reports-column-orders = Orders
reports-column-reward = Reward
reports-column-discount = Discount
reports-column-ratio = Reward ÷ discount
reports-column-returned = Returned

# Pictures and their captions
reports-coverage-title = <b>What paid for services: { $month }</b>
reports-coverage-line = { $service }: { $points } and { $money }
reports-points-title = <b>Points in motion: { $month }</b>
reports-points-line = <b>{ $programme }</b>: { $numbers }
reports-points-number = { $place }: { $value }
reports-campaigns-title = <b>Reward and discount: { $month }</b>
reports-campaign-line = <b>{ $campaign }</b>: reward { $reward }, discount { $discount }, { $ratio }
reports-years-title = <b>Paid with points, and expired</b>
reports-years-line = { $place }: paid { $covered }, expired { $expired }
reports-years-expired = Expired in this time: { $points }
reports-by-points = Points
reports-by-money = Money
reports-expired-bar = Expired
reports-discount = Discount to buyers
reports-reward = Reward in points

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
