### Buttons under notices: the one likely next step.

button-spend-now = Spend points
button-top-up = How to top up
button-keep-premium = Keep Premium
button-keep-plan = Keep the subscription
button-switch-to-lite = Switch to Premium Lite
button-turn-renewal-off = Turn renewal off
button-open-premium = Open Premium
button-open-points = Open points
button-open-history = Open history
button-open-report = Open the report
top-up-how =
    <b>How to top up the balance</b>
    By sales or by a transfer in the seller account.
balance-missing-now =
    Missing now: { $missing }. You have { $until } to top up.
    As soon as the money arrives we try the charge at once.
balance-missing-by = Nothing is owed now. The next charge, { $at }, is short by { $missing }.
button-pay = Open the seller account
button-copy-amount = Copy the amount: { $price }
