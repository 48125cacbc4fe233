### The operator's screens: sellers, acts with a reason, prices, broadcasts. Only the marketplace's own staff reads them.
### $until is a phrase with its own preposition.

operator-welcome = <b>Բարև ձեզ</b>
    Դուք մարքեթփլեյսի օպերատոր եք։
operator-title = <b>Օպերատոր</b>
operator-how = Գրեք վաճառողի համարը կամ անվան մի մասը։ Գործողությունները պատճառով մնում են մատյանում։
operator-maintenance =
    { $state ->
        [on] <b>Տեխնիկական աշխատանքներ են։</b> Միավորներ ձեռքով չեն ծախսվում։
       *[off] Տեխնիկական աշխատանքներ չկան։
    }
operator-sending =
    { $count ->
        [one] Այժմ ուղարկվում է { $count } հաղորդում։
       *[other] Այժմ ուղարկվում է { $count } հաղորդում։
    }
operator-alarm =
    <b>Պլանային աշխատանքը կանգ է առել</b>
    Ծրագիրը նույն կերպ սխալվել է { $due } վաճառողից { $failed }-ի դեպքում՝ <code>{ $failure }</code>։ Ոչինչ չի կորել, բայց երկարաձգումները, այրումը և հիշեցումները սպասում են ծրագրի շտկմանը։
operator-stopped = <b>Պլանային աշխատանքը կանգնած է</b>, սկսած՝ { $since }․ <code>{ $failure }</code>։ Փորձերը կրկնվում են։
operator-failed =
    { $count ->
        [one] <b>7 օրում չի հասել { $count } հաղորդագրություն</b>
       *[other] <b>7 օրում չի հասել { $count } հաղորդագրություն</b>
    }
operator-failed-line = • { $at }, { $seller }՝ { $reason }
operator-only = Այս էկրանը մարքեթփլեյսի աշխատակիցների համար է։
toast-operator-gone = Դուք այլևս օպերատոր չեք։

operator-found = <b>Ո՞ր վաճառողը</b>
operator-found-line = • { $shop } ({ $seller })
operator-found-more = Կան ուրիշներ։ Ավելի երկար գրեք։
operator-found-none = Չկա վաճառող, որի անվան կամ համարի մեջ լինի «{ $text }»։
operator-no-seller = Նախ գրեք վաճառողի համարը կամ անվան մի մասը։

operator-parked = <b>Ստուգման մեջ է։</b> Պատմությունն ու մնացորդները չեն համընկել, փոփոխությունները փակ են։
operator-seller-id = Համարը՝ { $seller }
operator-verification =
    { $eligible ->
        [yes] Հաստատում՝ անցել է
        [no] Հաստատում՝ չի անցել
       *[unknown] Հաստատում՝ պատասխան դեռ չկա
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
operator-column-held = Ճանապարհին
operator-column-debt = Պարտք
operator-seen = Ինչպես տեսնում է «{ $shop }» խանութի ադմինիստրատորը։

operator-about = <b>{ $act }</b>
operator-programme = Ո՞ր ծրագրի միավորները
operator-amount = Քանի՞ միավոր։ Օրինակ՝ { $example }
operator-until = Մինչև ո՞ր օրվա վերջը։ Ընտրեք կամ գրեք, օրինակ՝ { $example }
operator-not-a-day = Չհասկացա օրը, կամ այն անցել է։ Օրինակ՝ { $example }
operator-reason = Ինչո՞ւ։ Գրեք պատճառը մեկ նախադասությամբ։
operator-reason-read = Վաճառողը կկարողանա կարդալ այն։
operator-reason-bad = Պատճառը՝ 3-ից 300 նիշ։
operator-reason-line = Պատճառը՝ { $reason }
operator-everyone = բոլոր վաճառողները
operator-nothing = Արդեն այդպես է։

operator-ask-bonus =
    <b>Տա՞լ { $points } «{ $shop }» խանութին որպես բոնուս</b>
    Ծրագիրը՝ { $programme }
    Հասանելի է հիմա՝ { $before }
    Հասանելի կլինի՝ { $after }
operator-bonus-until = Կարելի է ծախսել { $until }։
operator-ask-prolong =
    <b>Երկարաձգե՞լ միավորները</b>
    Ում համար՝ { $shop }
    Ծրագիրը՝ { $programme }
    Նոր ժամկետը՝ { $until }
    Ավելի երկար կգործի՝ { $points }
    Չեղարկել չի լինի։
operator-prolong-sellers =
    { $count ->
        [one] Վերաբերում է { $count } վաճառողի։
       *[other] Վերաբերում է { $count } վաճառողի։
    }
operator-ask-pass = <b>«{ $shop }» խանութն անցե՞լ է հաստատումը</b>
operator-ask-fail = <b>«{ $shop }» խանութը չի՞ անցել հաստատումը</b>
operator-then = Ինչ կլինի հետո․
operator-ask-release =
    <b>Ստուգե՞լ «{ $shop }» խանութը և նորից բացել</b>
    Կաշխատի, միայն եթե ամեն ինչ համընկնի։
operator-ask-maintenance-on =
    <b>Սկսե՞լ տեխնիկական աշխատանքները</b>
    Ձեռքով միավորներ չեն ծախսվի։ Ադմինիստրատորներին ու կառավարիչներին կգրենք։
operator-ask-maintenance-off =
    <b>Տեխնիկական աշխատանքներն ավարտվե՞լ են</b>
    Ադմինիստրատորներին ու կառավարիչներին կգրենք։
operator-ask-price =
    <b>Փոխե՞լ { $plan }-ի գինը</b>
    Գինը { $since } կլինի ամսական { $price }՝ { $old }-ի փոխարեն։
    Խանութն այն վճարում է դրանից հետո առաջին վճարումից։
operator-price-told =
    { $count ->
        [0] Ոչ ոք հաղորդագրություն չի ստանա։
        [one] Հաղորդագրություն կստանա { $count } վաճառող։
       *[other] Հաղորդագրություն կստանա { $count } վաճառող։
    }
operator-price-sample = Հաղորդագրությունը նրան, ում վճարումն ամենամոտն է․
operator-ask-broadcast =
    <b>Ուղարկե՞լ հաղորդումը</b>
    Հետ վերցնել չի լինի։
operator-ask-resume =
    <b>Շարունակե՞լ { $number } հաղորդումը</b>
    Ոչ ոք երկու անգամ չի ստանա։
operator-ask-stop =
    <b>Վերջնականապես կանգնեցնե՞լ { $number } հաղորդումը</b>
    Այլևս ոչ ոք չի ստանա։

operator-done-bonus =
    <b>Տրված բոնուս՝ { $points }</b>
    «{ $shop }», { $programme }
operator-done-prolong =
    <b>Միավորները երկարաձգված են</b>
    Ում համար՝ { $shop }։ Ծրագիրը՝ { $programme }։ Նոր ժամկետը՝ { $until }։
operator-done-pass = <b>«{ $shop }»՝ հաստատումն անցել է</b>
operator-done-fail = <b>«{ $shop }»՝ հաստատումը չի անցել</b>
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
        [one] Մնում է ստուգման մեջ․ չի համընկնում { $count } ստուգում։
       *[other] Մնում է ստուգման մեջ․ չի համընկնում { $count } ստուգում։
    }

operator-prices-title = <b>Գներ</b>
operator-column-plan = Սակագին, ամսական
operator-column-in-force = Գործում է
operator-prices-none-ahead = Այլ գին հայտարարված չէ։
operator-prices-idle = Այս ծրագրի կանոններում { $plan }-ն արժե { $own }, բայց գները պահում է տվյալների բազան։
operator-prices-how = Ընտրեք սակագինը։ Ում վերաբերում է, անմիջապես կգրենք։
operator-price = Ամսական որքա՞ն։ Օրինակ՝ { $example }
operator-since = Ե՞րբվանից։ Օրինակ՝ { $example } կամ { $hour }, ծրագրի ժամանակով
operator-not-a-beginning = Չհասկացա։ Օրինակ՝ { $example } կամ { $hour }
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
    Յուրաքանչյուրը կստանա մեկ անգամ։
operator-segment-everyone = Բոլորին
operator-segment-plan = Սակագին՝ { $name }
operator-segment-state = Այժմ՝ { $name }
operator-segment-role = Դեր՝ { $name }
operator-segment-language = Լեզու՝ { $name }
operator-segment-line = Ում՝ { $segment }
operator-words =
    <b>Հաղորդման տեքստը</b>
    Գրեք որպես հաղորդագրություն․ թավ տառերը, շեղատառերն ու հղումները կմնան։ Բավական է մեկ լեզու։
operator-words-line = { $language }՝ { $text }
operator-words-none = { $language }՝ գրված չէ
operator-words-writing = Հաջորդ հաղորդագրությունը տեքստն է այս լեզվով՝ <b>{ $language }</b>
operator-preview = <b>Ուղարկելուց առաջ</b>
operator-preview-nothing = Նախ ընտրեք ստացողներին և գրեք տեքստը։
operator-preview-languages = Գրված է այս լեզուներով՝ { $languages }
operator-preview-must = Նախ կարդացեք այն։
operator-preview-refused = Telegram-ը չընդունեց տեքստն այս լեզվով՝ { $language }
operator-audience =
    { $count ->
        [one] Կստանա { $count } մարդ
       *[other] Կստանա { $count } մարդ
    }
operator-audience-blocked =
    { $count ->
        [one] Առանց { $count } մարդու, որն արգելափակել է բոտը
       *[other] Առանց { $count } մարդու, որոնք արգելափակել են բոտը
    }
operator-duration =
    { $count ->
        [one] Կտևի մոտ { $count } րոպե։
       *[other] Կտևի մոտ { $count } րոպե։
    }
toast-operator-previewed = Հաղորդումն այս էկրանի վերևում է։
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
        [one] Բոտն արգելափակել է { $count } մարդ
       *[other] Բոտն արգելափակել է { $count } մարդ
    }
operator-progress-dropped =
    { $count ->
        [one] Չի ուղարկվել { $count } մարդու․ դուրս է եկել, կամ կանգնեցվել է
       *[other] Չի ուղարկվել { $count } մարդու․ դուրս են եկել, կամ կանգնեցվել է
    }
operator-progress-failed =
    { $count ->
        [one] Telegram-ը չի ընդունել { $count } հաղորդագրություն
       *[other] Telegram-ը չի ընդունել { $count } հաղորդագրություն
    }
operator-progress-quiet = Լուռ ժամերից հետո, ով ունի։
operator-progress-started = Սկիզբը՝ { $at }, { $operator }
operator-progress-ended = Ավարտը՝ { $at }
toast-operator-paused = Դադար։ Ճանապարհին եղածը դեռ կհասնի։

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
button-operator-bonus = Տալ բոնուս
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
