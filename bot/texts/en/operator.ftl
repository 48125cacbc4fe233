### The operator's screens: sellers, acts with a reason, prices, broadcasts. Only the marketplace's own staff reads them.
### $until is a phrase with its own preposition.

operator-welcome = <b>Hello!</b>
    You are one of the marketplace's operators. Sellers, prices, maintenance and broadcasts are on the operator's screen.
operator-title = <b>Operator</b>
operator-how = To find a seller, write its id or a part of its name. Whatever you do asks for a reason and is recorded with it.
operator-maintenance =
    { $state ->
        [on] <b>Maintenance is on.</b> Sellers can't spend points by hand.
       *[off] Maintenance is off.
    }
operator-sending =
    { $count ->
        [one] { $count } broadcast is being sent.
       *[other] { $count } broadcasts are being sent.
    }
operator-alarm =
    <b>Due work has stopped</b>
    The program failed alike for { $failed } of { $due } sellers: <code>{ $failure }</code>. That is a bug in the program, their data is in order: none of them is under review for it, and nothing is lost. Renewals, expiry and reminders wait until the program is mended. It is tried again by itself; you are told once.
operator-stopped = <b>Due work stands still</b> since { $since }: <code>{ $failure }</code>. It is tried again by itself until the program is mended.
operator-failed =
    { $count ->
        [one] <b>Not delivered in 7 days: { $count } message</b>
       *[other] <b>Not delivered in 7 days: { $count } messages</b>
    }
operator-failed-line = • { $at }, { $seller }: { $reason }
operator-only = This screen is for the marketplace's own staff.
toast-operator-gone = You are not an operator any more. Nothing was done.

operator-found = <b>Which seller?</b>
operator-found-line = • { $shop } ({ $seller })
operator-found-more = There are more. Write a longer part of the name.
operator-found-none = No seller with “{ $text }” in its name or id.
operator-no-seller = Choose a seller first: write its id or a part of its name.

operator-parked = <b>Under review.</b> A check found that the history and the balances disagree. Changes are closed until a new check finds nothing wrong.
operator-seller-id = Id: { $seller }
operator-verification =
    { $eligible ->
        [yes] Verification: passed
        [no] Verification: not passed
       *[unknown] Verification: no answer yet
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
operator-column-held = Held
operator-column-debt = Debt
operator-seen = This is what the administrator of “{ $shop }” sees. You can only look.

operator-about = <b>{ $act }</b>
operator-programme = Points of which programme?
operator-amount = How many points? Write the amount in digits, for example: { $example }
operator-until = Until the end of which day should they last? Choose one or write the day, for example: { $example }
operator-not-a-day = I couldn't read the day. Write one that is not over yet, for example: { $example }
operator-reason = Why? Write the reason in a sentence. It stays in the record beside what you do.
operator-reason-read = The seller can read it in the history of points.
operator-reason-bad = A reason has from 3 to 300 characters. Please write it again.
operator-reason-line = Reason: { $reason }
operator-everyone = all sellers
operator-nothing = There is nothing to do: it is already so.

operator-ask-bonus =
    <b>Grant { $points } to “{ $shop }”?</b>
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
    What lives longer already stays as it is. This can't be taken back.
operator-prolong-sellers =
    { $count ->
        [one] Concerns { $count } seller.
       *[other] Concerns { $count } sellers.
    }
operator-ask-pass = <b>Has “{ $shop }” passed verification?</b>
operator-ask-fail = <b>Has “{ $shop }” failed verification?</b>
operator-then = What follows:
operator-ask-release =
    <b>Check “{ $shop }” and release it?</b>
    The whole history is added up again. The seller works again only if everything agrees.
operator-ask-maintenance-on =
    <b>Switch maintenance on?</b>
    No seller can spend points by hand until it is over, everything else works. Administrators and managers of all shops are told.
operator-ask-maintenance-off =
    <b>Is maintenance over?</b>
    Sellers can spend points again. Administrators and managers of all shops are told.
operator-ask-price =
    <b>Change the price of { $plan }?</b>
    The price { $since }: { $price } a month instead of { $old }.
    Each shop pays it from its first charge after that. What is paid already stays as it is.
operator-price-told =
    { $count ->
        [0] No seller is told: nobody's coming charge changes.
        [one] { $count } seller is told.
       *[other] { $count } sellers are told.
    }
operator-price-sample = This is the message, with the dates of the seller charged next:
operator-ask-broadcast = <b>Send the broadcast?</b> What was sent can't be taken back.
operator-ask-resume = <b>Go on with broadcast { $number }?</b> It continues where it was paused; nobody gets it twice.
operator-ask-stop = <b>Stop broadcast { $number } for good?</b> Who has it keeps it, nobody else gets it.

operator-done-bonus =
    <b>Granted: { $points }</b>
    “{ $shop }”, { $programme }
operator-done-prolong =
    <b>Points are prolonged</b>
    For whom: { $shop }. Programme: { $programme }. New life: { $until }.
operator-done-pass = <b>“{ $shop }” has passed verification</b>
operator-done-fail = <b>“{ $shop }” has not passed verification</b>
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
        [one] The seller stays under review: { $count } check fails ({ $names }).
       *[other] The seller stays under review: { $count } checks fail ({ $names }).
    }

operator-prices-title = <b>Prices</b>
operator-column-plan = Plan, a month
operator-column-in-force = In force
operator-prices-none-ahead = No other price is announced.
operator-prices-idle = In this program's policy { $plan } costs { $own }, but that has no effect: the database keeps the prices. If it should cost that, change the price here.
operator-prices-how = Choose a plan to change its price, now or from a day on. Administrators and managers whom it concerns are told at once.
operator-price = What will it cost a month? Write the amount in digits, for example: { $example }
operator-since = From when on? Choose, or write the day or its day and time in the programme's time, for example: { $example } or { $hour }
operator-not-a-beginning = I couldn't read that. Write a day or its day and time, for example: { $example } or { $hour }
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
operator-segment = <b>Who gets it?</b> Each person gets it once, however many shops they are in.
operator-segment-everyone = Everyone
operator-segment-plan = Plan: { $name }
operator-segment-state = Now: { $name }
operator-segment-role = Role: { $name }
operator-segment-language = Language: { $name }
operator-segment-line = To whom: { $segment }
operator-words =
    <b>The text</b>
    Write it here as a message; bold, italics and links stay. One language is enough: those who read another get what there is.
operator-words-line = { $language }: { $text }
operator-words-none = { $language }: not written
operator-words-writing = Your next message is the text in this language: <b>{ $language }</b>
operator-preview = <b>Before it goes out</b>
operator-preview-nothing = Choose who gets it and write the text first.
operator-preview-languages = Written in: { $languages }
operator-preview-must = First send yourself the preview and read it as everybody will.
operator-preview-refused = Telegram did not take the text in this language: { $language }. Please change it.
operator-audience =
    { $count ->
        [one] { $count } person gets it
       *[other] { $count } people get it
    }
operator-audience-blocked =
    { $count ->
        [one] Passed over: { $count } person who has blocked the bot
       *[other] Passed over: { $count } people who have blocked the bot
    }
operator-duration =
    { $count ->
        [one] Takes about { $count } minute.
       *[other] Takes about { $count } minutes.
    }
toast-operator-previewed = The preview is in the chat, above this screen.
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
operator-progress-quiet = Who has quiet hours now gets it when they end.
operator-progress-started = Begun: { $at }, { $operator }
operator-progress-ended = Over: { $at }
toast-operator-paused = Paused. What was on its way already still arrives.

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
button-operator-bonus = Grant points
button-operator-prolong = Prolong points
button-operator-pass = Verification passed
button-operator-fail = Verification failed
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
