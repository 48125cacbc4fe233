### Plans: what they give, and every change of the subscription with its price, dates and what follows (RULES 4).
### $until is a phrase with its own preposition; $at a date or a moment.

premium-title = <b>Սակագին և Premium</b>
premium-period = Ժամկետը՝ { $start } – { $end }
premium-price = { $plan }՝ ամսական { $price }
premium-renewal-on = Ժամկետի վերջում բաժանորդագրությունն ինքնուրույն կերկարաձգվի։
premium-renewal-lite = Ժամկետի վերջում սակագինը կփոխվի Premium Lite-ի՝ { $price }, { $at }։
premium-renewal-off = Երկարաձգումն անջատված է։ Ժամկետի վերջում բաժանորդագրությունը կավարտվի։
premium-stopped-ineligible = Խանութն այժմ ներքին հաստատում չի անցնում, ուստի Premium-ը գործում է { $until } և չի երկարաձգվի։
premium-grace = Պետք է { $price }, պակասում է { $missing }։ Լրացրեք հաշվեկշիռը, և վճարումն անմիջապես կկատարենք։
premium-none = Այժմ բաժանորդագրություն չկա։ Premium Lite-ը կարելի է միացնել անմիջապես, Premium-ի համար հրավեր է պետք։
premium-none-invited = Այժմ բաժանորդագրություն չկա։ Կարող եք միացնել ցանկացած սակագին, Premium-ի հրավերը բաց է։
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
premium-trial-used = Փորձաշրջանն արդեն օգտագործված է։
premium-rating = Ապրանքների միջին գնահատականը՝ { $rating }, նշման համար պետք է առնվազն { $threshold }
premium-mailings-left = Մնացել են զեղչով առաքումներ՝ { $left }
premium-benefits-title = <b>Ինչ է միացված</b>
premium-benefit-on = • { $benefit }
premium-benefit-switching-on = • { $benefit }՝ միանում է, կգործի այս պահից՝ { $at }
premium-benefit-hidden = • { $benefit }՝ թաքցված է, պետք է առնվազն { $threshold } գնահատական

premium-compare-title = <b>Ինչ է տալիս բաժանորդագրությունը</b>
premium-compare-benefit = Ինչ է տալիս
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
cell-rating = առնվազն { $threshold } գնահատականի դեպքում

connect-trial =
    <b>Միացնե՞լ { $plan }-ը փորձաշրջանով</b>
    • { $days ->
        [one] Հիմա չեք վճարում՝ { $days } օր անվճար։
       *[other] Հիմա չեք վճարում՝ { $days } օր անվճար։
    }
    • Առաջին վճարումը՝ { $price }, { $at }։
    • Հետո նույնքան՝ ամեն ամիս, մինչև անջատեք երկարաձգումը։
    • Փորձաշրջանը մեկն է երկու սակագնի համար, երկրորդը չի լինի։
    • Վճարված ժամկետի գումարը չի վերադարձվում։
connect-trial-lite-note = <b>Ուշադրություն։</b> Փորձաշրջանն ընդհանուր է Premium Lite-ի և Premium-ի համար, իսկ Premium-ում հնարավորություններն ավելի շատ են։ Եթե սկսեք Premium Lite-ից, Premium-ն այլևս չեք կարող անվճար փորձել։
connect-paid =
    <b>Միացնե՞լ { $plan }-ը</b>
    • Սա փորձաշրջան չէ․ առաջին վճարումն անմիջապես է։
    • Վճարումը հիմա՝ { $price }։
    • Հաշվեկշռում կա { $wallet }, կմնա { $left }։
    • Հաջորդ վճարումը՝ { $price }, { $at }։ Հետո նույնքան՝ ամեն ամիս, մինչև անջատեք երկարաձգումը։
    • Վճարված ժամկետի գումարը չի վերադարձվում։
connect-upgrade =
    <b>Անցնե՞լ { $plan }-ի</b>
    • Սա փորձաշրջան չէ․ { $plan }-ը սկսվում է անմիջապես և վճարովի է։
    • Premium Lite-ի չօգտագործված ժամկետի դիմաց կվերադարձնենք { $returned }։
    • Վճարումը հիմա՝ { $price }։
    • Հաշվեկշռում կա { $wallet }, կմնա { $left }։
    • Հաջորդ վճարումը՝ { $price }, { $at }։ Հետո նույնքան՝ ամեն ամիս, մինչև անջատեք երկարաձգումը։
    • Վճարված ժամկետի գումարը չի վերադարձվում։
connect-upgrade-from-trial =
    <b>Անցնե՞լ { $plan }-ի</b>
    • Premium Lite-ի փորձաշրջանն անմիջապես կավարտվի։ Երկրորդ փորձաշրջան չի լինի։
    • Վճարումը հիմա՝ { $price }։
    • Հաշվեկշռում կա { $wallet }, կմնա { $left }։
    • Հաջորդ վճարումը՝ { $price }, { $at }։ Հետո նույնքան՝ ամեն ամիս, մինչև անջատեք երկարաձգումը։
    • Վճարված ժամկետի գումարը չի վերադարձվում։
connect-no-funds =
    <b>Հաշվեկշռում պակասում է { $missing }</b>
    { $plan }-ն արժե { $price }, հաշվեկշռում կա { $wallet }։ Լրացրեք հաշվեկշիռը և վերադարձեք․ առայժմ ոչինչ չի գանձվել։
connected-trial =
    <b>{ $plan }՝ փորձաշրջանը սկսվել է</b>
    Հիմա ոչինչ չի գանձվել։ Առաջին վճարումը՝ { $price }, { $at }։ Մինչ այդ կարող եք անջատել ցանկացած պահի։
connected-paid =
    <b>{ $plan }-ը միացված է</b>
    Վճարված է { $price }։ Հաջորդ վճարումը՝ { $at }։
connected-upgrade =
    <b>Դուք անցել եք { $plan }-ի</b>
    Վճարված է { $price }։ Premium Lite-ի դիմաց վերադարձված է { $returned }։ Հաջորդ վճարումը՝ { $at }։
connected-benefits-soon = Առավելությունները միանում են աստիճանաբար, սովորաբար մեկ օրվա ընթացքում։ Երբ աշխատեն, կգրենք ձեզ։

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
    <b>Երկարաձգումն անջատված է</b>
    { $plan }-ը գործում է { $until }։ Այլևս գումար չի գանձվի։
cancelled-now =
    <b>{ $plan }-ն անջատված է</b>
    Առավելություններն այլևս չեն գործում, պարտք չկա։ Սակագինը կարող եք նորից միացնել հենց այստեղ։
resume-question =
    <b>Միացնե՞լ { $plan }-ի երկարաձգումը</b>
    • Հիմա ոչինչ չի գանձվի։
    • Հաջորդ վճարումը՝ { $price }, { $at }։
    • Հետո նույնքան՝ ամեն ամիս, մինչև անջատեք երկարաձգումը։
resumed-done =
    <b>Երկարաձգումը միացված է</b>
    Հաջորդ վճարումը՝ { $price }, { $at }։
switch-question =
    <b>Անցնե՞լ Premium Lite-ի</b>
    • Premium-ը մնում է { $until }։
    • Premium Lite-ի առաջին վճարումը՝ { $price }, { $at }։
    • Դրանից հետո կմնան միայն Premium Lite-ի հնարավորությունները։
    • Մինչ այդ կարող եք մտափոխվել։
switch-question-grace =
    <b>Անցնե՞լ Premium Lite-ի հիմա</b>
    • Սակագինը կփոխվի անմիջապես, և անմիջապես կփորձենք գանձել { $price }։
    • Հաշվեկշռում կա { $wallet }։ Եթե գումարը չբավարարի, արտոնյալ ժամկետը կմնա նույնը․ այն տևում է { $until }։
    • Premium-ի հնարավորություններն այլևս չեն լինի։
switch-planned =
    <b>Անցումը պլանավորված է</b>
    Premium-ը գործում է { $until }։ Հետո Premium Lite՝ { $price }, { $at }։
switched-paid =
    <b>Այժմ ձեր սակագինը Premium Lite է</b>
    Վճարված է { $price }։ Բաժանորդագրությունը գործում է { $until }։
switched-unpaid =
    <b>Այժմ ձեր սակագինը Premium Lite է</b>
    Վճարել դեռ չի հաջողվել․ պետք է { $price }, պակասում է { $missing }։ Արտոնյալ ժամկետը տևում է { $until }, լրացրեք հաշվեկշիռը։
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
button-compare = Ինչ է տալիս
button-show-premium = Տեսնել Premium-ը
