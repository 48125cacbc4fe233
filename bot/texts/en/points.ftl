### The points screen and spending in four taps: programme, service, amount, confirm.

points-title = <b>Points</b>
points-programme = <b>{ $programme }</b>
points-available = Available: { $available }
points-held = Held: { $held }
points-held-next = Next crediting: { $amount }, { $at }
points-debt = Debt: { $debt }. The next points repay it, you don't pay it with money.
points-next-expiry = Next expiry: { $amount }, can be spent { $until }
points-no-expiry = Nothing expires for now
points-empty = No points yet. They come when discounted goods in campaigns are redeemed, and for taking part in promotions.
points-left-programme = The shop has left this programme: no new points, earlier ones can be spent.
points-rate = 1 point stands for { $unit } when you pay for services.

expiry-title = <b>{ $programme }: what expires and when</b>
expiry-line = • { $amount }: can be spent { $until }
expiry-more =
    { $count ->
        [one] And { $count } later date.
       *[other] And { $count } later dates.
    }
expiry-none = Nothing expires in this programme for now.
expiry-hint = The points that expire soonest are spent first.

spend-programme = Which points shall we use?
spend-programme-none = There is nothing to spend now: no points are available.
spend-service =
    <b>{ $programme }</b>
    Available: { $available }
    Which service shall they pay for? Points take the place of money on this month's charges, and the money goes back to the balance.
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
button-expiry = What expires and when
button-spend-largest = All: { $points }
button-spend-minimum = Minimum: { $points }
button-spend-confirm = Spend
button-other-amount = Another amount
button-other-service = Another service
