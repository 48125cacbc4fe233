### Buttons under notices: the one likely next step.

button-spend-now = Դուրսգրել միավորներ
button-top-up = Ինչպես համալրել հաշվեկշիռը
button-keep-premium = Պահպանել Premium-ը
button-keep-plan = Պահպանել բաժանորդագրությունը
button-switch-to-lite = Անցնել Premium Lite-ի
button-turn-renewal-off = Անջատել երկարաձգումը
button-open-premium = Բացել Premium-ը
button-open-points = Բացել միավորները
button-open-history = Բացել պատմությունը
button-open-report = Բացել հաշվետվությունը
top-up-how =
    <b>Ինչպես համալրել հաշվեկշիռը</b>
    Հաշվեկշիռը համալրվում է վաճառքներից կամ վաճառողի անձնական հաշվում արված փոխանցումից։
balance-missing-now =
    Հիմա պակասում է՝ { $missing }։ Կարող եք համալրել { $until }։
    Հենց գումարը մուտքագրվի, անմիջապես կփորձենք վճարել բաժանորդագրությունը։ Ոչինչ սեղմել պետք չէ։
balance-missing-by = Հիմա պարտք չկա։ Հաջորդ վճարումը՝ { $at }։ Դրա համար պակասում է { $missing }։
button-pay = Բացել վաճառողի հաշիվը
button-copy-amount = Պատճենել գումարը՝ { $price }
