### The operator's screens: sellers, acts with a reason, prices, broadcasts. Only the marketplace's own staff reads them.
### $until is a phrase with its own preposition.

operator-welcome = <b>Բարև ձեզ</b>
    Դուք մարքեթփլեյսի օպերատոր եք։ Վաճառողները, գները, տեխնիկական աշխատանքներն ու հաղորդումները օպերատորի էկրանին են։
operator-title = <b>Օպերատոր</b>
operator-how = Վաճառողին գտնելու համար գրեք նրա համարը կամ անվան մի մասը։ Յուրաքանչյուր գործողություն պատճառ է պահանջում, և այն մնում է մատյանում։
operator-maintenance =
    { $state ->
        [on] <b>Տեխնիկական աշխատանքներ են։</b> Վաճառողները չեն կարող ձեռքով միավորներ դուրսգրել։
       *[off] Տեխնիկական աշխատանքներ չկան։
    }
operator-sending =
    { $count ->
        [one] Այժմ ուղարկվում է { $count } հաղորդում։
       *[other] Այժմ ուղարկվում է { $count } հաղորդում։
    }
operator-alarm =
    <b>Պլանային աշխատանքը կանգ է առել</b>
    Ծրագիրը նույն կերպ սխալվել է { $due } վաճառողից { $failed }-ի դեպքում՝ <code>{ $failure }</code>։ Սա ծրագրի սխալ է, վաճառողների տվյալները կարգին են․ սրա պատճառով նրանցից ոչ ոք ստուգման մեջ չէ, ոչինչ չի կորել։ Երկարաձգումները, այրումը և հիշեցումները սպասում են ծրագրի շտկմանը։ Փորձերը կրկնվում են ինքնաբերաբար․ այս հաղորդագրությունը գալիս է մեկ անգամ։
operator-stopped = <b>Պլանային աշխատանքը կանգնած է</b>, սկսած՝ { $since }․ <code>{ $failure }</code>։ Փորձերը կրկնվում են ինքնաբերաբար, մինչև ծրագիրը շտկվի։
operator-failed =
    { $count ->
        [one] <b>7 օրում չի հասել { $count } հաղորդագրություն</b>
       *[other] <b>7 օրում չի հասել { $count } հաղորդագրություն</b>
    }
operator-failed-line = • { $at }, { $seller }՝ { $reason }
operator-only = Այս էկրանը միայն մարքեթփլեյսի աշխատակիցների համար է։
toast-operator-gone = Դուք այլևս օպերատոր չեք։ Ոչինչ չի արվել։

operator-found = <b>Ո՞ր վաճառողը</b>
operator-found-line = • { $shop } ({ $seller })
operator-found-more = Կան նաև ուրիշներ։ Գրեք անվան ավելի երկար մասը։
operator-found-none = Չկա վաճառող, որի անվան կամ համարի մեջ լինի «{ $text }»։
operator-no-seller = Նախ ընտրեք վաճառողին․ գրեք նրա համարը կամ անվան մի մասը։

operator-parked = <b>Հաշիվը ստուգման մեջ է։</b> Պատմությունն ու մնացորդները չեն համընկել։ Փոփոխությունները փակ են, մինչև նոր ստուգումը ցույց տա, որ ամեն ինչ կարգին է։
operator-seller-id = Համարը՝ { $seller }
operator-verification =
    { $eligible ->
        [yes] Ներքին հաստատում՝ անցել է
        [no] Ներքին հաստատում՝ չի անցել
       *[unknown] Ներքին հաստատում՝ պատասխան դեռ չկա
    }
operator-invitation =
    { $invitation ->
        [open] Premium-ի հրավեր՝ բաց է
        [accepted] Premium-ի հրավեր՝ ընդունված է
        [withdrawn] Premium-ի հրավեր՝ հետ է կանչված
       *[none] Premium-ի հրավեր չկա
    }
operator-rating = Գնահատական՝ { $rating }
operator-team =
    { $count ->
        [one] Թիմում { $count } մարդ է
       *[other] Թիմում { $count } մարդ է
    }
operator-column-programme = Միավորներ
operator-column-available = Հասանելի
operator-column-held = Պահված
operator-column-debt = Պարտք
operator-seen = Այսպես է սա տեսնում «{ $shop }» խանութի ադմինիստրատորը։ Այստեղ կարելի է միայն դիտել։

operator-about = <b>{ $act }</b>
operator-programme = Ո՞ր ծրագրի միավորները
operator-amount = Քանի՞ միավոր։ Գրեք քանակը թվերով, օրինակ՝ { $example }
operator-until = Մինչև ո՞ր օրվա վերջը պետք է գործեն։ Ընտրեք կամ գրեք օրը, օրինակ՝ { $example }
operator-not-a-day = Չհաջողվեց հասկանալ օրը։ Գրեք այնպիսին, որը դեռ չի ավարտվել, օրինակ՝ { $example }
operator-reason = Ինչո՞ւ։ Գրեք պատճառը մեկ նախադասությամբ։ Այն կմնա մատյանում՝ գործողության կողքին։
operator-reason-read = Վաճառողը կկարողանա կարդալ այն միավորների պատմության մեջ։
operator-reason-bad = Պատճառը պետք է ունենա 3-ից 300 նիշ։ Գրեք այն նորից։
operator-reason-line = Պատճառը՝ { $reason }
operator-everyone = բոլոր վաճառողները
operator-nothing = Անելու բան չկա․ արդեն այդպես է։

operator-ask-bonus =
    <b>Հաշվեգրե՞լ { $points } «{ $shop }» խանութին</b>
    Ծրագիրը՝ { $programme }
    Հասանելի է հիմա՝ { $before }
    Հասանելի կլինի՝ { $after }
operator-bonus-until = Կարելի է ծախսել { $until }։
operator-ask-prolong =
    <b>Երկարաձգե՞լ միավորների ժամկետը</b>
    Ում համար՝ { $shop }
    Ծրագիրը՝ { $programme }
    Նոր ժամկետը՝ { $until }
    Ավելի երկար կգործի՝ { $points }
    Ավելի երկար ժամկետ ունեցող միավորները չեն փոխվի։ Սա չեղարկել հնարավոր չէ։
operator-prolong-sellers =
    { $count ->
        [one] Վերաբերում է { $count } վաճառողի։
       *[other] Վերաբերում է { $count } վաճառողի։
    }
operator-ask-pass = <b>«{ $shop }» խանութն անցե՞լ է ներքին հաստատումը</b>
operator-ask-fail = <b>«{ $shop }» խանութը չի՞ անցել ներքին հաստատումը</b>
operator-then = Ինչ կլինի հետո․
operator-ask-release =
    <b>Ստուգե՞լ «{ $shop }» խանութը և նորից բացել</b>
    Ամբողջ պատմությունը նորից կհաշվարկվի։ Վաճառողը նորից կաշխատի, միայն եթե ամեն ինչ համընկնի։
operator-ask-maintenance-on =
    <b>Սկսե՞լ տեխնիկական աշխատանքները</b>
    Մինչև դրանց ավարտը ոչ ոք չի կարող ձեռքով միավորներ դուրսգրել, մնացածն աշխատում է։ Բոլոր խանութների ադմինիստրատորներն ու կառավարիչները հաղորդագրություն կստանան։
operator-ask-maintenance-off =
    <b>Տեխնիկական աշխատանքներն ավարտվե՞լ են</b>
    Վաճառողները նորից կկարողանան միավորներ դուրսգրել։ Բոլոր խանութների ադմինիստրատորներն ու կառավարիչները հաղորդագրություն կստանան։
operator-ask-price =
    <b>Փոխե՞լ { $plan }-ի գինը</b>
    Գինը { $since } կլինի ամսական { $price }՝ { $old }-ի փոխարեն։
    Յուրաքանչյուր խանութ այն վճարում է դրանից հետո առաջին վճարումից։ Արդեն վճարվածը չի փոխվում։
operator-price-told =
    { $count ->
        [0] Ոչ ոք հաղորդագրություն չի ստանա․ ոչ մեկի առաջիկա վճարումը չի փոխվում։
        [one] Հաղորդագրություն կստանա { $count } վաճառող։
       *[other] Հաղորդագրություն կստանա { $count } վաճառող։
    }
operator-price-sample = Ահա հաղորդագրությունը՝ այն վաճառողի ամսաթվերով, ում վճարումն ամենամոտն է․
operator-ask-broadcast =
    <b>Ուղարկե՞լ հաղորդումը</b>
    Ուղարկվածը հետ վերցնել հնարավոր չէ։
operator-ask-resume =
    <b>Շարունակե՞լ { $number } հաղորդումը</b>
    Այն կշարունակվի այնտեղից, որտեղ կանգ է առել․ ոչ ոք այն երկու անգամ չի ստանա։
operator-ask-stop =
    <b>Վերջնականապես կանգնեցնե՞լ { $number } հաղորդումը</b>
    Ով արդեն ստացել է, նրա մոտ կմնա, այլևս ոչ ոք չի ստանա։

operator-done-bonus =
    <b>Հաշվեգրված է { $points }</b>
    «{ $shop }», { $programme }
operator-done-prolong =
    <b>Միավորների ժամկետը երկարաձգված է</b>
    Ում համար՝ { $shop }։ Ծրագիրը՝ { $programme }։ Նոր ժամկետը՝ { $until }։
operator-done-pass = <b>«{ $shop }»՝ ներքին հաստատումն անցել է</b>
operator-done-fail = <b>«{ $shop }»՝ ներքին հաստատումը չի անցել</b>
operator-done-release =
    <b>«{ $shop }» խանութը նորից աշխատում է</b>
    Ստուգումը համընկել է։
operator-done-maintenance-on = <b>Տեխնիկական աշխատանքներն սկսվել են</b>
operator-done-maintenance-off = <b>Տեխնիկական աշխատանքներն ավարտվել են</b>
operator-done-price =
    <b>{ $plan }-ի գինը փոխված է</b>
    Նոր գինը { $since }՝ ամսական { $price }։
    { $told ->
        [0] Ոչ ոք հաղորդագրություն չի ստանա։
        [one] Հաղորդագրություն կստանա { $told } խանութ։
       *[other] Հաղորդագրություն կստանա { $told } խանութ։
    }
operator-recorded = Մատյանում՝ { $operator }
operator-still-wrong =
    { $count ->
        [one] Վաճառողը մնում է ստուգման մեջ․ չի համընկնում { $count } ստուգում ({ $names })։
       *[other] Վաճառողը մնում է ստուգման մեջ․ չի համընկնում { $count } ստուգում ({ $names })։
    }

operator-prices-title = <b>Գներ</b>
operator-column-plan = Սակագին, ամսական
operator-column-in-force = Գործում է
operator-prices-none-ahead = Այլ գին հայտարարված չէ։
operator-prices-idle = Այս ծրագրի կանոններում { $plan }-ն արժե { $own }, բայց դա ոչինչ չի փոխում․ գները պահվում են տվյալների բազայում։ Եթե գինը պետք է այդպիսին լինի, փոխեք այն այստեղ։
operator-prices-how = Ընտրեք սակագինը՝ դրա գինը միանգամից կամ որևէ օրվանից փոխելու համար։ Այն ադմինիստրատորներն ու կառավարիչները, ում այն վերաբերում է, անմիջապես հաղորդագրություն կստանան։
operator-price = Ամսական որքա՞ն արժենա։ Գրեք գումարը թվերով, օրինակ՝ { $example }
operator-since = Ե՞րբվանից։ Ընտրեք կամ գրեք օրը, կամ օրն ու ժամը՝ ծրագրի ժամանակով, օրինակ՝ { $example } կամ { $hour }
operator-not-a-beginning = Չհաջողվեց հասկանալ։ Գրեք օրը կամ օրն ու ժամը, օրինակ՝ { $example } կամ { $hour }
operator-from-now = այս պահից

operator-broadcasts = <b>Հաղորդումներ</b>
operator-broadcasts-none = Դեռ չեն եղել։
operator-draft = Ձեր սևագիրը ({ $at })՝ { $text }
operator-broadcast-line =
    { $state ->
        [sending] { $number }․ { $segment }՝ ուղարկվում է, սկիզբը՝ { $at }
        [paused] { $number }․ { $segment }՝ դադարի մեջ է, սկիզբը՝ { $at }
        [stopped] { $number }․ { $segment }՝ կանգնեցված է, սկիզբը՝ { $at }
       *[done] { $number }․ { $segment }՝ ավարտված է, սկիզբը՝ { $at }
    }
operator-segment =
    <b>Ո՞ւմ ուղարկել</b>
    Յուրաքանչյուրը կստանա մեկ անգամ, քանի խանութում էլ որ լինի։
operator-segment-everyone = Բոլորին
operator-segment-plan = Սակագին՝ { $name }
operator-segment-state = Այժմ՝ { $name }
operator-segment-role = Դեր՝ { $name }
operator-segment-language = Լեզու՝ { $name }
operator-segment-line = Ում՝ { $segment }
operator-words =
    <b>Հաղորդման տեքստը</b>
    Գրեք այն այստեղ՝ որպես հաղորդագրություն․ թավ տառերը, շեղատառերն ու հղումները կպահպանվեն։ Բավական է մեկ լեզու․ ով այլ լեզվով է կարդում, կստանա այն, ինչ կա։
operator-words-line = { $language }՝ { $text }
operator-words-none = { $language }՝ գրված չէ
operator-words-writing = Ձեր հաջորդ հաղորդագրությունը կդառնա տեքստ այս լեզվով՝ <b>{ $language }</b>
operator-preview = <b>Ուղարկելուց առաջ</b>
operator-preview-nothing = Նախ ընտրեք, թե ում ուղարկել, և գրեք տեքստը։
operator-preview-languages = Գրված է այս լեզուներով՝ { $languages }
operator-preview-must = Նախ ուղարկեք հաղորդումը ձեզ և կարդացեք այնպես, ինչպես բոլորը կտեսնեն։
operator-preview-refused = Telegram-ը չընդունեց տեքստն այս լեզվով՝ { $language }։ Խնդրում ենք փոխել այն։
operator-audience =
    { $count ->
        [one] Կստանա { $count } մարդ
       *[other] Կստանա { $count } մարդ
    }
operator-audience-blocked =
    { $count ->
        [one] Չի ստանա { $count } մարդ, որն արգելափակել է բոտը
       *[other] Չի ստանա { $count } մարդ, որոնք արգելափակել են բոտը
    }
operator-duration =
    { $count ->
        [one] Կտևի մոտ { $count } րոպե։
       *[other] Կտևի մոտ { $count } րոպե։
    }
toast-operator-previewed = Հաղորդումն ուղարկվեց ձեզ, այն այս էկրանի վերևում է։
operator-progress = <b>Հաղորդում { $number }</b>
operator-progress-state =
    { $state ->
        [sending] Ուղարկվում է
        [paused] Դադարի մեջ է
        [stopped] Կանգնեցված է
       *[done] Ավարտված է
    }
operator-progress-sent = Ուղարկված է { $total }-ից { $sent }-ը
operator-progress-blocked =
    { $count ->
        [one] Այդ ընթացքում բոտն արգելափակել է { $count } մարդ
       *[other] Այդ ընթացքում բոտն արգելափակել է { $count } մարդ
    }
operator-progress-dropped =
    { $count ->
        [one] Չի ուղարկվել { $count } մարդու․ նա դուրս է եկել խանութից, կամ հաղորդումը կանգնեցվել է
       *[other] Չի ուղարկվել { $count } մարդու․ նրանք դուրս են եկել խանութից, կամ հաղորդումը կանգնեցվել է
    }
operator-progress-failed =
    { $count ->
        [one] Telegram-ը չի ընդունել { $count } հաղորդագրություն
       *[other] Telegram-ը չի ընդունել { $count } հաղորդագրություն
    }
operator-progress-quiet = Ով այժմ լուռ ժամեր ունի, կստանա դրանց ավարտից հետո։
operator-progress-started = Սկիզբը՝ { $at }, { $operator }
operator-progress-ended = Ավարտը՝ { $at }
toast-operator-paused = Դադար։ Այն, ինչ արդեն ճանապարհին է, դեռ կհասնի։

button-operator = Օպերատոր
button-operator-broadcasts = Հաղորդումներ
button-operator-prices = Գներ
button-operator-prolong-all = Երկարաձգել բոլորի միավորները
button-operator-maintenance-on = Սկսել տեխ․ աշխատանքները
button-operator-maintenance-off = Աշխատանքներն ավարտված են
button-operator-view = Ինչ է տեսնում վաճառողը
button-operator-see-home = Գլխավոր
button-operator-see-premium = Սակագին
button-operator-see-points = Միավորներ
button-operator-bonus = Հաշվեգրել միավորներ
button-operator-prolong = Երկարաձգել միավորները
button-operator-pass = Հաստատումն անցել է
button-operator-fail = Հաստատումը չի անցել
button-operator-release = Ստուգել և բացել
button-operator-price = Փոխել գինը
button-operator-price-of = { $plan }՝ նոր գին
button-operator-do = Այո, կատարել
button-operator-seller = Դեպի վաճառողը
button-operator-new = Նոր հաղորդում
button-operator-continue = Շարունակել սևագիրը
button-operator-discard = Ջնջել սևագիրը
toast-operator-discarded = Սևագիրը ջնջված է։
button-operator-erase = Ջնջել այս տեքստը
button-operator-preview = Շարունակել
button-operator-preview-send = Ուղարկել ինձ
button-operator-start = Ուղարկել բոլոր ընտրվածներին
button-operator-words = Փոխել տեքստը
button-operator-segment = Փոխել ստացողներին
button-operator-pause = Դադար
button-operator-resume = Շարունակել ուղարկումը
button-operator-stop = Վերջնականապես կանգնեցնել
