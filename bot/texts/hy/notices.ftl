### What people are told (RULES 12), each kind after the name of its switch. The first line says what happened, the last
### what follows if nothing is done.
### $at, $next_charge_at: a date or a moment. $until: a whole phrase with its own preposition. $lines: lines made of
### notice-programme-line or notice-benefit-line. Amounts come formatted; $days, $days_left are bare numbers.

notice-shop = «{ $shop }» խանութ
notice-programme-line = • { $programme }՝ { $amount }
notice-programme-line-until = • { $programme }՝ { $amount }, ծախսել { $until }
notice-programme-sum = { $amount } ({ $programme })
notice-programme-sum-until = { $amount } ({ $programme }, ծախսել { $until })
notice-benefit-line = • { $benefit }

notice-line = • { $line }
notice-digest =
    <b>{ $cadence ->
        [daily] Օրվա մեջ
        [monthly] Ամսվա մեջ
       *[weekly] Շաբաթվա մեջ
    }</b>
    { $lines }
notice-points-credited-line = Եկել է՝ { $sums }
notice-points-adjusted-line = Հետ է վերցվել՝ { $sums }
notice-points-expired-line = Այրվել է՝ { $sums }
notice-invitation-received-line = Premium-ը կարելի է նորից միացնել
notice-switched-line = Այժմ ձեր սակագինը { $plan } է
notice-badge-hidden-line = Գնորդները չեն տեսնում «Premium-վաճառող» նշումը
notice-badge-shown-line = Գնորդները տեսնում են «Premium-վաճառող» նշումը
notice-points-expiring-line = { $programme }՝ { $amount }, կարելի է ծախսել { $until }
notice-trial-ending-line = Փորձաշրջանը գործում է { $until }
notice-renewed-line = { $plan }-ը երկարաձգվել է { $until }՝ { $price }
notice-returns-high-line = Վերադարձները հետ են վերցրել վաստակած միավորների { $share }-ը
notice-monthly-report-line = Հաշվետվությունը պատրաստ է՝ { $month }{ $told }
settings-kind-invitation-received = Նոր հրավեր
notice-invitation-received =
    <b>Ձեզ հրավիրում ենք միացնել Premium</b>
    Խանութն անցել է հաստատումը։ Գինն ու օրերը ցույց կտանք մինչև համաձայնությունը։ Շտապել պետք չէ։
settings-kind-invitation-withdrawn = Հրավերի հետկանչում
notice-invitation-withdrawn =
    <b>Premium-ի հրավերը հետ է կանչվել</b>
    Խանութը հաստատում չի անցնում։ { $on_premium ->
        [yes] Premium-ը մնում է մինչև ժամկետի վերջը, արտոնյալ ժամկետում ավարտվում է անմիջապես։
       *[no] Premium Lite-ին սա չի վերաբերում։
    }
settings-kind-approval-requested = Premium միացնելու խնդրանք
notice-approval-requested =
    <b>{ $asker } խնդրում է միացնել { $plan }</b>
    Գինն ու օրերը ցույց կտանք մինչև համաձայնությունը։ Առանց պատասխանի ոչինչ չի գանձվի։
settings-kind-approval-answered = Խնդրանքի պատասխան
notice-approval-answered =
    { $approved ->
        [yes] <b>Խնդրանքը հաստատված է</b>
            Premium-ը միացված է։ Պատասխանել է { $by }։
       *[no] <b>Խնդրանքը մերժված է</b>
            Պատասխանել է { $by }։ Հրավերը մնում է։
    }
settings-kind-connected = Սակագնի միացում
notice-connected =
    { $trial ->
        [yes] <b>{ $plan }՝ փորձաշրջանը սկսվել է</b>
            Առաջին վճարումը՝ { $price }, { $next_charge_at }։ Կկատարվի ինքնուրույն, եթե չանջատեք բաժանորդագրությունը։
       *[no] <b>{ $plan }-ը միացված է</b>
            Վճարված է { $price }։ Հաջորդ վճարումը՝ { $next_charge_at }։ Հետո ամեն ամիս, մինչև անջատեք երկարաձգումը։
    }
settings-kind-upgraded = Անցում Premium-ի
notice-upgraded =
    <b>Այժմ ձեր սակագինը { $plan } է</b>
    Վճարված է { $price }։ { $has_returned ->
        [yes] Premium Lite-ի համար վերադարձված է { $returned }։
       *[no] Նախորդ սակագնի համար վերադարձ չկա։
    }
    Նույն գումարի հաջորդ վճարումը՝ { $next_charge_at }։
settings-kind-cancelled = Երկարաձգման անջատում
notice-cancelled =
    <b>Երկարաձգումն անջատված է</b>
    { $at_once ->
        [yes] { $plan }-ն ավարտվել է, պարտք չկա։
       *[no] { $plan }-ը գործում է { $until }, հետո կավարտվի։ Այլևս գումար չի գանձվի։
    }
settings-kind-resumed = Երկարաձգման միացում
notice-resumed =
    <b>Երկարաձգումը նորից միացված է</b>
    { $plan }-ի հաջորդ վճարումը՝ { $price }, { $next_charge_at }։
settings-kind-switch-planned = Պլանավորված անցում
notice-switch-planned =
    <b>Պլանավորված է անցում { $plan }-ի</b>
    Անցումը և առաջին վճարումը՝ { $price }, { $at }։ Կկատարվի ինքնուրույն։
settings-kind-switched = Սակագնի փոփոխություն
notice-switched =
    <b>Այժմ ձեր սակագինը { $plan } է</b>
    { $paid ->
        [yes] Վճարված է { $price } մեկ ամսվա համար։ Հետո՝ ամեն ամիս։
       *[no] Դեռ վճարված չէ․ պետք է { $price }։ Համալրեք { $until }, այլապես բաժանորդագրությունը կավարտվի։
    }
settings-kind-benefits-on = Առավելություններ
notice-benefits-on =
    <b>{ $plan }՝ առավելությունները միացել են</b>
    { $lines }
settings-kind-trial-ending = Փորձաշրջանի ավարտ
notice-trial-ending =
    <b>{ $days ->
        [one] Փորձաշրջանի ավարտին մնացել է { $days } օր
       *[other] Փորձաշրջանի ավարտին մնացել է { $days } օր
    }</b>
    Հետո՝ վճարովի { $plan }։ Առաջին վճարումը՝ { $price }, { $at }։ Կկատարվի ինքնուրույն, եթե չանջատեք բաժանորդագրությունը։
settings-kind-renewal-low-balance = Գումարի պակաս
notice-renewal-low-balance =
    <b>Հաշվեկշռում գումարը քիչ է { $plan }-ի համար</b>
    Վճարումը { $days } օրից՝ { $price }, { $at }։ Կա { $wallet }, պակասում է { $missing }։
    Առանց համալրման կսկսվի արտոնյալ ժամկետը, հետո բաժանորդագրությունը կավարտվի։
settings-kind-renewal-failed = Չհաջողված վճարում
notice-renewal-failed =
    <b>{ $plan }-ի վճարումը չի հաջողվել</b>
    Պետք է { $price }, կա { $wallet }, պակասում է { $missing }։ Առավելությունները մնում են արտոնյալ ժամկետում, այն տևում է { $until }։
    Առանց համալրման բաժանորդագրությունը հետո կավարտվի։
settings-kind-grace-reminder = Արտոնյալ ժամկետ
notice-grace-reminder =
    <b>{ $plan }-ի ավարտին մնացել է { $days_left } օր</b>
    Պետք է { $price }, կա { $wallet }, պակասում է { $missing }։ Արտոնյալ ժամկետը տևում է { $until }։
    Առանց համալրման բաժանորդագրությունը հետո կավարտվի։
settings-kind-renewed = Երկարաձգման վճարում
notice-renewed =
    { $after_trial ->
        [yes] <b>Փորձաշրջանն ավարտվել է, { $plan }-ը վճարված է</b>
            Գանձված է { $price }։ Գործում է { $until } և ինքնուրույն կերկարաձգվի։ Մնացել է { $wallet }։
       *[no] <b>{ $plan }-ը երկարաձգված է</b>
            Գանձված է { $price }։ Գործում է { $until } և ինքնուրույն կերկարաձգվի։ Մնացել է { $wallet }։
    }
settings-kind-subscription-ended = Բաժանորդագրության ավարտ
notice-subscription-ended =
    <b>{ $plan }-ն այլևս չի գործում</b>
    { $reason ->
        [cancelled] Այն անջատել էին։
        [ineligible] Խանութը հաստատում չի անցնում։
       *[insufficient_funds] Գումարը քիչ էր։ Դրա համար պարտք չունեք։
    } Առավելություններն անջատված են, միավորները մնում են։
settings-kind-badge-hidden = Նշման թաքցում
notice-badge-hidden =
    <b>«Premium-վաճառող» նշումը թաքցված է</b>
    { $reason ->
        [rating] Գնահատականը { $rating } է, պետք է առնվազն { $threshold }։ Ինքնուրույն կվերադառնա։
        [unrated] Գնահատական դեռ չկա, պետք է առնվազն { $threshold }։ Ինքնուրույն կհայտնվի։
       *[subscription] Premium-ն ավարտվել է։ Դրանով և առնվազն { $threshold } գնահատականով նշումը կվերադառնա։
    }
settings-kind-badge-shown = Նշման ցուցադրում
notice-badge-shown =
    <b>Գնորդները տեսնում են «Premium-վաճառող» նշումը</b>
    Գնահատականը { $rating } է, պետք է առնվազն { $threshold }։
settings-kind-points-expiring = Մոտալուտ այրում
notice-points-expiring =
    <b>{ $days ->
        [one] Միավորները կայրվեն { $days } օրից
       *[other] Միավորները կայրվեն { $days } օրից
    }</b>
    { $programme }՝ { $amount }, կարելի է ծախսել { $until }։ Հետո չեն վերադառնա։
settings-kind-points-credited = Եկած միավորներ
notice-points-credited =
    <b>Միավորներ են եկել</b>
    { $lines }
    Ծախսեք ժամանակին, այլապես կայրվեն։
settings-kind-points-adjusted = Հետ վերցված միավորներ
notice-points-adjusted =
    <b>Միավորներ են հետ վերցվել</b>
    { $lines }
    Վերադարձների, չեղարկումների, հետ վերցված բոնուսների պատճառով։ Պարտքը կմարեն հաջորդ միավորները։
settings-kind-points-expired = Միավորների այրում
notice-points-expired =
    <b>Միավորներն այրվել են</b>
    { $lines }
    Դրանք չեն վերադառնա։ Մյուսները կայրվեն իրենց ժամկետին։
settings-kind-limit-reached = Սահմանաչափի սպառում
notice-limit-reached =
    <b>Միավորների սահմանաչափը սպառվել է</b>
    { $service }՝ { $limit ->
        [daily] օրական սահմանաչափ
        [monthly] ամսական սահմանաչափ
       *[own] ձեր օրական սահմանաչափը
    } { $amount }։ Այսուհետ՝ գումարով, { $limit ->
        [monthly] հաջորդ ամսվանից նորից միավորներով
       *[other] վաղվանից նորից միավորներով
    }։
settings-kind-charge-coming = Մոտալուտ վճարում
notice-charge-coming =
    <b>{ $plan }-ի վճարումը { $days } օրից</b>
    { $price }, { $at }։ Հաշվեկշռում կա { $wallet }, բավարար է։ Կգանձվի, եթե չանջատեք երկարաձգումը։
settings-kind-access-ending = Մոտալուտ ավարտ
notice-access-ending =
    <b>{ $plan }-ը կավարտվի { $days } օրից</b>
    { $reason ->
        [ineligible] Խանութը հաստատում չի անցնում։ Բաժանորդագրությունը գործում է { $until } և չի երկարաձգվի։
       *[cancelled] Երկարաձգումն անջատված է, բաժանորդագրությունը գործում է { $until }։ Հետո առավելություններ չեն լինի։
    }
settings-kind-price-changed = Գնի փոփոխություն
notice-price-changed =
    <b>{ $plan }-ի գինը փոխվում է</b>
    Ամսական { $old }-ի փոխարեն { $begins ->
        [yes] { $since } կլինի { $new }
       *[no] կլինի { $new }
    }։ { $charge ->
        [due] Հիմա վճարվելիքը նույնն է՝ { $amount_due }։
        [dated] Հաջորդ վճարումը՝ { $next_price }, { $next_charge_at }։
       *[some] Գործում է հաջորդ վճարումից։
    } Վճարվածը չի փոխվում։ Երկարաձգումը կարող եք անջատել։
settings-kind-maintenance = Աշխատանքների սկիզբ
notice-maintenance =
    <b>Տեխնիկական աշխատանքներ են</b>
    Միավորներ ձեռքով ծախսել առայժմ չի լինի։ Երբ ավարտենք, կգրենք։
settings-kind-maintenance-over = Աշխատանքների ավարտ
notice-maintenance-over =
    <b>Տեխնիկական աշխատանքներն ավարտված են</b>
    Միավորները նորից կարելի է ծախսել։
settings-kind-returns-high = Շատ վերադարձներ
notice-returns-high =
    <b>Վերադարձները շատ միավորներ են խլում</b>
    Վաստակած՝ { $accrued }։ Հետ վերցված՝ { $adjusted }։ Բաժինը՝ { $share }։ Ինչն են վերադարձնում, տեսեք պատմության մեջ։
settings-kind-monthly-report = Ամսվա հաշվետվություն
notice-monthly-report =
    <b>Հաշվետվությունը պատրաստ է՝ { $month }</b>
    Ամսվա միավորները, ծառայություններն ու գումարը։
settings-kind-programme-left = Չստացված միավորներ
notice-programme-left =
    <b>{ $weeks ->
        [one] { $weeks } շաբաթ առանց միավորների՝ { $programme }
       *[other] { $weeks } շաբաթ առանց միավորների՝ { $programme }
    }</b>
    Դուրս եք եկել { $left_at }-ին։ { $missed ->
        [0] Պատվերները միևնույն է միավոր չէին բերի։
        [one] Բաց է թողնվել { $missed } պատվեր՝ { $unearned }։
       *[other] Բաց է թողնվել { $missed } պատվեր՝ { $unearned }։
    } Փոխարենը գումարով վճարվել է { $charged }։ Վերադարձեք, և նոր պատվերները միավոր կբերեն։

button-sums-less-often = Ավելի հազվադեպ
button-sums-off = Չուղարկել
toast-sums =
    { $cadence ->
        [never] Միավորների ամփոփումն այլևս չի գա։
       [weekly] Միավորների ամփոփումը՝ երկուշաբթի օրերին։
       *[monthly] Միավորների ամփոփումը՝ ամսի 1-ին։
    }
settings-kind-fee-likely = Premium-ի գանձում
notice-fee-likely =
    <b>Հաշվեկշիռը կարող է չբավարարել Premium-ի համար</b>
    { $day } հավանական է { $price } վճարում․ մինչև հիմա ամսի { $usual_day }-ին՝ { $times }-ից { $seen } անգամ։ Վերջին հայտնի հաշվեկշիռը, { $balance_day }՝ { $wallet }, պակասում է { $missing }։
settings-kind-rating-low = Ցածր վարկանիշ
notice-rating-low =
    { $below ->
        [yes] <b>Վարկանիշը շեմից ցածր է՝ { $rating }</b>
       *[no] <b>Վարկանիշը մոտ է շեմին՝ { $rating }</b>
    }
    «Premium վաճառող» նշման համար պետք է { $threshold } կամ ավելի։ { $theirs ->
        [yes] Այդպես է հայտնում շուկան։
       *[no] Շեմը մերն է։
    }
settings-kind-key-expiring = Շուկայի բանալի
notice-key-expiring =
    <b>{ $days ->
        [one] Շուկայի բանալին կգործի ևս { $days } օր
       *[other] Շուկայի բանալին կգործի ևս { $days } օր
    }</b>
    Մինչև՝ { $at }։ Ադմինիստրատորը կարող է նորն ուղարկել այստեղ, առանց դրա՝ միայն ֆայլեր։
settings-kind-report-silent = Նորություն չկա
notice-report-silent =
    <b>{ $days ->
        [one] { $days } օր շուկայից նորություն չկա
       *[other] { $days } օր շուկայից նորություն չկա
    }</b>
    { $never ->
        [yes] Ոչինչ չի հայտնվել { $day }-ից։
       *[no] Վերջին հաշվետվությունը՝ { $day }։
    } Ուղարկեք այստեղ հաշվեգրումների հաշվետվությունը՝ XLSX կամ CSV։
