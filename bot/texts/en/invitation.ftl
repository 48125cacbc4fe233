### The invitation: who may accept it, and how the others ask (RULES 5.5).

invitation-title = <b>Invitation to Premium</b>
invitation-manager = The shop has passed the check. You see price and dates before you confirm.
invitation-employee = A manager or an administrator can connect Premium.
invitation-validity = Open while the shop qualifies.
invitation-price = The price of Premium: { $price } a month.
invitation-trial =
    { $days ->
        [one] First { $days } day for free, then the first charge.
       *[other] First { $days } days for free, then the first charge.
    }
invitation-no-trial = No trial period: the first charge comes at once.
invitation-asked = You asked the managers and administrators: { $at }.
invitation-pending = { $asker } has asked, { $at }. Waiting for an answer.
invitation-no-answerer = There is nobody to answer yet. Please contact support.
invitation-none = No invitation now. It comes after a check.
invitation-accepted = Premium is connected.
invitation-withdrawn = The invitation is withdrawn: the shop doesn't pass the check now.
approval-question =
    <b>{ $asker } asks to connect { $plan }</b>
    You see price and dates before you confirm.
approval-title = <b>{ $asker } asks to connect { $plan }</b>
approval-answered =
    { $approved ->
        [yes] Premium is connected. Answered by { $by }, { $at }.
       *[no] Declined. Answered by { $by }, { $at }.
    }
approval-declined = You declined the request. { $asker } will be told.
approval-closed = This request no longer waits for an answer: the invitation is closed.
approval-none = The request no longer waits for an answer.

toast-asked = Your request is sent.
toast-asked-already = A request is sent already, waiting for an answer.
toast-declined = The request is declined.
toast-confirm-below = Please confirm: the question is below.
toast-answered-by = This request was answered by { $by }.

button-ask-manager = Ask a manager
button-approve = Approve
button-decline = Decline
