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
    Some apps show an empty message instead. Then answer “No”: everything is also written without tables.
settings-tables-column = Sample
settings-tables-number = Number
settings-tables-row = Row { $number }

settings-notices-title = <b>Notices</b>
settings-notices-how = Here is what comes to your role. A button with “on” or “off” changes it at once, one with three dots opens a group.
settings-notices-no-shop = Notices are about a shop, and you have not joined one yet.
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
settings-why-renewal-failed = without the payment the subscription ends
settings-why-subscription-ended = the benefits no longer work
settings-why-approval-requested = somebody is waiting for an answer
settings-often-how = How often shall we write what was credited, taken back and expired?
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
settings-kinds-how = Tap to switch on or off.

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
settings-quiet-how = During them we keep silent, and send afterwards what still matters.
settings-quiet-always = Only a payment or an end that comes before they are over is told at once.
settings-quiet-zone = The hours go by your time zone: { $zone }
settings-quiet-type = You can also write the hours: 22–9
settings-quiet-wrong = Write whole hours from 0 to 23, for example: 22–9
settings-quiet-from = From which hour should we keep silent?
settings-quiet-until = Silent from { $start }. Until which hour?

settings-zone-title = <b>Time zone</b>
settings-zone-how = Payments, limits and dates go by the programme's time ({ $programme }), and the screens show it. If your clock shows another time, the zone is named beside it. Quiet hours go by yours.

settings-data-title = <b>My data and leaving</b>
settings-data-what = We keep your name ({ $name }) and Telegram number ({ $number }), your roles in shops, what you chose in these settings, and which notices were sent. In the shops' history a number stands for your name.
settings-data-little = We keep only what you chose in these settings, and your Telegram number to know whose choice it is.
settings-data-shops = Your shops:
settings-data-shop = • { $shop }: { $role }
settings-data-no-shops = You have not joined any shop.
settings-leave-shop = Leave: { $shop }
settings-not-in-shop = You are no longer in this shop.
settings-leave-question =
    <b>Leave “{ $shop }”?</b>
    • You stop seeing it at once, and no notices about it will come.
    • Your analytics seat goes free, your invitations and your request are closed.
    • Only a new link from an administrator brings you back.
settings-leave-last =
    <b>You can't leave yet</b>
    “{ $shop }” has no other administrator.
settings-hand-over = Make somebody else an administrator first: open the team, choose a person and tap “Change role”. If nobody else is in the team, invite a new administrator.
settings-team-of = Team: { $shop }
settings-left = You have left “{ $shop }”.
settings-forget-question = <b>Delete all your data?</b>
settings-forget-shops = • You leave your shops: { $shops }.
settings-forget-what =
    • Your name, Telegram number and all settings are deleted at once and can't be restored.
    • Notices that were not sent yet will not come.
    • The shops' history keeps only a role and a number, no name.
settings-forget-last =
    <b>Your data can't be deleted yet</b>
    You are the only administrator of: { $shop }.
settings-forgotten = Your data is deleted. You can delete this chat itself in Telegram.

toast-settings-saved = Saved.
toast-settings-no-tables = Telegram did not take the sample. Everything stays without tables.

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
