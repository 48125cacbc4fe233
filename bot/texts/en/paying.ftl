### How points pay for services: modes, own daily limits, reserves (RULES 9.1 to 9.4).

paying-title = How services are paid
paying-service = Service
paying-limit = Daily limit
paying-reserve = Reserve
paying-mode-auto = automatically
paying-mode-manual = by hand
paying-about-auto = <b>Automatically:</b> points first, those that expire soonest. <b>By hand:</b> money, until you spend points.
paying-about-limit = <b>Daily limit:</b> the most points a service takes in a day.
paying-about-reserve = <b>Reserve:</b> points that other services leave alone.
paying-look-only = Managers and administrators can change this.
paying-danger = <b>Points may run short for this service: { $service }.</b> { $available } available, a month takes { $monthly }. { $other } is paid automatically too and may leave you { $missing } short.
paying-choose = Choose a service.

paying-of = <b>{ $service }</b>
paying-is-auto = Points pay for this service automatically.
paying-is-manual = Money pays for it until you spend points.
paying-limit-none = No daily limit.
paying-limit-is = Your limit: { $limit } a day.
paying-limit-most = On its most expensive day in the last 30 the service took { $most }.
paying-reserve-none = { $programme }: no reserve.
paying-reserve-is = { $programme }: { $reserve } in reserve.
paying-reserve-button = Reserve: { $programme }

paying-mode-title-all = <b>How to pay for all services</b>
paying-mode-now = Now: { $mode }.
paying-auto-explained =
    <b>Automatically</b>
    Points first, money for the rest. Advertising may take all: a limit or a reserve helps.
paying-manual-explained =
    <b>By hand</b>
    Money pays until you spend points on this month's bills.
paying-mode-own = Chosen separately, these stay: { $services }.

paying-limit-title = <b>Daily limit: { $service }</b>
paying-limit-explained = Points of all programmes count.
paying-limit-no-data = There were no bills in the last 30 days.
paying-limit-days = In the last 30 days: { $mean } a day on average and { $most } on the most expensive day.
paying-limit-zero = A limit is more than zero. Without points: pay by hand.
paying-type-amount = Write the amount in digits, or choose one.

paying-reserve-title = <b>Reserve: { $service }</b> · { $programme }
paying-reserve-now = In reserve: { $reserve }. Available in the programme: { $available }.
paying-reserve-explained = Other services leave these points, except by hand.
paying-reserve-no-data = There were no bills in the last 90 days.
paying-reserve-suggestion = A usual month takes { $monthly }.

button-paying-all = All services
button-paying-protect = Set a reserve
button-paying-limit = Daily limit
button-paying-limit-of = Limit: { $points } a day
button-paying-auto = Pay automatically
button-paying-manual = Pay by hand
button-paying-amount = Set { $points }
button-paying-no-limit = Remove the limit
button-paying-no-reserve = Remove the reserve
toast-paying-mode = Done.
toast-paying-limit = The limit is set.
toast-paying-no-limit = There is no limit any more.
toast-paying-reserve = The reserve is set.
toast-paying-no-reserve = There is no reserve any more.
