### Settings: how a person is told, and how they leave (RULES 12, 15.19). $start, $end: hours such as 22:00.

settings-title = <b>Settings</b>
settings-language = Language: { $language }
settings-notices = Notices: { $on } of { $all } on
settings-quiet = Quiet hours: from { $start } to { $end }
settings-quiet-none = Quiet hours: none
settings-zone = Time zone: { $zone }
settings-zone-programme = Time zone: as the programme ({ $zone })
settings-rich = Tables: on
settings-plain = Tables: off
settings-tables-seen =
    <b>Do you see a table here, above?</b>
    If not, answer “No”: it works without tables too.
settings-tables-column = Sample
settings-tables-number = Number
settings-tables-row = Row { $number }

settings-notices-title = <b>Notices</b>
settings-notices-how = What comes to your role. Tap to change.
settings-notices-no-shop = You have not joined a shop yet.
settings-state-line =
    { $state ->
        [on] • { $name }: on
        [partly] • { $name }: not all on
       *[off] • { $name }: off
    }
settings-switched-on = { $name }: on
settings-switched-off = { $name }: off
settings-opens = { $name }…
settings-always = <b>Always sent</b>
settings-always-line = • { $name }: { $why }
settings-why-renewal-failed = the subscription may end
settings-why-subscription-ended = benefits don't work
settings-why-approval-requested = somebody waits for an answer
settings-often-how = How often shall we write what was received, taken back and expired?
settings-often =
    { $cadence ->
        [daily] Every day
        [weekly] Every week
        [monthly] Every month
       *[never] Never
    }
settings-often-line =
    • { $name }: { $cadence ->
        [daily] every day
        [weekly] every week
        [monthly] every month
       *[never] never
    }
settings-kinds-title = <b>Notices: { $name }</b>
settings-kinds-how = Tap to switch.

settings-group-digest = Points: sums
settings-group-points = Points: dates and limits
settings-group-payment = Payments and dates
settings-group-subscription = Changes of the plan
settings-group-invitation = Invitation to Premium
settings-group-badge = Seller badge
settings-group-maintenance = Maintenance
settings-group-report = Monthly report
settings-group-marketplace = Key and reports

settings-quiet-title = <b>Quiet hours</b>
settings-quiet-how = We write afterwards.
settings-quiet-always = Only a payment or an end before then is told at once.
settings-quiet-zone = By your time zone: { $zone }
settings-quiet-type = You can also write the hours: 22–9
settings-quiet-wrong = Whole hours from 0 to 23, for example: 22–9
settings-quiet-from = Silent from which hour?
settings-quiet-until = Silent from { $start }. Until which hour?

settings-zone-title = <b>Time zone</b>
settings-zone-how = Screens show the programme's time ({ $programme }), quiet hours go by yours.

settings-data-title = <b>My data and leaving</b>
settings-data-what = We keep your name ({ $name }), Telegram number ({ $number }), roles, settings, notices sent. In a shop's history a number stands for you.
settings-data-little = We keep these settings and your Telegram number.
settings-data-shops = Your shops:
settings-data-shop = • { $shop }: { $role }
settings-data-no-shops = You have not joined any shop.
settings-leave-shop = Leave: { $shop }
settings-not-in-shop = You are no longer in this shop.
settings-leave-question =
    <b>Leave “{ $shop }”?</b>
    • You stop seeing it at once.
    • Your seat, invitations and request go.
    • Only a new link brings you back.
settings-leave-last =
    <b>You can't leave yet</b>
    “{ $shop }” has no other administrator.
settings-hand-over = First make somebody else an administrator: team → a person → “Change role”.
settings-team-of = Team: { $shop }
settings-left = You have left “{ $shop }”.
settings-forget-question = <b>Delete all your data?</b>
settings-forget-shops = • You leave: { $shops }.
settings-forget-what =
    • Name, Telegram number and settings are gone for good.
    • No more notices.
    • A shop's history keeps a role and a number.
settings-forget-last =
    <b>Your data can't be deleted yet</b>
    You are the only administrator: { $shop }.
settings-forgotten = Your data is deleted. Delete the chat in Telegram.

toast-settings-saved = Saved.
toast-settings-no-tables = Telegram did not take the sample.

button-settings-notices = Notices
button-settings-quiet = Quiet hours
button-settings-timezone = Time zone
button-settings-plain = Turn tables off
button-settings-rich = Tables…
button-settings-tables-yes = Yes, I see it
button-settings-tables-no = No
button-settings-data = My data and leaving
button-settings-all-on = All on
button-settings-all-off = All off
button-settings-quiet-own = Other hours
button-settings-quiet-none = No quiet hours
button-settings-zone-programme = As the programme
button-settings-confirm-leave = Yes, leave
button-settings-forget = Delete my data
button-settings-confirm-forget = Yes, delete my data
