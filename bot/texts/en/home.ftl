### The home screen: one glance. $until is a phrase with its own preposition.

home-title = <b>{ $shop }</b>
home-role = Your role: { $role }
home-clock = As of { $now }
home-plan-inactive = <b>No subscription</b>
home-plan-trial = <b>{ $plan }</b> · trial period { $until }
home-plan-active = <b>{ $plan }</b> · active { $until }
home-plan-grace = <b>{ $plan }</b> · grace period { $until }
home-next-charge = Next charge: { $price }, { $at }
home-next-charge-lite = Then Premium Lite: { $price }, { $at }
home-no-charge = Renewal is off, no further charge
home-short = The balance is short by { $missing }
home-grace-charge = To pay: { $price }, short by { $missing }
home-money = Balance: { $wallet }
home-points = { $programme }: { $available }
home-points-held = On the way: { $held }
home-points-expiry = Next expiry: { $amount }, can be spent { $until }
home-points-debt = Debt: { $debt }
home-points-none = No points yet

banner-invitation = <b>You are invited to Premium.</b>
banner-invitation-employee = <b>The shop is invited to Premium.</b> A manager can connect it.
banner-approval = <b>{ $asker } asks to connect Premium.</b>
banner-grace =
    <b>{ $days ->
        [one] { $days } day of the grace period is left.
       *[other] { $days } days of the grace period are left.
    }</b> { $price } is needed, short by { $missing }. Top up { $until }.
banner-low-balance = <b>The balance is too low for the next charge.</b> Please add { $missing }. The charge: { $price }, { $at }.
banner-expiring = <b>Points expire soon.</b> { $programme }: { $amount }, can be spent { $until }.
banner-maintenance = <b>Maintenance is under way.</b> Points can't be spent for now.
banner-ending = <b>The subscription will not renew.</b> { $plan } stays { $until }.

button-premium = Plan and Premium
button-points = Points
button-history = History
button-reports = Reports
button-team = Team
button-settings = Settings
button-help = Help
button-invitation = See the invitation
