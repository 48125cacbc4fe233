### Plans: what they give, and every change of the subscription with its price, dates and what follows (RULES 4).
### $until is a phrase with its own preposition; $at a date or a moment.

premium-title = <b>Սակագին և Premium</b>
premium-price = { $plan }՝ ամսական { $price }
premium-price-ahead = { $plan }-ի գինը { $since }՝ ամսական { $price }
premium-renewal-on = Հետո երկարաձգվում է ամեն ամիս։
premium-renewal-lite = Հետո Premium Lite՝ { $price }, { $at }։
premium-renewal-off = Երկարաձգումն անջատված է, այլևս վճարում չի լինի։
premium-stopped-ineligible = Խանութը հաստատում չի անցնում․ Premium-ը գործում է { $until } և չի երկարաձգվի։
premium-grace = Պետք է { $price }, պակասում է { $missing }։ Համալրեք { $until }, այլապես բաժանորդագրությունը կավարտվի։
premium-none = Premium Lite-ը կարելի է միացնել անմիջապես։
premium-none-invited = Կարելի է միացնել ցանկացած սակագին։
premium-needs-invitation = Premium-ի համար հրավեր է պետք․ կգա, երբ խանութն անցնի հաստատումը։
premium-ended =
    { $reason ->
        [cancelled] Նախորդ բաժանորդագրությունն ավարտվել է․ երկարաձգումն անջատված էր։
        [ineligible] Նախորդ բաժանորդագրությունն ավարտվել է․ խանութը չի անցել հաստատումը։
       *[insufficient_funds] Նախորդ բաժանորդագրությունն ավարտվել է․ գումարը քիչ էր։
    }
premium-trial-available =
    { $days ->
        [one] { $days } օր անվճար՝ մեկ անգամ երկու սակագնի համար։
       *[other] { $days } օր անվճար՝ մեկ անգամ երկու սակագնի համար։
    }
premium-trial-used = Փորձաշրջան այլևս չկա․ վճարումն անմիջապես է։
premium-benefits-on = Առավելություններ՝ { $all }-ից գործում է { $count }-ը
premium-benefits-coming = Միանում է ևս { $count }-ը, բոլորը կգործեն { $by }

# A benefit as it stands
benefit-by = մինչև { $at }
benefit-on = գործում է { $at }-ից
benefit-coming = միանում է, կգործի { $by }
benefit-hidden = թաքցված է՝ գնահատականը { $rating } է, պետք է առնվազն { $threshold }
benefit-in-plan = կա { $plan }-ում
benefit-share = { $share }, { $plan }-ում՝ { $more }
benefit-in-both = կա { $lite }-ում և { $plan }-ում
benefits-title = Առավելություններ
benefits-state = Այժմ
benefits-seats = Վերլուծության տեղեր՝ { $seats }-ից զբաղված է { $taken }-ը
benefits-mailings = Զեղչով առաքումներ՝ { $all }-ից մնացել է { $left }-ը
benefits-mailings-later = Զեղչով առաքումներ՝ ժամկետում { $all }, դեռ միացված չէ
benefits-rating = Գնահատականը՝ { $rating }։ Նշման և զտիչի համար պետք է առնվազն { $threshold }։
benefits-badge-on = Գնորդները տեսնում են «Premium-վաճառող» նշումը՝ գնահատականը { $rating } է, պետք է առնվազն { $threshold }
benefits-badge-coming = «Premium-վաճառող» նշումը կհայտնվի { $by }՝ գնահատականը { $rating } է, պետք է առնվազն { $threshold }
benefits-badge-hidden = «Premium-վաճառող» նշումը թաքցված է՝ գնահատականը { $rating } է, պետք է առնվազն { $threshold }
ratings-title = Գնահատականի պատմություն
ratings-date = Ամսաթիվ
ratings-rating = Գնահատական
ratings-badge = Բավարար է նշման համար

# Plans side by side
compare-title = Սակագներ
compare-benefit = Ինչ է տալիս
compare-none = Առանց սակագնի
compare-now = ✓ { $plan } · ձերն այժմ
compare-other = { $plan }
compare-price = Ամսական գինը՝ { $price }
compare-adds = Այն ամենը, ինչ կա { $plan }-ում, և՝
compare-gain = • { $benefit }
compare-gain-of = • { $benefit }՝ { $of }
compare-note-coming = Ժամը ցույց է տալիս, թե երբ առավելությունը կգործի։
cell-free = անվճար
cell-coming = { $cell }, { $by }
cell-hidden = { $cell }, այժմ թաքցված է

# Seats of the analytics
seats-title = <b>Վերլուծության տեղեր</b>
seats-about = Տեսնում են ընդլայնված վերլուծությունը՝ { $details }։
seats-count = { $seats } տեղից զբաղված է { $taken }-ը։
seats-holder = • { $name }, { $role }
seats-tap = Սեղմեք անունը՝ տեղ տալու կամ ազատելու համար։
seats-full = Ազատ տեղ չկա։
seats-ask = Տեղերը տալիս է կառավարիչը կամ ադմինիստրատորը։
seats-no-plan = Այժմ բաժանորդագրություն չկա։
toast-seat-given = Տեղը տրված է։
toast-seat-freed = Տեղն ազատ է։
button-seats = Վերլուծության տեղեր
button-seat-give = տալ տեղ
button-seat-free = ազատել
button-seats-next = Հաջորդ
button-seats-before = Նախորդ

# What was paid
fees-title = Ժամկետներ և վճարումներ
fees-title-plain = <b>Ժամկետներ և վճարումներ</b>
fees-total = { $year } թվականին վճարված է { $total }
fees-act = Ակտ, { $month }՝ { $total }
fees-date = Ամսաթիվ
fees-what = Ինչի համար
fees-sum = Գումար
fees-trial = { $plan }, փորձաշրջան, { $start } – { $end }
fees-fee = { $plan }, { $start } – { $end }
fees-fee-returned = վերադարձ { $plan }-ի մնացորդի համար
fees-none = { $year } թվականին վճարումներ չկան։
fees-note = Մինուսով նշվածը վերադարձել է հաշվեկշիռ։
button-fees = Վճարումներ

# What it brought
worth-title = Ինչ տվեց բաժանորդագրությունը
worth-title-plain = <b>Ինչ տվեց բաժանորդագրությունը</b>
worth-never = Բաժանորդագրություն դեռ չի եղել։
worth-period = Այս ժամկետը՝ { $start }-ից
worth-ever = Ամբողջ ընթացքում՝ { $start }-ից
worth-fees = Վճարված է բաժանորդագրության համար
worth-commission = Միջնորդավճարին գնացած միավորներ
worth-covered = Վճարի վերադարձած մասը
worth-credited = Այդ ընթացքում եկած միավորներ
worth-free-so-far = Փորձաշրջանն անվճար է, համեմատելու բան չկա։
worth-no-fees = Դրա համար դեռ չեք վճարել։
worth-paid-off = Միավորներով վճարված միջնորդավճարը բաժանորդագրության գնից շատ է { $gain }-ով։
worth-not-yet = Միավորներով վճարված միջնորդավճարը բաժանորդագրության գնից քիչ է { $gap }-ով։
worth-beyond = Միջնորդավճարը զեղչի դիմաց միավորներով վճարվում է միայն բաժանորդագրությամբ։ Օգնում են նաև որոնումը, նշումն ու վերլուծությունը։
button-worth = Ինչ տվեց

benefit-search-boost = Բարձրացում որոնման մեջ՝ բարենպաստ գնային ինդեքսով
benefit-analytics = Ընդլայնված վերլուծություն
benefit-analytics-details = գրաֆիկներ, ակցիաներ, թրենդներ, մրցակցային դիրք, գնորդի դիմանկար, որոնման հարցումներ, վաճառված ապրանքներ
benefit-competitors = Համեմատություն մրցակիցների հետ
benefit-mailings = Բոնուսային առաքումների զեղչ
benefit-badge = «Premium-վաճառող» նշում
benefit-filter = «Premium-վաճառողների ապրանքներ» զտիչ
benefit-storefront = Ձեր ցուցափեղկում ուրիշների առաջարկներ չկան
benefit-support = Առաջնահերթ աջակցություն
benefit-commission-points = Զեղչի դիմաց միավորներով վճարվում է նաև միջնորդավճարը
cell-yes = այո
cell-no = ոչ
cell-up-to = մինչև { $count }
cell-seats =
    { $count ->
        [one] { $count } տեղ
       *[other] { $count } տեղ
    }
cell-mailings =
    { $count ->
        [one] { $discount }, մեկ ժամկետում { $count } առաքում
       *[other] { $discount }, մեկ ժամկետում { $count } առաքում
    }
cell-rating = առնվազն { $threshold } գնահատական

# The sum under a question
calculation-trial = Փորձաշրջան
calculation-next-charge = Հաջորդ վճարումը
calculation-wallet = Հաշվեկշռում
calculation-returned = Կվերադարձնենք Premium Lite-ի համար (այս պահին)
calculation-charged = Կգանձենք հիմա
calculation-left = Կմնա հաշվեկշռում
calculation-sum-at = { $price }, { $at }

connect-trial =
    <b>Միացնե՞լ { $plan }-ը փորձաշրջանով</b>
    • { $days ->
        [one] Հիմա չեք վճարում՝ { $days } օր անվճար։
       *[other] Հիմա չեք վճարում՝ { $days } օր անվճար։
    }
    • Առաջին վճարումը՝ { $next }, { $at }։
    • Հետո ամեն ամիս, մինչև անջատեք երկարաձգումը։ Գումարը չի վերադարձվում։
    • Փորձաշրջանը մեկն է երկու սակագնի համար։
connect-trial-lite-note = <b>Ուշադրություն։</b> Դրանից հետո Premium-ն անվճար չեք փորձի։
connect-paid =
    <b>Միացնե՞լ { $plan }-ը</b>
    • Փորձաշրջան չկա․ առաջին վճարումն անմիջապես է։
    • Հետո ամեն ամիս { $next }, մինչև անջատեք երկարաձգումը։ Գումարը չի վերադարձվում։
connect-upgrade =
    <b>Անցնե՞լ { $plan }-ի</b>
    • Փորձաշրջան չկա․ { $plan }-ը սկսվում է անմիջապես և վճարովի է։
    • Premium Lite-ի մնացորդը կվերադարձնենք հաշվեկշիռ։
    • Հետո ամեն ամիս { $next }, մինչև անջատեք երկարաձգումը։ Գումարը չի վերադարձվում։
connect-upgrade-from-trial =
    <b>Անցնե՞լ { $plan }-ի</b>
    • Premium Lite-ի փորձաշրջանն անմիջապես կավարտվի, երկրորդը չի լինի։
    • Հետո ամեն ամիս { $next }, մինչև անջատեք երկարաձգումը։ Գումարը չի վերադարձվում։
connect-no-funds =
    <b>Հաշվեկշռում պակասում է { $missing }</b>
    { $plan }-ն արժե { $price }, կա { $wallet }։ Համալրեք և վերադարձեք․ դեռ ոչինչ չի գանձվել։
connected-trial =
    <b>Պատրաստ է</b>
    { $plan }-ը միացված է, հիմա ոչինչ չի գանձվել։
connected-paid =
    <b>Պատրաստ է</b>
    { $plan }-ը միացված է։ Գանձված է { $price }, մնաց { $left }։
connected-upgrade =
    <b>Պատրաստ է</b>
    Այժմ ձեր սակագինը { $plan } է։ Գանձված է { $price }, Premium Lite-ի համար վերադարձված է { $returned }, մնաց { $left }։
connected-benefits-soon = Առավելությունները կմիանան մեկ օրում։

cancel-question =
    <b>Անջատե՞լ { $plan }-ի երկարաձգումը</b>
    • Բոլոր առավելությունները մնում են { $until }։
    • Նոր վճարումներ և գումարի վերադարձ չեն լինի։
    • Միավորները մնում են։
cancel-question-trial =
    <b>Անջատե՞լ { $plan }-ը փորձաշրջանից հետո</b>
    • Այն մնում է { $until }, գումար չի գանձվի։
    • Երկրորդ փորձաշրջան չի լինի։
cancel-question-grace =
    <b>Անջատե՞լ { $plan }-ը հիմա</b>
    • Այն կավարտվի անմիջապես՝ առավելություններով։
    • Պարտք չի լինի, միավորները մնում են։
cancel-alternative-lite = Կամ վերցրեք Premium Lite՝ ամսական { $price }։
cancelled-until =
    <b>Պատրաստ է</b>
    { $plan }-ը կգործի { $until }, այլևս գումար չի գանձվի։
cancelled-now =
    <b>Պատրաստ է</b>
    { $plan }-ն անջատված է, պարտք չկա։
resume-question =
    <b>Միացնե՞լ { $plan }-ի երկարաձգումը</b>
    • Հիմա ոչինչ չի գանձվի։
    • Հաջորդ վճարումը՝ { $next }, { $at }, հետո՝ ամեն ամիս։
resumed-done =
    <b>Պատրաստ է</b>
    { $plan }-ը ինքնուրույն կերկարաձգվի։ Հիմա ոչինչ չի գանձվել։
switch-question =
    <b>Անցնե՞լ Premium Lite-ի</b>
    • Premium-ը մնում է { $until }։
    • Premium Lite-ի առաջին վճարումը՝ { $next }, { $at }։
    • Հետո՝ առանց Premium-ի հնարավորությունների։
switch-question-grace =
    <b>Անցնե՞լ Premium Lite-ի հիմա</b>
    • Անմիջապես, և կփորձենք գանձել { $price }։
    • Հաշվեկշռում կա { $wallet }։ Եթե քիչ լինի, արտոնյալ ժամկետը տևում է { $until }։
    • Premium-ի հնարավորություններ չեն լինի։
switch-planned =
    <b>Պատրաստ է</b>
    Premium-ը մնում է { $until }, հետո՝ Premium Lite։
switched-paid =
    <b>Պատրաստ է</b>
    Premium Lite-ը վճարված է՝ { $price }։ Գործում է { $until }։
switched-unpaid =
    <b>Պատրաստ է</b>
    Premium Lite-ը դեռ վճարված չէ․ պետք է { $price }, պակասում է { $missing }։ Արտոնյալ ժամկետը տևում է { $until }։
premium-ask-role = Բաժանորդագրությունը փոխում է կառավարիչը կամ ադմինիստրատորը։

toast-connected = Միացված է։
toast-renewal-off = Երկարաձգումն անջատված է։
toast-renewal-on = Երկարաձգումը միացված է։
toast-switch-planned = Անցումը պլանավորված է։
toast-kept = Ամեն ինչ մնում է նույնը։

button-connect = Միացնել { $plan }
button-connect-trial = Փորձել { $plan }
button-confirm-trial = Սկսել փորձաշրջանը
button-confirm-pay = Վճարել { $price }
button-cancel-subscription = Անջատել բաժանորդագրությունը
button-confirm-cancel = Այո, անջատել
button-resume = Միացնել երկարաձգումը
button-confirm-resume = Այո, միացնել
button-confirm-switch = Այո, անցնել
button-keep = Թողնել այսպես
button-compare = Համեմատել
button-benefits = Առավելություններ
button-show-premium = Տեսնել Premium-ը

button-ask-them = Խնդրել նրանց
toast-asked-them = Փոխանցեցինք։
toast-nobody-to-ask = Խանութում դեռ չկա մեկը, որ դա անի։
told-ask-plan =
    <b>{ $name } խնդրում է նայել բաժանորդագրությունը</b>
    «{ $shop }»՝ /premium
told-ask-seat =
    <b>{ $name } ձեզնից վերլուծության տեղ է խնդրում</b>
    «{ $shop }»՝ /premium
