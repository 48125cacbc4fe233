### Buttons under notices: the one likely next step.

button-spend-now = Ծախսել միավորներ
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
    Վաճառքներից կամ վաճառողի հաշվում արված փոխանցումով։
balance-missing-now =
    Հիմա պակասում է՝ { $missing }։ Համալրեք { $until }։
    Հենց գումարը գա, անմիջապես կփորձենք վճարել։
balance-missing-by = Հիմա պարտք չկա։ Հաջորդ վճարման համար, { $at }, պակասում է { $missing }։
button-pay = Բացել վաճառողի հաշիվը
button-copy-amount = Պատճենել գումարը՝ { $price }
