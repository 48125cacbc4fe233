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
    The balance rises with sales or with a transfer in the seller account. To add: { $missing }.
    As soon as the money arrives we try the subscription charge at once. There is nothing to tap.
