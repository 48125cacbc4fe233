### The history: the list, filters, charges, the statement of a month, files, words for support.

history-title = <b>History</b>
history-shown = Shown: { $conditions }
history-count =
    { $count ->
        [one] { $count } line in all.
       *[other] { $count } lines in all.
    }
history-hint = Tap a line's number to see how it came about.
history-none-found = Nothing matches. Choose other conditions or show everything.
history-empty = Nothing has happened yet. Points, charges and payments will appear here.
history-no-line = There is no such line in this shop's history.

# Conditions
history-what-points = everything with points
history-what-money = everything with money
history-what-subscription = everything with the plan
history-what-consent = leaving and rejoining
history-what-rating = rating
history-by-what = { $value }
history-by-kind = { $value }
history-by-programme = { $value }
history-by-service = service: { $value }
history-by-campaign = campaign { $value }
history-by-order = order { $value }
history-by-grant = granted points { $value }
history-by-charge = charge { $value }
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
ask-order = Write the order's number, as it stands in the line of the history.
ask-since =
    <b>From which day?</b>
    The history begins on { $first }.
ask-until =
    <b>To which day?</b>
    That day is included.
dates-now = Now: { $span }
order-not-found = Nothing in the history belongs to the order “{ $order }”. Check the number and write it again. Orders that earned nothing are among the points.

# Charges
charges-title = <b>Charges for services</b>
charges-none = There have been no charges yet.
charges-count =
    { $count ->
        [one] { $count } charge in all.
       *[other] { $count } charges in all.
    }
charges-reversed = { $charge } (cancelled)

# The statement of a month
history-statement-title = <b>Statement: { $month }</b>
history-statement-how = Opening, everything that came and went, closing.
history-statement-wallet = Balance
history-statement-fees = Subscription fees
history-statement-available = Available
history-statement-held = Held
history-statement-debt = Debt
history-statement-fee = { $day }: { $plan }, { $since } to { $until }
history-statement-fee-returned = { $day }: returned for { $plan }, { $since } to { $until }

# Files
export-title = <b>Save to a file</b>
export-everything = Shown: everything from the very beginning.
export-or-month = Or take a whole month with its statement:
export-statement = The statement and all movements for { $month }.
export-running = Preparing the file, this takes a little longer…
export-caption =
    { $count ->
        [one] { $count } line
       *[other] { $count } lines
    }. { $span }
export-empty = There is nothing to save: no line matches.
export-too-large = The file is too large for Telegram. Choose a shorter time and try again.
export-failed = The file could not be sent. Please try again a little later.
toast-export-begun = Preparing the file…

# Support
dispute =
    <b>Something is wrong with this line?</b>
    Write to support: { $contact }
    Add this reference, it tells which line you mean:
    <code>{ $reference }</code>
dispute-reference = Shop { $seller }, line { $number }: { $what }, { $at }

# Buttons
button-history-newer = ‹ Newer
button-history-older = Older ›
button-history-previous = ‹ Previous
button-history-next = Next ›
button-history-filter = Filter
button-history-show-everything = Show everything
button-history-show = Show
button-history-charges = Charges for services
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
button-history-all-of-grant = All lines of these points
button-history-all-of-charge = All lines of this charge
button-history-dispute = Dispute
button-history-copy-reference = Copy the reference
button-history-all-services = All services
button-history-month-before = ‹ { $month }
button-history-month-after = { $month } ›
button-history-month-lines = Lines of this month
button-history-csv = CSV
button-history-xlsx = XLSX
