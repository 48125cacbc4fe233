### Help: what things mean, how to earn, when points expire, whom to ask.

help-title =
    <b>Help</b>
    What would you like to know?
help-words =
    <b>What the words mean</b>
    • <b>Earned</b>: worked out for a redeemed order (accrual).
    • <b>On the way</b>: not available yet (held).
    • <b>Received</b>: available (crediting). 1 point stands for { $unit }.
    • <b>Spent</b>: a service is paid with them (spending, cover).
    • <b>Taken back</b>: after returns and revoked bonuses (adjustment).
    • <b>Expired</b>: not spent in time.
    • <b>Bill</b>: what a service costs you (charge).
    • <b>Balance</b>: your money with the marketplace.
    • <b>Grace period</b>: unpaid, the subscription still works.
help-earn =
    <b>How to earn points</b>
    • { $programme }: a redeemed order in a campaign brings price × discount × quantity × coefficient: 7000 × 10% × 20 × 0.05 = 700.
    • Seller bonuses: promotions, loyalty, connected services.
    • Returns take points back.
help-spend =
    <b>How to spend points</b>
    Points → “Spend points” → service → confirm. What expires soonest goes first.
    Not for money, another shop or the subscription.
help-expiry =
    <b>When points expire</b>
    { $lines }
    We remind you before. Points on the way don't expire.
help-expiry-months =
    { $months ->
        [one] • { $programme }: { $months } month after they are received.
       *[other] • { $programme }: { $months } months after they are received.
    }
help-expiry-period =
    • { $programme }: { $period ->
        [month] { $carry ->
            [0] at the end of the month they are received in.
            [1] at the end of the month after.
           *[other] at the end of a month, { $carry } whole months later.
        }
        [quarter] { $carry ->
            [0] at the end of the quarter they are received in.
            [1] at the end of the quarter after the one they are received in.
           *[other] at the end of a quarter, { $carry } whole quarters later.
        }
       *[year] { $carry ->
            [0] at the end of the year they are received in.
            [1] at the end of the year after.
           *[other] at the end of a year, { $carry } whole years later.
        }
    }
help-premium =
    <b>How the subscription works</b>
    • Premium needs an invitation, Premium Lite doesn't.
    • One trial period for both, then a monthly charge from the balance.
    • Too little money: the grace period, we try again after top-ups.
    • Renewal off: benefits stay until the period ends; in the grace period they end at once.
help-whom =
    <b>Whom to ask</b>
    • Access and roles: an administrator.
    • Premium: a manager or an administrator.
    • Anything else: { $contact }
help-commands =
    <b>Commands</b>
    /start – home
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
