### The invitation: who may accept it, and how the others ask (RULES 5.5).

invitation-title = <b>Premium-ի հրավեր</b>
invitation-manager = Խանութն անցել է հաստատումը։ Գինն ու օրերը ցույց կտանք մինչև համաձայնությունը։
invitation-employee = Premium-ը կարող է միացնել կառավարիչը կամ ադմինիստրատորը։ Դիմեք նրանց։
invitation-validity = Գործում է, քանի դեռ խանութը համապատասխանում է։
invitation-price = Premium-ի ամսական գինը՝ { $price }։
invitation-trial =
    { $days ->
        [one] Նախ { $days } օր անվճար, հետո առաջին վճարումը։
       *[other] Նախ { $days } օր անվճար, հետո առաջին վճարումը։
    }
invitation-no-trial = Փորձաշրջան չկա․ առաջին վճարումն անմիջապես է։
invitation-asked = Դուք դիմել եք կառավարիչներին և ադմինիստրատորներին՝ { $at }։
invitation-pending = Արդեն դիմել է { $asker }, { $at }։ Սպասում ենք պատասխանի։
invitation-no-answerer = Խանութում դեռ պատասխանող չկա։ Գրեք աջակցությանը։
invitation-none = Հրավեր չկա։ Կգա, երբ խանութն անցնի հաստատումը։
invitation-accepted = Premium-ը միացված է։
invitation-withdrawn = Հրավերը հետ է կանչվել․ խանութը հաստատում չի անցնում։
approval-question =
    <b>{ $asker } խնդրում է միացնել { $plan }</b>
    Գինն ու օրերը ցույց կտանք մինչև համաձայնությունը։
approval-title = <b>{ $asker } խնդրում է միացնել { $plan }</b>
approval-answered =
    { $approved ->
        [yes] Premium-ը միացված է։ Պատասխանել է { $by }, { $at }։
       *[no] Մերժված է։ Պատասխանել է { $by }, { $at }։
    }
approval-declined = Դուք մերժեցիք խնդրանքը։ { $asker } կիմանա։
approval-closed = Խնդրանքն այլևս պատասխանի չի սպասում․ հրավերը փակված է։
approval-none = Խնդրանքն այլևս պատասխանի չի սպասում։

toast-asked = Խնդրանքն ուղարկված է։
toast-asked-already = Խնդրանքն արդեն ուղարկված է, սպասում ենք պատասխանի։
toast-declined = Խնդրանքը մերժված է։
toast-confirm-below = Մնում է հաստատել․ հարցը ստորև է։
toast-answered-by = Այս խնդրանքին արդեն պատասխանել է { $by }։

button-ask-manager = Դիմել կառավարչին
button-approve = Հաստատել
button-decline = Մերժել
