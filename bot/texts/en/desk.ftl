### The demo's desk beside the chats: stories to play, the log. Plain text without tags.
### Amounts come formatted; $until is a phrase with its own preposition; $names are first names.

desk-story-renewal-fails = A renewal fails
desk-story-points-expire = Points expire next week
desk-story-employee-asks = An invitation arrives, an employee asks
desk-story-manager-approves = A manager approves
desk-story-orders-return = Orders come back as returns
desk-story-ads-drain = Advertising drains the points
desk-story-own-shop = A newcomer connects a shop on Ozon by key
desk-story-ozon-corrects = Ozon corrects yesterday

desk-told-renewal-fails = The charge of { $price } failed because the balance was empty: the grace period lasts { $until }.
desk-told-points-expire = { $programme }: { $points } may be spent { $until }, and the reminder has just come.
desk-told-employee-asks = An invitation to Premium arrived, and { $name } asked a manager to accept it.
desk-told-manager-approves = { $name } approved the request and confirmed: Premium is connected.
desk-told-orders-return =
    { $count ->
        [one] { $count } order was redeemed, most of it came back, and { $points } were taken back: the digest and the weekly warning have come.
       *[other] { $count } orders were redeemed, most of them came back, and { $points } were taken back: the digest and the weekly warning have come.
    }
desk-told-ads-drain =
    { $count ->
        [one] { $count } advertising bill took { $spent } automatically, and { $left } are left for everything else.
       *[other] { $count } advertising bills took { $spent } automatically, and { $left } are left for everything else.
    }
desk-told-own-shop = { $name } gave the key of an invented shop on Ozon: Client-Id { $client }, Api-Key { $secret }. The bot deleted the message at once, and the shop is being read.
desk-told-ozon-corrects = Ozon changed { $day } afterwards: advertising cost { $before } and costs { $after } now. The shop is read again, and the difference is kept as a correction.
desk-look-at = Look at: { $names }.
desk-nobody = None of the people here works in this shop: look at the log.

desk-busy = Something is being played already: wait until it is over.
desk-no-shop = There is no such shop.
desk-parked = This shop is parked for a check, so nothing can happen to it.
desk-no-ozon = There is no Ozon here to play with.
desk-no-newcomer = Nobody here is without a shop who could connect one of their own.
desk-no-own-shop = No shop on Ozon is connected and read yet. Connect one by key first, or wait until it is read.
desk-no-employee = Nobody here is an employee of this shop who has started the bot. Choose another shop, or let an employee join by an invitation link.
desk-no-manager = Nobody here is a manager or an administrator of this shop who has started the bot. Choose another shop.
desk-no-answer = The bot didn't answer { $name } in time. Look at that chat and try again.
desk-no-reminder = The policy has no reminder before points expire.
desk-no-programme = The policy has no points that pay for advertising.
desk-interrupted = Something came in between, and the story ended another way. Play it again.
desk-story-refused = The story stopped at an answer of the programme: { $outcome }

desk-bad-field =
    { $field ->
        [price] Price: above 0, two decimals at most.
        [discount] Discount: above 0, up to 100 %.
        [quantity] Quantity: a whole number, 1 or more.
        [amount] Amount: above 0, up to 999,999,999,999.99, two decimals at most.
        [rating] Rating: from 0 to 5.
       *[other] Something filled in here can't be taken.
    }
desk-wallet-empty = The balance is empty already.
desk-no-order = Redeem an order first, or name the order line.
desk-no-charge = No charge is coming: the shop has no subscription, or it will not renew.
desk-charge-failed = The charge has failed already: it is tried again every day until money comes in.
desk-short-already = It will fail as it is: { $price } is due { $due }, and the balance will not do.
desk-told-charge-fails = { $amount } went out of the balance. The charge of { $price } due { $due } will fail unless money comes in.
desk-nothing-sent = Nothing has been sent for this shop yet: bill a service or top up the wallet first.
desk-told-again = “{ $fact }” came once more, to the letter. The programme knew its id and gave the first answer: nothing happened twice.

desk-kind-facts = Facts
desk-kind-points = Points
desk-kind-money = Money
desk-kind-subscription = Subscription
desk-kind-notices = Messages

desk-fact-order-redeemed = Order redeemed
desk-fact-order-returned = Order returned
desk-fact-order-cancelled = Order cancelled
desk-fact-service-charged = Service billed
desk-fact-wallet-credited = Money came in
desk-fact-wallet-debited = Money went out
desk-fact-eligibility-changed = Internal check
desk-fact-rating-updated = Rating updated
desk-fact-bonus-granted = Bonus granted
desk-fact-campaign-upserted = Campaign announced
desk-fact-command-connect = Command: connect
desk-fact-command-cancel = Command: cancel
desk-fact-command-resume = Command: renew automatically
desk-fact-command-opt-in = Command: rejoin the programme
desk-fact-command-set-mode = Command: pay with points automatically
desk-fact-other = Fact { $type }
desk-passed =
    { $passed ->
        [yes] passed
       *[no] not passed
    }
desk-pieces =
    { $count ->
        [one] { $count } piece
       *[other] { $count } pieces
    }
desk-discount = discount { $discount }
desk-wallet = balance { $wallet }
