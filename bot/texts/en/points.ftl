### Points: balances, what expires when, how to earn more, and spending in four taps.

points-title = <b>Points</b>
points-programme = <b>{ $programme }</b>
points-available = Available: { $available }
points-held = On the way: { $held }
points-crediting = • come on { $at }: { $amount }
points-crediting-later = • later, up to { $at }: { $amount }
points-debt = Debt: { $debt }. The next points repay it.
points-debt-return = • a return of order { $order }, { $at }: { $amount } short
points-debt-revoked = • a bonus was revoked, { $at }: { $amount } short
points-next-expiry = Next expiry: { $amount }, can be spent { $until }
points-no-expiry = Nothing expires for now
points-empty = No points yet. They come with discounts in campaigns and promotions.
points-left-programme = The shop has left: no new points, earlier ones can be spent.
points-rate = 1 point stands for { $unit }.

expiry-title = <b>{ $programme }: what expires and when</b>
expiry-line = • { $amount }: can be spent { $until }
expiry-line-unspent = • { $amount }: can be spent { $until }; { $unspent } would expire
expiry-picture = Points by expiry month
expiry-used = Services will use
expiry-unspent = Would expire
expiry-all = Expire
expiry-later = { $month } and later
expiry-caption = <b>Points by expiry month</b>
expiry-month = • { $month }: { $amount }
expiry-month-unspent = • { $month }: { $amount }, of which { $unspent } would expire
expiry-month-used = • { $month }: { $amount }, services will use it all
expiry-judged = If points pay your usual services; by hand you spend them yourself.
expiry-not-judged = Without a full month of bills we can't tell more.
expiry-more =
    { $count ->
        [one] And { $count } later date.
       *[other] And { $count } later dates.
    }
expiry-none = Nothing expires in this programme for now.
expiry-hint = What expires soonest is spent first.

spend-programme-none = No points are available now.
spend-service =
    <b>Spend points</b>
    They pay this month's bills, and the money goes back to the balance.
spend-from = <b>{ $programme }</b>: available { $available }
spend-of-programme = { $programme } · { $service }: { $amount }
spend-expiring = Expires first, { $until }: { $points } can pay for { $service }.
spend-largest-offered = The buttons show the most that works now.
spend-service-none = No bill of this month can be paid with these points.
spend-subscribers-only = They pay commission only with a subscription.
spend-amount =
    <b>{ $programme } → { $service }</b>
    Available: { $available }
    At most now: { $largest }
    At least: { $minimum }
    Write the amount in digits, or choose one.
spend-confirm =
    <b>Spend { $points }?</b>
    Service: { $service }
    Programme: { $programme }
    Back to the balance: { $money }
    Left after that: { $left }
    This can't be undone.
spend-done =
    <b>Spent: { $points }</b>
    Service: { $service }
    Back to the balance: { $money }. The balance is { $wallet } now.
    Left: { $left }
spend-outdated = The numbers changed. Please choose again.
toast-spent = Done, the points are spent.

button-spend = Spend points
button-expiry = What expires
button-spend-service = { $service }: { $points }
button-spend-expiring = Expiring: { $points }
button-spend-largest = All: { $points }
button-spend-minimum = Minimum: { $points }
button-spend-confirm = Spend
button-other-amount = Another amount

button-expiry-list = As a list by date
button-expiry-picture = As a picture by month
button-paying = Service payment
button-earn = How to earn more
button-campaigns = Campaigns
button-calculator = Discount calculator
button-leaving = Taking part
button-unearned = Orders without points
button-unearned-older = Earlier
button-unearned-newer = Later

earn-title = How to earn more points
earn-left = The shop has left { $programme }: new orders bring no points.
earn-running =
    { $count ->
        [one] { $count } campaign is running:
       *[other] { $count } campaigns are running, the first to end:
    }
earn-none-running = No campaign is running now.
earn-coming =
    { $count ->
        [one] { $count } more is coming, from { $at }.
       *[other] { $count } more are coming, the first from { $at }.
    }
earn-missed =
    { $count ->
        [one] <b>In { $days } { $count } order brought no points</b>
       *[other] <b>In { $days } { $count } orders brought no points</b>
    }
earn-missed-nothing = In { $days } no redeemed order was left without points.
earn-missed-below-min-discount = • The discount was too small: { $count }
earn-missed-category-excluded = • The category takes no part: { $count }
earn-missed-campaign-closed = • The campaign wasn't running: { $count }
earn-missed-opted-out = • The shop has left the programme: { $count }
earn-missed-rounds-to-nothing = • Less than 0.01 point: { $count }
earn-how-title = Where points come from
earn-how =
    • <b>{ $programme }:</b> price × discount × quantity × the campaign's coefficient.
    • <b>Fewer returns:</b> exact photos and descriptions help.
    • <b>Seller bonuses:</b> promotions, loyalty, connected services.

campaign = Campaign
campaign-named = “{ $campaign }”
campaign-coefficient = Coefficient
campaign-min-discount = Discount from
campaign-any = any
campaign-ends = Runs
campaign-starts = Starts
campaign-hold = On the way for
campaign-window = Returns within
campaign-category-title = Campaign and category
campaign-category = “{ $campaign }”, { $category }
campaign-excluded = takes no part
campaigns-title = Campaigns
campaigns-none = No campaign is running or coming now.
campaigns-running = Running now
campaigns-coming = Coming soon
campaigns-more =
    { $count ->
        [one] And { $count } more campaign.
       *[other] And { $count } more campaigns.
    }
campaigns-categories = Terms of single categories
campaigns-more-categories =
    { $count ->
        [one] And { $count } more line.
       *[other] And { $count } more lines.
    }
campaigns-formula = Points = price × discount × quantity × coefficient.

unearned-title = Orders without points
unearned-none = There are none.
unearned-shown = { $first }–{ $last } of { $total }, newest first.
unearned-order = Order
unearned-why = Why
unearned-line = { $order }, { $at }: { $price }, discount { $discount }, quantity { $quantity }
why-below-min-discount = the discount was { $discount }, campaign “{ $campaign }” asks for { $least } or more
why-category-excluded = “{ $category }” takes no part in campaign “{ $campaign }”
why-campaign-closed = campaign “{ $campaign }” was not running
why-opted-out = the shop had left the programme
why-rounds-to-nothing = less than 0.01 point
