### Plans: what they give, and every change of the subscription with its price, dates and what follows (RULES 4).
### $until is a phrase with its own preposition; $at a date or a moment.

premium-title = <b>Սակագին և Premium</b>
premium-price = { $plan }՝ ամսական { $price }
premium-price-ahead = { $plan }-ի գինը { $since }՝ ամսական { $price }
premium-renewal-on = Հետո բաժանորդագրությունն ինքնուրույն երկարաձգվում է ամեն ամիս։
premium-renewal-lite = Հետո սակագինը կփոխվի Premium Lite-ի՝ { $price }, { $at }։
premium-renewal-off = Երկարաձգումն անջատված է։ Հետո բաժանորդագրությունը կավարտվի, գումար չի գանձվի։
premium-stopped-ineligible = Խանութն այժմ ներքին հաստատում չի անցնում, ուստի Premium-ը գործում է { $until } և չի երկարաձգվի։
premium-grace = Պետք է { $price }, պակասում է { $missing }։ Համալրեք հաշվեկշիռը { $until }, և վճարումն անմիջապես կկատարենք։ Այլապես բաժանորդագրությունը կանջատվի։
premium-none = Premium Lite-ը կարելի է միացնել անմիջապես։
premium-none-invited = Կարելի է միացնել ցանկացած սակագին, Premium-ի հրավերը բաց է։
premium-needs-invitation = Premium-ի համար հրավեր է պետք․ այն կհայտնվի, երբ խանութն անցնի ներքին հաստատումը։
premium-ended =
    { $reason ->
        [cancelled] Նախորդ բաժանորդագրությունն ավարտվել է․ երկարաձգումն անջատել էին։
        [ineligible] Նախորդ բաժանորդագրությունն ավարտվել է․ խանութը չի անցել ներքին հաստատումը։
       *[insufficient_funds] Նախորդ բաժանորդագրությունն ավարտվել է․ հաշվեկշռում գումարը չի բավարարել։
    }
premium-trial-available =
    { $days ->
        [one] Հասանելի է փորձաշրջան՝ { $days } օր անվճար, մեկը երկու սակագնի համար։
       *[other] Հասանելի է փորձաշրջան՝ { $days } օր անվճար, մեկը երկու սակագնի համար։
    }
premium-trial-used = Փորձաշրջանն արդեն օգտագործված է․ վճարումն անմիջապես է՝ միացնելիս։
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
benefits-mailings = Զեղչով առաքումներ՝ մինչև ժամկետի վերջը { $all }-ից մնացել է { $left }-ը
benefits-mailings-later = Զեղչով առաքումներ՝ ժամկետում { $all }, հենց որ զեղչը միանա
benefits-rating = Ապրանքների միջին գնահատականը՝ { $rating }։ Նշման և զտիչի համար պետք է առնվազն { $threshold }։
benefits-badge-on = Գնորդները տեսնում են «Premium-վաճառող» նշումը՝ գնահատականը { $rating } է, պետք է առնվազն { $threshold }
benefits-badge-coming = «Premium-վաճառող» նշումը կհայտնվի { $by }՝ գնահատականը { $rating } է, պետք է առնվազն { $threshold }
benefits-badge-hidden = «Premium-վաճառող» նշումը թաքցված է՝ գնահատականը { $rating } է, պետք է առնվազն { $threshold }։ Երբ բարձրանա, նշումն ինքնուրույն կվերադառնա։
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
compare-note-coming = Առավելության կողքի ժամը ցույց է տալիս, թե երբ այն կգործի։ Մյուսներն արդեն գործում են։
cell-free = անվճար
cell-coming = { $cell }, { $by }
cell-hidden = { $cell }, այժմ թաքցված է

# Seats of the analytics
seats-title = <b>Վերլուծության տեղեր</b>
seats-about = Ով է տեսնում ընդլայնված վերլուծությունը՝ { $details }։
seats-count = { $seats } տեղից զբաղված է { $taken }-ը։
seats-holder = • { $name }, { $role }
seats-tap = Սեղմեք աշխատակցի վրա՝ տեղ տալու կամ զբաղվածն ազատելու համար։ Փոխել կարող եք ցանկացած պահի։
seats-full = Ազատ տեղ չկա։ Նախ ազատեք զբաղվածներից մեկը։
seats-ask = Տեղերը բաշխում են կառավարիչն ու ադմինիստրատորը։ Դիմեք նրանց։
seats-no-plan = Տեղեր կան Premium Lite-ում և Premium-ում։ Այժմ բաժանորդագրություն չկա։
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
fees-total = { $year } թվականին բաժանորդագրության համար վճարված է { $total }
fees-act = Ակտ, { $month }՝ { $total }
fees-date = Ամսաթիվ
fees-what = Ինչի համար
fees-sum = Գումար
fees-trial = { $plan }, փորձաշրջան, { $start } – { $end }
fees-fee = { $plan }, { $start } – { $end }
fees-fee-returned = վերադարձ { $plan }-ի մնացած ժամկետի համար
fees-none = { $year } թվականին բաժանորդագրության վճարումներ չկան։
fees-note = Վերադարձը նշված է մինուսով․ այդ գումարը վերադարձել է հաշվեկշիռ։
button-fees = Վճարումներ

# What it brought
worth-title = Ինչ տվեց բաժանորդագրությունը
worth-title-plain = <b>Ինչ տվեց բաժանորդագրությունը</b>
worth-never = Բաժանորդագրություն դեռ չի եղել, համեմատելու բան չկա։ Միացնելուց հետո այստեղ կտեսնեք, թե որքան եք վճարել և որքան միջնորդավճար է վճարվել միավորներով։
worth-period = Այս ժամկետը՝ { $start }-ից
worth-ever = Ամբողջ ընթացքում՝ { $start }-ից
worth-fees = Վճարված է բաժանորդագրության համար
worth-commission = Միջնորդավճարին գնացած միավորներ
worth-covered = Վճարի վերադարձած մասը
worth-credited = Այդ ընթացքում հաշվանցված միավորներ
worth-free-so-far = Փորձաշրջանն անվճար է, ուստի առայժմ համեմատելու բան չկա։
worth-no-fees = Բաժանորդագրության համար դեռ ոչինչ չեք վճարել, համեմատելու բան չկա։
worth-paid-off = Միայն միավորներով վճարված միջնորդավճարն արդեն գերազանցում է բաժանորդագրության վճարը { $gain }-ով։
worth-not-yet = Միավորներով վճարված միջնորդավճարը բաժանորդագրության վճարից պակաս է { $gap }-ով։
worth-beyond = Առանց բաժանորդագրության զեղչի դիմաց միավորներով միջնորդավճար վճարել հնարավոր չէ։ Որոնման դիրքերը, նշումը, վերլուծությունն ու աջակցությունը նույնպես օգնում են վաճառքին, բայց դրանք գումարով չենք հաշվում, քանի որ ճշգրիտ տվյալներ չկան։ Հաշվանցված միավորները տեղեկության համար են, դրանք գալիս են նաև առանց բաժանորդագրության։
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
calculation-returned = Կվերադարձնենք Premium Lite-ի մնացորդի համար (այս պահին)
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
    • Հետո նույնքան՝ ամեն ամիս, մինչև անջատեք երկարաձգումը։
    • Փորձաշրջանը մեկն է երկու սակագնի համար, երկրորդը չի լինի։
    • Վճարված ժամկետի գումարը չի վերադարձվում։
connect-trial-lite-note = <b>Ուշադրություն։</b> Փորձաշրջանն ընդհանուր է Premium Lite-ի և Premium-ի համար, իսկ Premium-ում հնարավորություններն ավելի շատ են։ Եթե սկսեք Premium Lite-ից, Premium-ն այլևս չեք կարող անվճար փորձել։
connect-paid =
    <b>Միացնե՞լ { $plan }-ը</b>
    • Սա փորձաշրջան չէ․ առաջին վճարումն անմիջապես է։
    • Հետո ամեն ամիս { $next }, մինչև անջատեք երկարաձգումը։
    • Վճարված ժամկետի գումարը չի վերադարձվում։
connect-upgrade =
    <b>Անցնե՞լ { $plan }-ի</b>
    • Սա փորձաշրջան չէ․ { $plan }-ը սկսվում է անմիջապես և վճարովի է։
    • Premium Lite-ի չօգտագործված ժամկետի գումարը կվերադարձնենք հաշվեկշիռ։
    • Հետո ամեն ամիս { $next }, մինչև անջատեք երկարաձգումը։
    • Վճարված ժամկետի գումարը չի վերադարձվում։
connect-upgrade-from-trial =
    <b>Անցնե՞լ { $plan }-ի</b>
    • Premium Lite-ի փորձաշրջանն անմիջապես կավարտվի։ Երկրորդ փորձաշրջան չի լինի։
    • Հետո ամեն ամիս { $next }, մինչև անջատեք երկարաձգումը։
    • Վճարված ժամկետի գումարը չի վերադարձվում։
connect-no-funds =
    <b>Հաշվեկշռում պակասում է { $missing }</b>
    { $plan }-ն արժե { $price }, հաշվեկշռում կա { $wallet }։ Հաշվեկշիռը համալրվում է վաճառքներից կամ վաճառողի անձնական հաշվում արված փոխանցումից։ Համալրեք այն և վերադարձեք․ առայժմ ոչինչ չի գանձվել։
connected-trial =
    <b>Պատրաստ է</b>
    { $plan }-ը միացված է, հիմա ոչինչ չի գանձվել։
connected-paid =
    <b>Պատրաստ է</b>
    { $plan }-ը միացված է։ Գանձված է { $price }, հաշվեկշռում մնաց { $left }։
connected-upgrade =
    <b>Պատրաստ է</b>
    Այժմ ձեր սակագինը { $plan } է։ Գանձված է { $price }, Premium Lite-ի համար վերադարձված է { $returned }, հաշվեկշռում մնաց { $left }։
connected-benefits-soon = Առավելությունները միանում են աստիճանաբար, սովորաբար մեկ օրվա ընթացքում։ Ինչն է արդեն գործում, տեսեք «Առավելություններ» էկրանին։

cancel-question =
    <b>Անջատե՞լ { $plan }-ի երկարաձգումը</b>
    • Բոլոր առավելությունները մնում են { $until }։
    • Նոր վճարումներ չեն լինի, վճարվածը չի վերադարձվում։
    • Միավորները մնում են ձեզ։
    • Մինչ այդ կարող եք մտափոխվել։
cancel-question-trial =
    <b>Անջատե՞լ { $plan }-ը փորձաշրջանից հետո</b>
    • Փորձաշրջանը և բոլոր առավելությունները մնում են { $until }։
    • Գումար չի գանձվի։
    • Երկրորդ փորձաշրջան չի լինի, այն մեկն է երկու սակագնի համար։
    • Մինչ այդ կարող եք մտափոխվել։
cancel-question-grace =
    <b>Անջատե՞լ { $plan }-ը հիմա</b>
    • Արտոնյալ ժամկետ է, ուստի բաժանորդագրությունն ու առավելությունները կավարտվեն անմիջապես։
    • Պարտք չի լինի, միավորները մնում են ձեզ։
cancel-alternative-lite = Անջատելու փոխարեն կարող եք անցնել Premium Lite-ի՝ ամսական { $price }։
cancelled-until =
    <b>Պատրաստ է</b>
    { $plan }-ը կգործի { $until }, այլևս գումար չի գանձվի։
cancelled-now =
    <b>Պատրաստ է</b>
    { $plan }-ն անջատված է, պարտք չկա։ Սակագինը կարող եք նորից միացնել հենց այստեղ։
resume-question =
    <b>Միացնե՞լ { $plan }-ի երկարաձգումը</b>
    • Հիմա ոչինչ չի գանձվի։
    • Հաջորդ վճարումը՝ { $next }, { $at }։
    • Հետո նույնքան՝ ամեն ամիս, մինչև անջատեք երկարաձգումը։
resumed-done =
    <b>Պատրաստ է</b>
    { $plan }-ը ինքնուրույն կերկարաձգվի։ Հիմա ոչինչ չի գանձվել։
switch-question =
    <b>Անցնե՞լ Premium Lite-ի</b>
    • Premium-ը մնում է { $until }։
    • Premium Lite-ի առաջին վճարումը՝ { $next }, { $at }։
    • Դրանից հետո կմնան միայն Premium Lite-ի հնարավորությունները։
    • Մինչ այդ կարող եք մտափոխվել։
switch-question-grace =
    <b>Անցնե՞լ Premium Lite-ի հիմա</b>
    • Սակագինը կփոխվի անմիջապես, և անմիջապես կփորձենք գանձել { $price }։
    • Հաշվեկշռում կա { $wallet }։ Եթե գումարը չբավարարի, արտոնյալ ժամկետը կմնա նույնը․ այն տևում է { $until }։
    • Premium-ի հնարավորություններն այլևս չեն լինի։
switch-planned =
    <b>Պատրաստ է</b>
    Premium-ը կգործի { $until }, հետո կմիանա Premium Lite-ը։
switched-paid =
    <b>Պատրաստ է</b>
    Premium Lite-ը վճարված է՝ { $price }։ Այն գործում է { $until }։
switched-unpaid =
    <b>Պատրաստ է</b>
    Սակագինն այժմ Premium Lite է, բայց վճարել դեռ չի հաջողվել․ պետք է { $price }, պակասում է { $missing }։ Համալրեք հաշվեկշիռը, արտոնյալ ժամկետը տևում է { $until }։
premium-ask-role = Բաժանորդագրությունը կարող են փոխել խանութի կառավարիչն ու ադմինիստրատորը։ Դիմեք նրանց։

toast-connected = Միացված է։
toast-renewal-off = Երկարաձգումն անջատված է։
toast-renewal-on = Երկարաձգումը միացված է։
toast-switch-planned = Անցումը պլանավորված է։
toast-kept = Լավ, ամեն ինչ մնում է նույնը։

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
    Խանութը՝ «{ $shop }»։ Բացել՝ /premium
told-ask-seat =
    <b>{ $name } ձեզնից վերլուծության տեղ է խնդրում</b>
    Խանութը՝ «{ $shop }»։ Տեղերը տրվում են առավելություններում՝ /premium
