### How points pay for services: modes, own daily limits, reserves (RULES 9.1 to 9.4).

paying-title = How services are paid
paying-service = Service
paying-limit = Daily limit
paying-reserve = Reserve
paying-mode-auto = automatically
paying-mode-manual = by hand
paying-about-auto = <b>Automatically:</b> points pay for the service by themselves, those that expire soonest first. <b>By hand:</b> money pays until you spend points.
paying-about-limit = <b>Daily limit:</b> the service takes no more points than this in a day, money pays the rest.
paying-about-reserve = <b>Reserve:</b> points that automatic payment of other services leaves alone.
paying-look-only = Managers and administrators can change this; you can see how it is set.
paying-danger = <b>Points may run short for this service: { $service }.</b> { $available } available, while a usual month takes { $monthly }. Another service is paid automatically too: { $other }. If it takes the points first, { $missing } will be missing. Set a reserve.
paying-choose = Choose a service on the screen “How services are paid”.

paying-of = <b>{ $service }</b>
paying-is-auto = Points pay for this service automatically, those that expire soonest first.
paying-is-manual = Money pays for this service. You spend points yourself.
paying-limit-none = No daily limit of your own.
paying-limit-is = Your limit: { $limit } a day.
paying-limit-most = On its most expensive day in the last 30 the service took { $most }.
paying-reserve-none = { $programme }: no reserve.
paying-reserve-is = { $programme }: { $reserve } in reserve.
paying-reserve-button = Reserve: { $programme }

paying-mode-title-all = <b>How to pay for all services</b>
paying-mode-now = Now: { $mode }.
paying-auto-explained =
    <b>Automatically</b>
    Points first, money for the rest. The points that expire soonest always go first, so less is lost.
    The risk: a frequent service such as advertising may take all points and leave none for logistics. A daily limit and a reserve help.
paying-manual-explained =
    <b>By hand</b>
    Money pays. You spend points yourself on this month's charges, and the money goes back to the balance.
    The risk: forget to spend them in time, and points expire. They can't pay for last month any more.
paying-mode-own = Chosen separately, these stay as they are: { $services }.

paying-limit-title = <b>Daily limit: { $service }</b>
paying-limit-explained = Points of all programmes count, spent automatically or by hand. Beyond the limit money pays.
paying-limit-no-data = There were no charges for this service in the last 30 days, so we can't suggest an amount.
paying-limit-days = In the last 30 days the service took { $mean } a day on average and { $most } on its most expensive day. If it is not charged every day, the second fits better.
paying-limit-zero = A limit is more than zero. To keep points from paying this service by themselves, choose payment by hand. To remove the limit, use the button.
paying-type-amount = Write the amount in digits, or choose one.

paying-reserve-title = <b>Reserve: { $service }</b> · { $programme }
paying-reserve-now = In reserve: { $reserve }. Available in the programme: { $available }.
paying-reserve-explained = Automatic payment of other services leaves these points. By hand you can spend them on any service. 0 removes the reserve.
paying-reserve-no-data = There were no charges for this service in the last 90 days, so we can't suggest an amount.
paying-reserve-suggestion = A usual month of this service takes { $monthly }.

button-paying-all = All services
button-paying-protect = Set a reserve
button-paying-limit = Daily limit
button-paying-limit-of = Limit: { $points } a day
button-paying-auto = Pay automatically
button-paying-manual = Pay by hand
button-paying-amount = Set { $points }
button-paying-no-limit = Remove the limit
button-paying-no-reserve = Remove the reserve
toast-paying-mode = Done, the way of paying is changed.
toast-paying-limit = Done, the limit is set.
toast-paying-no-limit = Done, there is no limit any more.
toast-paying-reserve = Done, the reserve is set.
toast-paying-no-reserve = Done, there is no reserve any more.
