### The team: members, roles, seats, invitations, and who did what (RULES 1, 6.3). Names come as they are.

team-title = <b>Թիմ</b>
team-count =
    { $count ->
        [one] «{ $shop }»՝ { $count } մարդ
       *[other] «{ $shop }»՝ { $count } մարդ
    }
team-seats = Վերլուծության տեղեր՝ { $seats }-ից զբաղված է { $taken }-ը
team-seats-off = Վերլուծության տեղեր կան բաժանորդագրությամբ։
team-column-name = Անուն
team-column-role = Դեր
team-column-seat = Վերլուծություն
team-has-seat = տեղ ունի
team-you = { $name } (դուք)
team-page = Էջ { $page } / { $pages }
team-tap-member = Սեղմեք անունը։

team-member-title = <b>{ $name }</b>
team-member-role = Դերը՝ { $role }
team-member-joined = Միացել է խանութին՝ { $at }
team-member-gone = Այս մարդն այլևս թիմում չէ։
team-seat-on = Վերլուծության տեղ՝ կա
team-seat-off = Վերլուծության տեղ՝ չկա
team-seat-idle = Վերլուծության տեղ՝ կա, բայց բաժանորդագրություն չկա
team-seat-none-free = Վերլուծության տեղ՝ չկա, բոլորը զբաղված են
team-seat-not-connected = Վերլուծության տեղեր կան բաժանորդագրությամբ։
team-self = Սա դուք եք։ Դերը փոխում է ադմինիստրատորը։
team-self-administrator = Սա դուք եք։ Ձեր դերը կփոխի մեկ այլ ադմինիստրատոր։
team-self-last-administrator = Սա դուք եք՝ միակ ադմինիստրատորը։ Նախ նշանակեք ուրիշին։
team-own-role = Ձեր դերը չեք կարող փոխել։ Դիմեք մեկ այլ ադմինիստրատորի։
team-last-administrator = Միակ ադմինիստրատորն է։ Նախ նշանակեք ուրիշին։

team-role-title = <b>Նոր դեր՝ { $name }</b>
team-role-now = Հիմա՝ { $role }
team-role-line = • <b>{ $role }</b>՝ { $may }
team-may-administrator = ամեն ինչ, նաև թիմը
team-may-manager = բաժանորդագրություն, միավորներ, վերլուծության տեղեր
team-may-finance = տեսնում է ամեն ինչ, ծախսում է միավորներ, պահպանում ֆայլեր
team-may-employee = տեսնում է բաժանորդագրությունը, խնդրում Premium
team-role-frees-seat = Վերլուծության տեղը կազատվի։

team-remove-question =
    <b>Փակե՞լ մուտքը՝ { $name }</b>
    Դերը՝ { $role }
    • Խանութն անմիջապես տեսանելի չի լինի։
    • Տեղն ու հրավերները կկորչեն։
    • Պատմությունը կմնա։ Վերադարձը՝ նոր հղումով։
team-removed = { $name }՝ մուտքը փակված է։

team-invite-title = <b>Հրավիրել խանութ</b>
team-invite-how = Ընտրեք դերը։ Հղումը կգործի մեկ անգամ, մեկ օր։
team-open-links = <b>Դեռ չօգտագործված</b>
team-no-open-links = Չօգտագործված հրավերներ չկան։
team-open-link = { $number }) { $role }, գործում է { $until }։ Ստեղծողը՝ { $by }
team-revoke-numbered = Չեղարկել № { $number }
team-link-title = <b>Հրավեր՝ { $role }</b>
team-link-how = Դերը կստանա առաջինը բացողը։ Գործում է { $until }։
team-link-gone = Հղումը երևում է մեկ անգամ։ Չեղարկեք և նորը ստեղծեք։

team-audit-title = <b>Ով ինչ է արել</b>
team-audit-none = Դեռ ոչինչ չկա։
team-audit-limit = Միայն թիմը։ Մնացածը պատմության մեջ է։
team-column-when = Երբ
team-column-who = Ով
team-column-what = Ինչ
team-nameless = Աշխատակից № { $number }
team-by-bot = Բոտ
team-note-link-created = Նոր հրավեր՝ { $role }
team-note-link-revoked = Հրավերը չեղարկված է
team-note-joined = Միացում թիմին՝ { $role }
team-note-removed = Մուտքը փակված է՝ { $member }, { $role }
team-note-left = Դուրս գալ խանութից՝ { $role }
team-note-data-deleted = Դուրս գալ խանութից, տվյալները ջնջված են՝ { $role }
team-note-role-changed = Դերի փոփոխություն՝ { $member }, { $before } → { $after }
team-note-seat-given = Վերլուծության տեղ է տրվել՝ { $member }
team-note-seat-freed = Վերլուծության տեղն ազատվել է՝ { $member }
team-note-key-given = Մարքեթփլեյսի բանալին պահպանված է
team-note-key-replaced = Մարքեթփլեյսի բանալին փոխված է
team-note-key-removed = Մարքեթփլեյսի բանալին ջնջված է
team-note-approval-asked = Premium միացնելու խնդրանք
team-note-approval-answered =
    { $approved ->
        [yes] Premium միացնելու խնդրանքը հաստատված է
       *[no] Premium միացնելու խնդրանքը մերժված է
    }

toast-team-role-changed = Դերը փոխված է։
toast-team-seat-given = Տեղը տրված է։
toast-team-seat-freed = Տեղն ազատ է։
toast-team-revoked = Հրավերը չեղարկված է։
toast-team-link-closed = Այս հրավերն այլևս չի գործում։

button-team-invite = Հրավիրել
button-team-audit = Ով ինչ է արել
button-team-previous = Նախորդները
button-team-next = Հաջորդները
button-team-newer = Ավելի նոր
button-team-older = Ավելի վաղ
button-team-role = Փոխել դերը
button-team-give-seat = Տալ վերլուծության տեղ
button-team-free-seat = Ազատել տեղը
button-team-remove = Փակել մուտքը
button-team-confirm-remove = Այո, փակել մուտքը
button-team-leave = Դուրս գալ խանութից
button-team-copy-link = Պատճենել հղումը
button-team-revoke-link = Չեղարկել հրավերը
button-team-another-link = Այլ հրավերներ

told-joined =
    <b>{ $name } միացավ «{ $shop }» խանութին ձեր հղումով</b>
    Դերը՝ { $role }։ Թիմը՝ /start
