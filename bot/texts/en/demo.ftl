### The year of one seller that `python -m bot demo` prints: what the marketplace does, and the sums.
### Amounts come formatted; $taps are button labels; $formula is arithmetic in digits.

demo-title = <b>A year of the shop “{ $shop }”</b>
demo-about = The real programme on a database that is thrown away afterwards: { $start } – { $end }. Every amount and every message comes from the rules.
demo-you = You: { $taps }
demo-registered = The shop opens on the marketplace. Sales: { $amount }.
demo-rating = Average product rating: { $rating }
demo-verified = The marketplace's check is passed.
demo-campaign = A discount campaign is running, points are on the way for { $days }.
demo-order = Order redeemed: { $formula }
demo-orders =
    { $count ->
        [one] { $count } order redeemed: { $points } on the way
       *[other] { $count } orders redeemed: { $points } on the way
    }
demo-returned = Returned, { $units } of { $quantity }: { $before } → { $after }
demo-charged = Bill, { $service }: { $amount } (points: { $points }, money: { $money })
demo-sales = Sales: { $amount }. Balance: { $wallet }.
demo-paid-out = Payout: { $amount }. Balance: { $wallet }.
demo-topped-up = Top-up: { $amount }.
demo-granted = Seller bonus: { $amount }
demo-auto = From now on points pay the bills first, then money.
demo-month = <b>{ $month }: how things stand</b>
demo-summary = <b>The year in sums</b>
demo-fees = Subscription fees: { $amount }
demo-covered = Bills: { $amount }. Paid with points: { $points }.
demo-points = <b>{ $programme }</b>: earned { $accrued }, received { $credited }, spent { $spent }, taken back { $adjusted }, expired { $expired }, available { $available }, on the way { $held }
demo-told =
    { $count ->
        [one] { $count } message, each once.
       *[other] { $count } messages, each once.
    }
demo-balanced = Checked: the balance is the sum of its entries, the points are the sums of their movements, every bill is its points and its money.
demo-unbalanced = Something does not add up: { $what }
