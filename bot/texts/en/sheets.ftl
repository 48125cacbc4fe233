### Exports and statements: names of entries, columns of the tables, the statement of a month. Plain text without tags.

# What an entry of the history is
entry-accrual = Points earned
entry-crediting = Points received
entry-repayment = Debt repaid with points
entry-adjustment = Points taken back
entry-spending = Points spent automatically
entry-cover = Points spent by hand
entry-reversal = Points given back
entry-expiry = Points expired
entry-prolongation = Points prolonged
entry-credit = Top-up
entry-debit = Payout or deduction
entry-service = Service paid with money
entry-cover-returned = Money back, points paid
entry-service-reversed = Service bill cancelled
entry-fee = Subscription fee
entry-fee-returned = Part of a subscription fee returned
entry-begin-trial = Trial started
entry-begin-paid = Subscription connected
entry-upgrade = Upgraded to Premium
entry-stop-renewal = Renewal switched off
entry-resume = Renewal switched on
entry-switch-to-lite = Switch to Premium Lite chosen
entry-fee-paid = Subscription renewed
entry-fee-failed = Not enough money for the subscription
entry-end = Subscription ended
entry-opt-out = Programme left
entry-opt-in = Programme rejoined
entry-rating = Shop rating
entry-trial = Trial period
entry-paid = Paid period
entry-charge = Service bill

# Columns of an export
column-number = No.
column-at = Date and time ({ $offset })
column-entry = Entry
column-programme = Programme
column-points = Points
column-available = Available points, change
column-held = Points on the way, change
column-debt = Debt in points, change
column-money = Money, { $currency }
column-balance = Balance after the entry, { $currency }
column-order = Order
column-grant = Bonus
column-service = Service
column-charge = Bill
column-campaign = Campaign
column-expires = Expires ({ $offset })
column-plan = Plan
column-rating = Rating
column-actor = Who

# Who did it
actor-marketplace = marketplace
actor-programme = automatic

# The sheets of a workbook
sheet-history = History
sheet-statement = Statement

# The statement of a month
statement-title = Statement, { $month }: { $shop }
statement-units = Time: { $offset }. Currency: { $currency }. One point stands for one unit of it.
statement-wallet = Balance, { $currency }
statement-available = { $programme }: available points
statement-held = { $programme }: points on the way
statement-debt = { $programme }: debt in points
statement-opening = Opening
statement-closing = Closing
statement-fees = Act of subscription fees, { $currency }
statement-fees-none = No subscription fee in this month.
statement-fees-total = Total
statement-period = { $plan }, period from { $start } to { $end }
statement-no-changes = Nothing moved.

# Why an order earned nothing, where no rule was against it
unearned-rounds-to-nothing = No points: they came to less than 0.01.
