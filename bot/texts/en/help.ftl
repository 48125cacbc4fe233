### Help: what things mean, how to earn, when points expire, whom to ask.

help-title =
    <b>Help</b>
    Here you see your shop's plan, points and money, and we write in time about what matters. What would you like to know?
help-words =
    <b>What the words mean</b>
    • <b>Balance</b>: the shop's money with the marketplace.
    • <b>Points</b>: they pay for services instead of money. 1 point stands for { $unit }.
    • <b>Accrual</b>: points are worked out for a redeemed order.
    • <b>Held</b>: accrued, not yet credited.
    • <b>Crediting</b>: the points become available.
    • <b>Adjustment</b>: points taken back after a return, a cancellation or a revoked bonus.
    • <b>Spending</b>: paying for a service with points.
    • <b>Cover</b>: points take the place of money on this month's service charges, and the money goes back to the balance.
    • <b>Expiry</b>: points that were not spent in time are gone.
    • <b>Grace period</b>: the time after a failed charge when the subscription still works.
help-earn =
    <b>How to earn points</b>
    • { $programme }: sell discounted goods in campaigns. When the buyer has redeemed the order, points are accrued, and later credited.
    • The sum: price × discount × quantity × the campaign's coefficient. For example: 7000 × 10% × 20 × 0.05 = 700.
    • Seller bonuses: take part in promotions and loyalty programmes, connect services, keep the platform's conditions.
    • Returns and cancellations change the sum. Reviews don't change an accrual.
help-spend =
    <b>How to spend points</b>
    Open Points, tap “Spend points” and choose the service: the largest amount is already worked out, and you can change it. Then confirm.
    Points that expire soonest go first. Points can't be paid out as money or passed to another shop. They don't pay for the subscription.
help-expiry =
    <b>When points expire</b>
    { $lines }
    We remind you some days before. Held points don't expire. All dates are on the Points screen.
help-expiry-months =
    { $months ->
        [one] • { $programme }: { $months } month after crediting.
       *[other] • { $programme }: { $months } months after crediting.
    }
help-expiry-period =
    • { $programme }: { $period ->
        [month] { $carry ->
            [0] at the end of the month of crediting.
            [1] at the end of the month after the one of crediting.
           *[other] at the end of a month. Whole months between crediting and expiry: { $carry }.
        }
        [quarter] { $carry ->
            [0] at the end of the quarter of crediting.
            [1] at the end of the quarter after the one of crediting.
           *[other] at the end of a quarter. Whole quarters between crediting and expiry: { $carry }.
        }
       *[year] { $carry ->
            [0] at the end of the year of crediting.
            [1] at the end of the year after the one of crediting.
           *[other] at the end of a year. Whole years between crediting and expiry: { $carry }.
        }
    }
help-premium =
    <b>How the subscription works</b>
    • There are two plans: Premium Lite and Premium. Premium needs an invitation, which comes after the internal check.
    • There is one trial period for both plans. At its end the paid period begins, and we tell you the date before.
    • The charge is taken from the balance once a month, whole. If the balance is too low, the grace period begins and we try again after every top-up.
    • You can turn renewal off at any time: the benefits stay until the running period ends. In the grace period the subscription ends at once.
    • No plan is connected with one tap: first the price and the dates, then your confirmation.
help-whom =
    <b>Whom to ask</b>
    • About access and roles: the shop's administrator.
    • About connecting Premium: a manager or an administrator.
    • About anything else: { $contact }
help-commands =
    <b>Commands</b>
    /start – home screen
    /balance – money
    /points – points
    /premium – plan
    /history – history
    /settings – settings
    /language – language
    /help – help

button-help-words = What the words mean
button-help-earn = How to earn points
button-help-spend = How to spend points
button-help-expiry = When points expire
button-help-premium = How the subscription works
button-help-whom = Whom to ask
