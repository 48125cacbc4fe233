### The team: members, roles, seats, invitations, and who did what (RULES 1, 6.3). Names come as they are.

team-title = <b>Team</b>
team-count =
    { $count ->
        [one] “{ $shop }”: { $count } person
       *[other] “{ $shop }”: { $count } people
    }
team-seats = Analytics seats: { $taken } of { $seats } taken
team-seats-off = Analytics seats come with Premium Lite and Premium. There is no subscription now.
team-column-name = Name
team-column-role = Role
team-column-seat = Analytics
team-has-seat = has a seat
team-you = { $name } (you)
team-page = Page { $page } of { $pages }
team-tap-member = Tap a name to open the card.

team-member-title = <b>{ $name }</b>
team-member-role = Role: { $role }
team-member-joined = In the shop since { $at }
team-member-gone = This person is no longer in the team.
team-seat-on = Analytics seat: yes
team-seat-off = Analytics seat: no
team-seat-idle = Analytics seat: yes, but without a subscription it does not work
team-seat-none-free = Analytics seat: no, and all seats are taken. Free somebody's seat first.
team-seat-not-connected = Analytics seats come once Premium Lite or Premium is connected.
team-self = This is your card. An administrator changes roles.
team-self-administrator = This is your card. Only another administrator can change your role.
team-self-last-administrator = This is your card, and you are the only administrator. To change your role or leave the shop, make somebody else an administrator first.
team-own-role = You can't change your own role: you could not take it back. Ask another administrator.
team-last-administrator = This is the shop's only administrator. Make somebody else an administrator first.

team-role-title = <b>New role: { $name }</b>
team-role-now = Now: { $role }
team-role-line = • <b>{ $role }</b>: { $may }
team-may-administrator = everything, the team included
team-may-manager = subscription, points and their settings, analytics seats
team-may-finance = sees everything, spends points, exports reports
team-may-employee = sees the subscription and its benefits, asks for Premium
team-role-frees-seat = With the role the analytics seat goes free. You can give it again.

team-remove-question =
    <b>Remove { $name } from the shop?</b>
    Role: { $role }
    • They stop seeing the shop at once.
    • Their analytics seat goes free.
    • Invitations they made stop working.
    • History stays. A new link can bring them back.
team-removed = { $name }: removed from the shop.

team-invite-title = <b>Invite to the shop</b>
team-invite-how = Choose a role and we make a link. It works once, within a day, and for this role only.
team-open-links = <b>Not used yet</b>
team-no-open-links = There are no unused invitations.
team-open-link = { $number }. { $role }, works { $until }. Made by: { $by }
team-revoke-numbered = Revoke no. { $number }
team-link-title = <b>Invitation: { $role }</b>
team-link-how = Send the link or show the QR code. Whoever opens it first gets the role, so don't publish it. It works { $until }.
team-link-gone = A link is shown only right after it is made. If it is lost, revoke it and make a new one.

team-audit-title = <b>Who did what</b>
team-audit-none = Nothing has been noted yet.
team-audit-limit = This is about the team only. Money, points and the plan are in History.
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
team-note-data-deleted = Left the shop, personal data deleted: { $role }
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
