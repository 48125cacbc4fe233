### The invitation: who may accept it, and how the others ask (RULES 5.5).

invitation-title = <b>Invitation to Premium</b>
invitation-manager = The shop has passed the internal check. You may connect Premium: first you see the price and the date of the first charge, then we ask you to confirm.
invitation-employee = The shop has passed the internal check. A manager or an administrator can connect Premium. Ask them, and we will bring you the answer.
invitation-validity = The invitation stays open while the shop qualifies.
invitation-price = The price of Premium: { $price } a month.
invitation-trial =
    { $days ->
        [one] First { $days } day for free, then the first charge.
       *[other] First { $days } days for free, then the first charge.
    }
invitation-no-trial = There is no trial period: the first charge comes at once when you connect.
invitation-asked = You asked the managers and administrators: { $at }. We will write when they answer.
invitation-pending = The managers have been asked: { $asker }, { $at }. Waiting for an answer.
invitation-no-answerer = There is nobody to answer: the shop has no manager or administrator yet. Please contact support.
invitation-none = There is no invitation now. It appears when the shop passes the internal check.
invitation-accepted = The invitation is accepted, Premium is connected.
invitation-withdrawn = The invitation is withdrawn: the shop doesn't pass the internal check now. If it passes again, we will write.
approval-question =
    <b>{ $asker } asks to connect { $plan }</b>
    Approve, and you see the price and the date of the first charge before you confirm. Decline, and the invitation stays open.
approval-title = <b>{ $asker } asks to connect { $plan }</b>
approval-answered =
    { $approved ->
        [yes] Approved, Premium is connected. Answered by { $by }, { $at }.
       *[no] Declined, the invitation stays open. Answered by { $by }, { $at }.
    }
approval-declined = You declined the request. { $asker } will be told, and the invitation stays open.
approval-closed = This request no longer waits for an answer: the invitation is closed.
approval-none = The request no longer waits for an answer: it has been answered already, or the invitation is closed.

toast-asked = Your request is sent.
toast-asked-already = A request is sent already, waiting for an answer.
toast-declined = The request is declined.
toast-confirm-below = Please confirm: the question is below.
toast-answered-by = This request was answered by { $by }.

button-ask-manager = Ask a manager
button-approve = Approve
button-decline = Decline
