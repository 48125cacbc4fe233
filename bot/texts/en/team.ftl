### The team: members, roles, seats, invitations, and who did what (RULES 1, 6.3). Names come as they are.

team-title = <b>Team</b>
team-count =
    { $count ->
        [one] “{ $shop }”: { $count } person
       *[other] “{ $shop }”: { $count } people
    }
team-seats = Analytics seats: { $taken } of { $seats } taken
team-seats-off = Analytics seats come with a subscription.
team-column-name = Name
team-column-role = Role
team-column-seat = Analytics
team-has-seat = has a seat
team-you = { $name } (you)
team-page = Page { $page } of { $pages }
team-tap-member = Tap a name.

team-member-title = <b>{ $name }</b>
team-member-role = Role: { $role }
team-member-joined = In the shop since { $at }
team-member-gone = This person is no longer in the team.
team-seat-on = Analytics seat: yes
team-seat-off = Analytics seat: no
team-seat-idle = Analytics seat: yes, but there is no subscription
team-seat-none-free = Analytics seat: no, all are taken
team-seat-not-connected = Analytics seats come with a subscription.
team-self = This is you. An administrator changes roles.
team-self-administrator = This is you. Another administrator can change your role.
team-self-last-administrator = This is you, the only administrator. First make somebody else one.
team-own-role = You can't change your own role.
team-last-administrator = The only administrator. First make somebody else one.

team-role-title = <b>New role: { $name }</b>
team-role-now = Now: { $role }
team-role-line = • <b>{ $role }</b>: { $may }
team-may-administrator = everything, the team too
team-may-manager = subscription, points, analytics seats
team-may-finance = sees everything, spends points, saves files
team-may-employee = sees the subscription, asks for Premium
team-role-frees-seat = The analytics seat goes free.

team-remove-question =
    <b>Remove { $name } from the shop?</b>
    Role: { $role }
    • They stop seeing it at once.
    • Their seat and invitations go.
    • History stays.
team-removed = { $name }: removed from the shop.

team-invite-title = <b>Invite to the shop</b>
team-invite-how = Choose a role. The link works once, within a day.
team-open-links = <b>Not used yet</b>
team-no-open-links = There are no unused invitations.
team-open-link = { $number }. { $role }, works { $until }. By: { $by }
team-revoke-numbered = Revoke no. { $number }
team-link-title = <b>Invitation: { $role }</b>
team-link-how = Whoever opens it first gets the role. It works { $until }.
team-link-gone = A link is shown only once. Revoke it and make a new one.

team-audit-title = <b>Who did what</b>
team-audit-none = Nothing yet.
team-audit-limit = The team only. The rest is in History.
team-column-when = When
team-column-who = Who
team-column-what = What
team-nameless = Member no. { $number }
team-by-bot = The bot
team-note-link-created = New invitation: { $role }
team-note-link-revoked = Invitation revoked
team-note-joined = Joined the team: { $role }
team-note-removed = Removed { $member }, { $role }
team-note-left = Left the shop: { $role }
team-note-data-deleted = Left the shop, data deleted: { $role }
team-note-role-changed = Role of { $member }: { $before } → { $after }
team-note-seat-given = Analytics seat given to { $member }
team-note-seat-freed = Analytics seat of { $member } freed
team-note-key-given = Marketplace’s key given
team-note-key-replaced = Marketplace’s key replaced
team-note-key-removed = Marketplace’s key removed
team-note-approval-asked = Asked for Premium
team-note-approval-answered =
    { $approved ->
        [yes] Approved the request for Premium
       *[no] Declined the request for Premium
    }

toast-team-role-changed = Role changed.
toast-team-seat-given = Seat given.
toast-team-seat-freed = Seat freed.
toast-team-revoked = Invitation revoked.
toast-team-link-closed = This invitation no longer works.

button-team-invite = Invite
button-team-audit = Who did what
button-team-previous = Previous
button-team-next = Next
button-team-newer = Newer
button-team-older = Earlier
button-team-role = Change role
button-team-give-seat = Give an analytics seat
button-team-free-seat = Free the seat
button-team-remove = Remove from the shop
button-team-confirm-remove = Yes, remove
button-team-leave = Leave the shop
button-team-copy-link = Copy the link
button-team-revoke-link = Revoke the invitation
button-team-another-link = Other invitations

told-joined =
    <b>{ $name } joined “{ $shop }” by your link</b>
    Role: { $role }. The team: /start
