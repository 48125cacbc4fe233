### The history: the list, filters, charges, the statement of a month, files, words for support.

history-title = <b>History</b>
history-shown = Shown: { $conditions }
history-count =
    { $count ->
        [one] { $count } line in all.
       *[other] { $count } lines in all.
    }
history-hint = Tap a number for the reason.
history-none-found = Nothing matches.
history-empty = Nothing has happened yet.
history-no-line = There is no such line.

# Conditions
history-what-points = all points
history-what-money = all money
history-what-subscription = all of the plan
history-what-consent = leaving and rejoining
history-what-rating = rating
history-by-what = { $value }
history-by-kind = { $value }
history-by-programme = { $value }
history-by-service = service: { $value }
history-by-campaign = campaign { $value }
history-by-order = order { $value }
history-by-grant = one bonus
history-by-charge = one bill
history-on-day = { $day }
history-between = { $since } to { $until }
history-since = from { $since }
history-until = until the end of { $until }

filters-title = <b>What shall we show?</b>
filters-now = Now:
filters-none = Now: everything from the very beginning.
choose-kind = What happened?
choose-programme = Which points?
choose-service = Which service?
choose-campaign = Which campaign?
ask-order = Write the order's number.
ask-since =
    <b>From which day?</b>
    The history begins on { $first }.
ask-until =
    <b>To which day?</b>
    It is included.
dates-now = Now: { $span }
order-not-found = Nothing in the history belongs to the order “{ $order }”. Check the number.

# Charges
charges-title = <b>Service bills</b>
charges-none = There have been no bills yet.
charges-count =
    { $count ->
        [one] { $count } bill in all.
       *[other] { $count } bills in all.
    }
charges-reversed = { $charge } (cancelled)

# The statement of a month
history-statement-title = <b>Statement: { $month }</b>
history-statement-how = Opening, what came and went, closing.
history-statement-wallet = Balance
history-statement-fees = Subscription fees
history-statement-available = Available
history-statement-held = On the way
history-statement-debt = Debt
history-statement-fee = { $day }: { $plan }, { $since } to { $until }
history-statement-fee-returned = { $day }: returned for { $plan }, { $since } to { $until }

# Files
export-title = <b>Save to a file</b>
export-everything = Everything from the very beginning.
export-or-month = Or a month with its statement:
export-statement = Statement and all lines for { $month }.
export-running = Preparing the file…
export-caption =
    { $count ->
        [one] { $count } line
       *[other] { $count } lines
    }. { $span }
export-empty = There is nothing to save.
export-too-large = Too large for Telegram. Choose less time.
export-failed = The file could not be sent. Try again later.
toast-export-begun = Preparing the file…

# Support
dispute =
    <b>Something is wrong with this line?</b>
    Write to support: { $contact }
    Add this:
    <code>{ $reference }</code>
dispute-reference = { $what }, { $at }, “{ $shop }”

# Buttons
button-history-newer = ‹ Newer
button-history-older = Older ›
button-history-previous = ‹ Previous
button-history-next = Next ›
button-history-filter = Filter
button-history-show-everything = Show everything
button-history-show = Show
button-history-charges = Service bills
button-history-statement = Statement for a month
button-history-export = Save to a file
button-history-by-dates = Dates
button-history-by-kind = What happened
button-history-by-programme = Points programme
button-history-by-service = Service
button-history-by-campaign = Campaign
button-history-by-order = Order
button-history-this-month = This month
button-history-last-month = Last month
button-history-last-days = 90 days
button-history-all-time = All time
button-history-any = Any
button-history-open-since = From the very beginning
button-history-open-until = Up to now
button-history-months = Months
button-history-years = Years
button-history-all-of-order = All lines of this order
button-history-all-of-grant = All lines of this bonus
button-history-all-of-charge = All lines of this bill
button-history-dispute = Dispute
button-history-copy-reference = Copy the reference
button-history-all-services = All services
button-history-month-before = ‹ { $month }
button-history-month-after = { $month } ›
button-history-month-lines = Lines of this month
button-history-csv = CSV
button-history-xlsx = XLSX
