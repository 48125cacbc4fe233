### The operator's screens: sellers, acts with a reason, prices, broadcasts. Only the marketplace's own staff reads them.
### $until is a phrase with its own preposition.

operator-welcome = <b>Hello!</b>
    You are an operator of the marketplace.
operator-title = <b>Operator</b>
operator-how = Write a seller's id or a part of its name.
operator-maintenance =
    { $state ->
        [on] <b>Maintenance is on.</b> Points can't be spent by hand.
       *[off] Maintenance is off.
    }
operator-sending =
    { $count ->
        [one] { $count } broadcast is being sent.
       *[other] { $count } broadcasts are being sent.
    }
operator-alarm =
    <b>Due work has stopped</b>
    The program failed alike for { $failed } of { $due } sellers: <code>{ $failure }</code>. Nothing is lost, but renewals, expiry and reminders wait until the program is mended.
operator-stopped = <b>Due work stands still</b> since { $since }: <code>{ $failure }</code>. It is tried again.
operator-failed =
    { $count ->
        [one] <b>Not delivered in 7 days: { $count } message</b>
       *[other] <b>Not delivered in 7 days: { $count } messages</b>
    }
operator-failed-line = • { $at }, { $seller }: { $reason }
operator-only = This screen is for the marketplace's own staff.
toast-operator-gone = You are not an operator any more.

operator-found = <b>Which seller?</b>
operator-found-line = • { $shop } ({ $seller })
operator-found-more = There are more. Write a longer part.
operator-found-none = No seller with “{ $text }” in its name or id.
operator-no-seller = First write a seller's id or a part of its name.

operator-parked = <b>Under review.</b> History and balances disagree; changes are closed.
operator-seller-id = Id: { $seller }
operator-verification =
    { $eligible ->
        [yes] Check: passed
        [no] Check: not passed
       *[unknown] Check: no answer yet
    }
operator-invitation =
    { $invitation ->
        [open] Invitation to Premium: open
        [accepted] Invitation to Premium: accepted
        [withdrawn] Invitation to Premium: withdrawn
       *[none] Invitation to Premium: none
    }
operator-rating = Rating: { $rating }
operator-team =
    { $count ->
        [one] Team: { $count } person
       *[other] Team: { $count } people
    }
operator-column-programme = Points
operator-column-available = Available
operator-column-held = On the way
operator-column-debt = Debt
operator-seen = As “{ $shop }” sees it.

operator-about = <b>{ $act }</b>
operator-programme = Points of which programme?
operator-amount = How many points? For example: { $example }
operator-until = Until the end of which day? Choose or write it, for example: { $example }
operator-not-a-day = I couldn't read the day, or it is over. For example: { $example }
operator-reason = Why? Write the reason in a sentence.
operator-reason-read = The seller can read it.
operator-reason-bad = A reason has from 3 to 300 characters.
operator-reason-line = Reason: { $reason }
operator-everyone = all sellers
operator-nothing = It is already so.

operator-ask-bonus =
    <b>Give { $points } to “{ $shop }” as a bonus?</b>
    Programme: { $programme }
    Available now: { $before }
    Available then: { $after }
operator-bonus-until = Can be spent { $until }.
operator-ask-prolong =
    <b>Prolong points?</b>
    For whom: { $shop }
    Programme: { $programme }
    New life: { $until }
    Will live longer: { $points }
    This can't be taken back.
operator-prolong-sellers =
    { $count ->
        [one] Concerns { $count } seller.
       *[other] Concerns { $count } sellers.
    }
operator-ask-pass = <b>Has “{ $shop }” passed the check?</b>
operator-ask-fail = <b>Has “{ $shop }” failed the check?</b>
operator-then = What follows:
operator-ask-release =
    <b>Check “{ $shop }” and release it?</b>
    It works only if everything agrees.
operator-ask-maintenance-on =
    <b>Switch maintenance on?</b>
    Nobody can spend points by hand. Administrators and managers are told.
operator-ask-maintenance-off =
    <b>Is maintenance over?</b>
    Administrators and managers are told.
operator-ask-price =
    <b>Change the price of { $plan }?</b>
    The price { $since }: { $price } a month instead of { $old }.
operator-price-told =
    { $count ->
        [0] No seller is told.
        [one] { $count } seller is told.
       *[other] { $count } sellers are told.
    }
operator-price-sample = The message, for the seller charged next:
operator-ask-broadcast = <b>Send the broadcast?</b> It can't be taken back.
operator-ask-resume = <b>Go on with broadcast { $number }?</b> Nobody gets it twice.
operator-ask-stop = <b>Stop broadcast { $number } for good?</b> Nobody else gets it.

operator-done-bonus =
    <b>Bonus given: { $points }</b>
    “{ $shop }”, { $programme }
operator-done-prolong =
    <b>Points are prolonged</b>
    For whom: { $shop }. Programme: { $programme }. New life: { $until }.
operator-done-pass = <b>“{ $shop }” has passed the check</b>
operator-done-fail = <b>“{ $shop }” has not passed the check</b>
operator-done-release =
    <b>“{ $shop }” is checked and works</b>
    Everything agrees.
operator-done-maintenance-on = <b>Maintenance is on</b>
operator-done-maintenance-off = <b>Maintenance is over</b>
operator-done-price =
    <b>The price of { $plan } is changed</b>
    The new price { $since }: { $price } a month.
    { $told ->
        [0] Nobody is told.
        [one] { $told } shop is being told.
       *[other] { $told } shops are being told.
    }
operator-recorded = Recorded as: { $operator }
operator-still-wrong =
    { $count ->
        [one] Still under review: { $count } check fails.
       *[other] Still under review: { $count } checks fail.
    }

operator-prices-title = <b>Prices</b>
operator-column-plan = Plan, a month
operator-column-in-force = In force
operator-prices-none-ahead = No other price is announced.
operator-prices-idle = In this program's policy { $plan } costs { $own }, but the database keeps the prices.
operator-prices-how = Choose a plan. Whom it concerns is told at once.
operator-price = What will it cost a month? For example: { $example }
operator-since = From when on? For example: { $example } or { $hour }, in the programme's time
operator-not-a-beginning = I couldn't read that: { $example } or { $hour }
operator-from-now = from now on

operator-broadcasts = <b>Broadcasts</b>
operator-broadcasts-none = There are none yet.
operator-draft = Your draft of { $at }: { $text }
operator-broadcast-line =
    { $state ->
        [sending] { $number }. { $segment }: being sent, since { $at }
        [paused] { $number }. { $segment }: paused, begun { $at }
        [stopped] { $number }. { $segment }: stopped, begun { $at }
       *[done] { $number }. { $segment }: finished, begun { $at }
    }
operator-segment = <b>Who gets it?</b> Each person gets it once.
operator-segment-everyone = Everyone
operator-segment-plan = Plan: { $name }
operator-segment-state = Now: { $name }
operator-segment-role = Role: { $name }
operator-segment-language = Language: { $name }
operator-segment-line = To whom: { $segment }
operator-words =
    <b>The text</b>
    Write it as a message; bold and links stay. One language is enough.
operator-words-line = { $language }: { $text }
operator-words-none = { $language }: not written
operator-words-writing = Your next message is the text in: <b>{ $language }</b>
operator-preview = <b>Before it goes out</b>
operator-preview-nothing = First choose who gets it and write it.
operator-preview-languages = Written in: { $languages }
operator-preview-must = First read the preview.
operator-preview-refused = Telegram did not take the text in: { $language }
operator-audience =
    { $count ->
        [one] { $count } person gets it
       *[other] { $count } people get it
    }
operator-audience-blocked =
    { $count ->
        [one] Without { $count } person who has blocked the bot
       *[other] Without { $count } people who have blocked the bot
    }
operator-duration =
    { $count ->
        [one] Takes about { $count } minute.
       *[other] Takes about { $count } minutes.
    }
toast-operator-previewed = The preview is above this screen.
operator-progress = <b>Broadcast { $number }</b>
operator-progress-state =
    { $state ->
        [sending] Being sent
        [paused] Paused
        [stopped] Stopped
       *[done] Finished
    }
operator-progress-sent = Sent: { $sent } of { $total }
operator-progress-blocked =
    { $count ->
        [one] { $count } person has blocked the bot meanwhile
       *[other] { $count } people have blocked the bot meanwhile
    }
operator-progress-dropped =
    { $count ->
        [one] { $count } person left, or the stop came first
       *[other] { $count } people left, or the stop came first
    }
operator-progress-failed =
    { $count ->
        [one] Telegram refused { $count } message
       *[other] Telegram refused { $count } messages
    }
operator-progress-quiet = After quiet hours, where there are some.
operator-progress-started = Begun: { $at }, { $operator }
operator-progress-ended = Over: { $at }
toast-operator-paused = Paused. What was on its way still arrives.

button-operator = Operator
button-operator-broadcasts = Broadcasts
button-operator-prices = Prices
button-operator-prolong-all = Prolong everyone's points
button-operator-maintenance-on = Switch maintenance on
button-operator-maintenance-off = Maintenance is over
button-operator-view = See what the seller sees
button-operator-see-home = Home
button-operator-see-premium = Plan
button-operator-see-points = Points
button-operator-bonus = Give a bonus
button-operator-prolong = Prolong points
button-operator-pass = Check passed
button-operator-fail = Check failed
button-operator-release = Check and release
button-operator-price = Change a price
button-operator-price-of = New price of { $plan }
button-operator-do = Yes, do it
button-operator-seller = Back to the seller
button-operator-new = New broadcast
button-operator-continue = Continue the draft
button-operator-discard = Discard the draft
toast-operator-discarded = The draft is discarded.
button-operator-erase = Erase this text
button-operator-preview = Go on
button-operator-preview-send = Send me the preview
button-operator-start = Send to everybody chosen
button-operator-words = Change the text
button-operator-segment = Change who gets it
button-operator-pause = Pause
button-operator-resume = Go on sending
button-operator-stop = Stop for good
