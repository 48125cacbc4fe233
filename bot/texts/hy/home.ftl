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
home-grace-charge = Պետք է { $price }, պակասում է { $missing }
home-money = Հաշվեկշիռ՝ { $wallet }
home-points = { $programme }՝ { $available }
home-points-held = Ճանապարհին՝ { $held }
home-points-expiry = Շուտով կայրվի { $amount }, կարելի է ծախսել { $until }
home-points-debt = Պարտք՝ { $debt }
home-points-none = Միավորներ դեռ չկան

banner-invitation = <b>Ձեզ հրավիրում ենք միացնել Premium։</b>
banner-invitation-employee = <b>Խանութը Premium-ի հրավեր ունի։</b> Կարող է միացնել կառավարիչը։
banner-approval = <b>{ $asker } խնդրում է միացնել Premium։</b>
banner-grace =
    <b>{ $days ->
        [one] Արտոնյալ ժամկետից մնացել է { $days } օր։
       *[other] Արտոնյալ ժամկետից մնացել է { $days } օր։
    }</b> Պետք է { $price }, պակասում է { $missing }։ Համալրեք { $until }, այլապես բաժանորդագրությունը կավարտվի։
banner-low-balance = <b>Հաջորդ վճարման համար գումարը քիչ է։</b> Ավելացրեք { $missing }։ Վճարումը՝ { $price }, { $at }։
banner-expiring = <b>Շուտով միավորներ կայրվեն։</b> { $programme }՝ { $amount }, կարելի է ծախսել { $until }։
banner-maintenance = <b>Տեխնիկական աշխատանքներ են։</b> Միավորներ ծախսել առայժմ չի լինի։
banner-ending = <b>Բաժանորդագրությունը չի երկարաձգվի։</b> { $plan }-ը գործում է { $until }։

button-premium = Սակագին և Premium
button-points = Միավորներ
button-history = Պատմություն
button-reports = Հաշվետվություն
button-team = Թիմ
button-settings = Կարգավորումներ
button-help = Օգնություն
button-invitation = Տեսնել հրավերը
