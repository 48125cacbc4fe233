### Points: balances, what expires when, how to earn more, and spending in four taps.

points-title = <b>Points</b>
points-programme = <b>{ $programme }</b>
points-available = Available: { $available }
points-held = Held: { $held }
points-crediting = • to be credited on { $at }: { $amount }
points-crediting-later = • and later, up to { $at }: { $amount }
points-debt = Debt: { $debt }. The next points repay it, you don't pay it with money.
points-debt-return = • a return of order { $order }, { $at }: { $amount } short
points-debt-revoked = • bonus { $grant } was revoked, { $at }: { $amount } short
points-next-expiry = Next expiry: { $amount }, can be spent { $until }
points-no-expiry = Nothing expires for now
points-empty = No points yet. They come when discounted goods in campaigns are redeemed, and for taking part in promotions.
points-left-programme = The shop has left this programme: no new points, earlier ones can be spent.
points-rate = 1 point stands for { $unit } when you pay for services.

expiry-title = <b>{ $programme }: what expires and when</b>
expiry-line = • { $amount }: can be spent { $until }
expiry-line-unspent = • { $amount }: can be spent { $until }; at the usual pace { $unspent } would expire
expiry-picture = Points by expiry month
expiry-used = Usual services will use up
expiry-unspent = Would expire unspent
expiry-all = Due to expire
expiry-later = { $month } and later
expiry-caption = <b>Points by expiry month</b>
expiry-month = • { $month }: { $amount }
expiry-month-unspent = • { $month }: { $amount }, of which { $unspent } would expire
expiry-month-used = • { $month }: { $amount }, usual services will use it all
expiry-judged = We assume that points pay for your usual services, as in past months. Where you pay by hand, you have to spend them yourself.
expiry-not-judged = There has been no full month of charges yet, so we can't tell how much of this you will use.
expiry-more =
    { $count ->
        [one] And { $count } later date.
       *[other] And { $count } later dates.
    }
expiry-none = Nothing expires in this programme for now.
expiry-hint = The points that expire soonest are spent first.

spend-programme-none = There is nothing to spend now: no points are available.
spend-service =
    <b>Spend points</b>
    Points take the place of money on this month's charges, and the money goes back to the balance.
spend-from = <b>{ $programme }</b>: available { $available }
spend-of-programme = { $programme } · { $service }: { $amount }
spend-expiring = Expires first, { $until }: { $points } can pay for { $service }.
spend-largest-offered = The buttons show the largest amount that works now. Another one can be chosen in the next step.
spend-service-none = There are no charges this month that these points can cover. Come back when there are.
spend-subscribers-only = These points pay commission only while you have a subscription.
spend-amount =
    <b>{ $programme } → { $service }</b>
    Available: { $available }
    Can be covered: { $largest }
    Minimum at a time: { $minimum }
    Write the amount in digits, or choose one.
spend-confirm =
    <b>Spend { $points }?</b>
    Service: { $service }
    Programme: { $programme }
    Back to the balance: { $money }
    Left after that: { $left }
    Spending can't be undone.
spend-done =
    <b>Spent: { $points }</b>
    Service: { $service }
    Back to the balance: { $money }. The balance is { $wallet } now.
    Left: { $left }
spend-outdated = The numbers changed while you were choosing. Here are the current ones, please choose the amount again.
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
earn-left = The shop has left { $programme }, so new orders bring no points. You can come back at any time.
earn-running =
    { $count ->
        [one] { $count } campaign is running:
       *[other] { $count } campaigns are running, the first to end:
    }
earn-none-running = No campaign is running now. When one starts, its terms will be here.
earn-coming =
    { $count ->
        [one] { $count } more campaign is coming, it starts on { $at }.
       *[other] { $count } more campaigns are coming, the first starts on { $at }.
    }
earn-missed =
    { $count ->
        [one] <b>In the last { $days } { $count } order brought no points</b>
       *[other] <b>In the last { $days } { $count } orders brought no points</b>
    }
earn-missed-nothing = In the last { $days } no redeemed order was left without points.
earn-missed-below-min-discount = • The discount is smaller than the campaign asks for: { $count }. Make it at least the minimum.
earn-missed-category-excluded = • The category takes no part in the campaign: { $count }. Look for a campaign where it does.
earn-missed-campaign-closed = • The campaign had not started or was over: { $count }. Check its dates.
earn-missed-opted-out = • The shop has left the programme: { $count }. Come back, and the next orders will bring points.
earn-missed-rounds-to-nothing = • It came to less than 0.01 point: { $count }. A larger discount or another campaign helps.
earn-how-title = Where points come from
earn-how =
    • <b>{ $programme }:</b> sell at a discount in a campaign. Points are the price times discount, quantity and coefficient. Categories with a high coefficient bring most.
    • <b>Keep what you have earned:</b> returns take points back. Exact photos and descriptions mean fewer returns.
    • <b>Seller bonuses:</b> they are granted for promotions, loyalty, connected services and keeping the platform's conditions.

campaign = Campaign
campaign-named = “{ $campaign }”
campaign-coefficient = Coefficient
campaign-min-discount = Minimum discount
campaign-any = any
campaign-ends = Runs
campaign-starts = Starts
campaign-hold = Until crediting
campaign-window = Returns within
campaign-category-title = Campaign and category
campaign-category = “{ $campaign }”, { $category }
campaign-excluded = takes no part
campaigns-title = Campaigns and their terms
campaigns-none = No campaign is running or coming now.
campaigns-running = Running now
campaigns-coming = Coming soon
campaigns-more =
    { $count ->
        [one] And { $count } more campaign.
       *[other] And { $count } more campaigns.
    }
campaigns-categories = Categories with terms of their own
campaigns-more-categories =
    { $count ->
        [one] And { $count } more line.
       *[other] And { $count } more lines.
    }
campaigns-formula = Points = price × discount × quantity × coefficient. They are held until they are credited, and a return in time reduces them.

unearned-title = Orders that brought no points
unearned-none = There are none: every redeemed order in a campaign brought points.
unearned-shown = { $first }–{ $last } of { $total }, newest first.
unearned-order = Order
unearned-why = Why it brought none
unearned-line = { $order }, { $at }: { $price }, discount { $discount }, quantity { $quantity }
why-below-min-discount = the discount was { $discount }, campaign “{ $campaign }” asks for { $least } or more
why-category-excluded = category “{ $category }” takes no part in campaign “{ $campaign }”
why-campaign-closed = campaign “{ $campaign }” was not running at that moment
why-opted-out = the shop had left the programme
why-rounds-to-nothing = it came to less than 0.01 point
