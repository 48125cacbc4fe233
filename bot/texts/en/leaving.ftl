### Leaving a point programme and coming back (RULES 8.9).

leaving-title = <b>Taking part in point programmes</b>
leaving-about = You can leave or come back at any time.
leaving-in = • { $programme }: you take part
leaving-out = • { $programme }: left, no new points
leaving-leave-button = Leave: { $programme }
leaving-rejoin-button = Come back: { $programme }
leaving-choose = Choose a programme.

leaving-question = Leave this programme: { $programme }?
leaving-at-once = No new points from now on. Yours stay until they expire.
leaving-points = Available: { $available }
leaving-no-points = No points are available.
leaving-debt = The debt of { $debt } stays until you come back.
leaving-until = Can be spent
leaving-credited = They come
leaving-amount = Points
leaving-later = later
leaving-held = On the way: { $held }
leaving-reward = In { $days } orders brought { $reward }, and you gave discounts of { $discount }: { $ratio } came back.
leaving-granted = In { $days } you got { $granted } as bonuses.
leaving-no-reward = In { $days } this programme brought nothing.
leaving-means =
    <b>What it means for the shop</b>
    • Margin: discounts are all yours to bear.
    • Price: less discount or a higher price.
    • Visibility: without a discount, less.
leaving-means-grants =
    <b>What it means for the shop</b>
    • Margin: services will cost money.
    • Price: it has to carry that.
    • Visibility: less advertising, less of it.
leaving-follow-up =
    { $weeks ->
        [one] For { $weeks } week we will tell you what was missed.
       *[other] For { $weeks } weeks we will tell you what was missed.
    }
leaving-done =
    <b>The shop has left the programme: { $programme }</b>
    Earlier points can be spent.

rejoin-question = Come back to this programme: { $programme }?
rejoin-means = Orders bring points again from now on.
rejoin-campaigns =
    { $count ->
        [one] { $count } campaign is running now.
       *[other] { $count } campaigns are running now.
    }
rejoin-done = <b>The shop is back in the programme: { $programme }</b>

button-leave-confirm = Leave the programme
button-leave-not = Stay
button-rejoin-confirm = Come back
button-rejoin-not = Not yet
button-rejoin = Come back to the programme
toast-left = The shop has left the programme.
toast-rejoined = The shop is back in the programme.
