### Leaving a point programme and coming back (RULES 8.9).

leaving-title = <b>Taking part in point programmes</b>
leaving-about = You can leave or come back at any time. Before you leave we show what will change.
leaving-in = • { $programme }: you take part
leaving-out = • { $programme }: left, no new points
leaving-leave-button = Leave: { $programme }
leaving-rejoin-button = Come back: { $programme }
leaving-choose = Choose a programme on the screen “Taking part in point programmes”.

leaving-question = Leave this programme: { $programme }?
leaving-at-once = From this moment there will be no new points. Those you have stay and expire on their dates.
leaving-points = Available now: { $available }. You can spend them as usual.
leaving-no-points = No points are available now.
leaving-debt = The debt of { $debt } stays: nothing will repay it until you come back.
leaving-until = Can be spent
leaving-credited = Will be credited
leaving-amount = Points
leaving-later = later
leaving-held = Held: { $held }, credited on their dates
leaving-reward = In the last { $days } orders brought { $reward }, and you gave discounts of { $discount }: { $ratio } came back.
leaving-granted = In the last { $days } you were granted { $granted }.
leaving-no-reward = In the last { $days } this programme brought nothing.
leaving-means =
    <b>What it means for the shop</b>
    • Margin: discounts in campaigns are all yours to bear, points no longer give part of them back.
    • Price: to earn the same you will have to cut discounts or raise the price.
    • Visibility: without a discount the price looks worse beside others, and the product may be shown and chosen less.
leaving-means-grants =
    <b>What it means for the shop</b>
    • Margin: services that these points paid for will cost you money.
    • Price: it does not change by itself, but it will have to carry those costs.
    • Visibility: if bonuses paid for advertising, there will be fewer impressions unless money replaces them.
leaving-follow-up =
    { $weeks ->
        [one] For { $weeks } week we will tell you what the shop has missed. You can come back right from there.
       *[other] For { $weeks } weeks we will tell you once a week what the shop has missed. You can come back right from there.
    }
leaving-done =
    <b>The shop has left the programme: { $programme }</b>
    There will be no new points; earlier ones can be spent until their dates. You can come back right here.

rejoin-question = Come back to this programme: { $programme }?
rejoin-means = Points will be accrued again from this moment. Nothing is accrued for the time in between.
rejoin-campaigns =
    { $count ->
        [one] { $count } campaign is running now.
       *[other] { $count } campaigns are running now.
    }
rejoin-done =
    <b>The shop is back in the programme: { $programme }</b>
    The next orders and bonuses will bring points.

button-leave-confirm = Leave the programme
button-leave-not = Stay
button-rejoin-confirm = Come back
button-rejoin-not = Not yet
button-rejoin = Come back to the programme
toast-left = Done, the shop has left the programme.
toast-rejoined = Done, the shop is back in the programme.
