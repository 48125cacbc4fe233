### Words and answers that every screen shares.

# Buttons
button-home = Home
button-back = Back
button-yes = Yes
button-no = No
button-confirm = Confirm
button-cancel = Cancel
button-close = Close
button-refresh = Refresh
button-try-again = Try again
button-choose-shop = Switch shop

# Short answers to a tap
toast-outdated = This button is out of date. Here is how things stand now.
toast-done-already = This is done already.
toast-refreshed = Refreshed.
toast-nothing-new = Nothing new.
toast-cancelled = Cancelled, nothing changed.
toast-error = Something went wrong. Please try again.

# Answers to what people write
not-a-number = I couldn't read the amount. Write digits, for example: { $example }
number-too-large = This is too large: an amount is { $largest } at most. Write a smaller one.
unknown-text = I didn't understand that. Write “points” or “when will I be charged”, or tap /help.
unknown-number = I don't know what this number is for. Write “spend points” or “calculator” first.
wish-cancelled = Stopped: nothing is being asked any more.
unknown-command = There is no such command. Tap /help.
not-a-text = I read only text and buttons. Tap /start.
private-only = I show a shop's data only in a private chat.
error-sorry = Sorry, something went wrong. Tap /start and check what came of it.
archived-before = Points also moved before { $day }: that is in the archive. Ask for it: { $contact }
maintenance-note = Maintenance: points can't be spent for now.
under-review = We are checking the shop's account: you can only look. Nothing is lost.

# Joining a shop
no-shop = <b>Hello!</b>
    You have not joined a shop yet. An administrator sends you a link.
removed-member = You no longer have access to this shop.
joined = <b>You have joined “{ $shop }”</b>
    Your role: { $role }.
joined-already = You are in “{ $shop }” already. Your role: { $role }.
link-expired = This link has run out. Ask for a new one.
link-used = This link works only once and has been used. Ask for a new one.
link-unknown = There is no such link. Ask for a new one.
link-closed = Others could read your link, so it is closed. Ask for a new one.
choose-shop = Which shop?

# Names
role-administrator = Administrator
role-manager = Manager
role-finance = Finance manager
role-employee = Employee
role-operator = Operator
plan-lite = Premium Lite
plan-premium = Premium
plan-none = no subscription
state-inactive = not connected
state-trial = trial period
state-active = active
state-grace = grace period
renewal-renew = will renew
renewal-lite = will change to Premium Lite
renewal-stop = will not renew
service-ads = advertising
service-logistics = logistics
service-storage = storage
service-commission = commission
service-other = other services
service-unknown = another service
programme-discount = Points for discounts
programme-bonus = Seller bonuses
programme-unknown = other points
rating-none = no rating yet
no-data = no data
