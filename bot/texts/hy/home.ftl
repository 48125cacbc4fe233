### The home screen: one glance. $until is a phrase with its own preposition.

home-title = <b>{ $shop }</b>
home-role = Ձեր դերը՝ { $role }
home-clock = Տվյալները՝ { $now }
home-plan-inactive = <b>Առանց բաժանորդագրության</b>
home-plan-trial = <b>{ $plan }</b> · փորձաշրջան { $until }
home-plan-active = <b>{ $plan }</b> · գործում է { $until }
home-plan-grace = <b>{ $plan }</b> · արտոնյալ ժամկետ { $until }
home-next-charge = Հաջորդ վճարումը՝ { $price }, { $at }
home-next-charge-lite = Հետո Premium Lite՝ { $price }, { $at }
home-no-charge = Երկարաձգումն անջատված է, այլևս վճարում չի լինի
home-short = Հաշվեկշռում պակասում է { $missing }
home-grace-charge = Վճարման ենթակա է { $price }, պակասում է { $missing }
home-money = Հաշվեկշիռ՝ { $wallet }
home-points = { $programme }՝ { $available }
home-points-held = Պահված՝ { $held }
home-points-expiry = Առաջինը կայրվի { $amount }, կարելի է ծախսել { $until }
home-points-debt = Պարտք՝ { $debt }
home-points-none = Միավորներ դեռ չկան

banner-invitation = <b>Ձեզ հրավիրում ենք միացնել Premium։</b> Տեսեք, թե ինչ է այն տալիս և ինչ արժե։
banner-invitation-employee = <b>Խանութը ստացել է Premium-ի հրավեր։</b> Այն կարող է միացնել կառավարիչը կամ ադմինիստրատորը, կարող եք դիմել նրանց։
banner-approval = <b>{ $asker } խնդրում է միացնել Premium։</b> Հաստատեք կամ մերժեք։
banner-grace =
    <b>{ $days ->
        [one] Արտոնյալ ժամկետից մնացել է { $days } օր։
       *[other] Արտոնյալ ժամկետից մնացել է { $days } օր։
    }</b> Պետք է { $price }, պակասում է { $missing }։ Համալրեք հաշվեկշիռը { $until }, այլապես բաժանորդագրությունը կանջատվի։
banner-low-balance = <b>Գումարը չի բավարարում հաջորդ վճարման համար։</b> Հաշվեկշռում ավելացրեք { $missing }։ Վճարումը՝ { $price }, { $at }։
banner-expiring = <b>Շուտով միավորներ կայրվեն։</b> { $programme }՝ { $amount }, կարելի է ծախսել { $until }։
banner-maintenance = <b>Տեխնիկական աշխատանքներ են։</b> Միավորներ դուրսգրել առայժմ հնարավոր չէ, մնացածն աշխատում է։ Երբ ավարտենք, կգրենք։
banner-ending = <b>Բաժանորդագրությունը չի երկարաձգվի։</b> { $plan }-ը գործում է { $until }։

button-premium = Սակագին և Premium
button-points = Միավորներ
button-history = Պատմություն
button-reports = Հաշվետվություն
button-team = Թիմ
button-settings = Կարգավորումներ
button-help = Օգնություն
button-invitation = Տեսնել հրավերը
