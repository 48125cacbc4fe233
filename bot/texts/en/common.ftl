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
toast-done-already = This is done already, nothing changed a second time.
toast-refreshed = Refreshed.
toast-nothing-new = Everything is as before.
toast-cancelled = Cancelled, nothing changed.
toast-error = Something went wrong. Please try again a little later.

# Answers to what people write
not-a-number = I couldn't read the amount. Please write it in digits, above zero and with at most two decimals, for example: { $example }
unknown-text = I didn't understand that. Write, for example, “points”, “balance” or “when will I be charged”, or tap /help.
unknown-number = I don't know what this number is for. Write “spend points” or “calculator” first, then the number.
wish-cancelled = Stopped: nothing is being asked any more. What was done before stays.
unknown-command = There is no such command. There are: /start, /balance, /points, /premium, /history, /settings, /language, /help.
not-a-text = I read only text and taps on buttons. Tap /start for the home screen.
private-only = I show a shop's data only in a private chat. Please write to me there.
error-sorry = Sorry, something went wrong. Open the home screen with /start and check what came of it. If it happens again, contact support.
maintenance-note = Maintenance is under way: points can't be spent for now, everything else works.
under-review = We are checking the shop's account. You can look at everything, but actions are closed for now. Money and points are safe.

# Joining a shop
no-shop = <b>Hello!</b>
    You have not joined a shop yet. Ask the shop's administrator to send you a link and open it.
removed-member = You no longer have access to this shop. If that is a mistake, ask an administrator for a new link.
joined = <b>You have joined “{ $shop }”</b>
    Your role: { $role }. Here you see how the shop is doing, and we will write in time about what matters.
joined-already = You are in “{ $shop }” already. Your role: { $role }.
link-expired = This link has run out. Ask an administrator for a new one.
link-used = This link has been used, it works only once. Ask an administrator for a new one.
link-unknown = There is no such link. Check that it was opened whole, or ask an administrator for a new one.
link-closed = You wrote a link into a shop where others can read it. It is closed now, and nobody can join with it. An administrator can make a new one: send it to one person, in a private chat.
choose-shop = Which shop are we working in?

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
service-unknown = “{ $code }”
programme-discount = Points for discounts
programme-bonus = Seller bonuses
programme-unknown = “{ $code }”
rating-none = no rating yet
no-data = no data
