### The history: the list, filters, charges, the statement of a month, files, words for support.

history-title = <b>Պատմություն</b>
history-shown = Ցուցադրված է՝ { $conditions }
history-count =
    { $count ->
        [one] Ընդամենը { $count } տող։
       *[other] Ընդամենը { $count } տող։
    }
history-hint = Սեղմեք համարը՝ պատճառը տեսնելու համար։
history-none-found = Ոչինչ չի գտնվել։
history-empty = Դեռ ոչինչ չի եղել։
history-no-line = Այդպիսի տող չկա։

# Conditions
history-what-points = բոլոր միավորները
history-what-money = ամբողջ գումարը
history-what-subscription = ամբողջ բաժանորդագրությունը
history-what-consent = մասնակցություն ծրագրերին
history-what-rating = գնահատական
history-by-what = { $value }
history-by-kind = { $value }
history-by-programme = { $value }
history-by-service = ծառայություն՝ { $value }
history-by-campaign = քարոզարշավ { $value }
history-by-order = պատվեր { $value }
history-by-grant = մեկ բոնուս
history-by-charge = մեկ վճար
history-on-day = { $day }
history-between = { $since } – { $until }
history-since = { $since }-ից
history-until = մինչև { $until }-ի վերջը

filters-title = <b>Ի՞նչ ցուցադրել</b>
filters-now = Այժմ՝
filters-none = Այժմ՝ ամեն ինչ՝ սկզբից։
choose-kind = Ի՞նչ է տեղի ունեցել
choose-programme = Ո՞ր միավորները
choose-service = Ո՞ր ծառայությունը
choose-campaign = Ո՞ր քարոզարշավը
ask-order = Գրեք պատվերի համարը։
ask-since =
    <b>Ո՞ր օրվանից</b>
    Պատմության սկիզբը՝ { $first }։
ask-until =
    <b>Մինչև ո՞ր օրը</b>
    Այն ևս կներառվի։
dates-now = Այժմ՝ { $span }
order-not-found = «{ $order }» պատվերին վերաբերող ոչինչ չկա։ Ստուգեք համարը։

# Charges
charges-title = <b>Ծառայությունների վճարներ</b>
charges-none = Ծառայությունների վճարներ դեռ չկան։
charges-count =
    { $count ->
        [one] Ընդամենը { $count } վճար։
       *[other] Ընդամենը { $count } վճար։
    }
charges-reversed = { $charge } (չեղարկված)

# The statement of a month
history-statement-title = <b>Քաղվածք՝ { $month }</b>
history-statement-how = Սկիզբը, շարժերը, վերջը։
history-statement-wallet = Հաշվեկշիռ
history-statement-fees = Բաժանորդագրության վճար
history-statement-available = Հասանելի
history-statement-held = Ճանապարհին
history-statement-debt = Պարտք
history-statement-fee = { $day }՝ { $plan }, { $since } – { $until }
history-statement-fee-returned = { $day }՝ վերադարձ { $plan }-ի համար, { $since } – { $until }

# Files
export-title = <b>Պահպանել ֆայլում</b>
export-everything = Ամեն ինչ՝ սկզբից։
export-or-month = Կամ ամիսը՝ քաղվածքով․
export-statement = Քաղվածք և բոլոր տողերը՝ { $month }։
export-running = Պատրաստում եմ ֆայլը…
export-caption =
    { $count ->
        [one] { $count } տող
       *[other] { $count } տող
    }։ { $span }
export-empty = Պահպանելու բան չկա։
export-too-large = Ֆայլը մեծ է Telegram-ի համար։ Ընտրեք ավելի կարճ ժամանակ։
export-failed = Չհաջողվեց ուղարկել ֆայլը։ Փորձեք քիչ անց։
toast-export-begun = Պատրաստում եմ ֆայլը…

# Support
dispute =
    <b>Այս տողում ինչ-որ բան սխա՞լ է</b>
    Գրեք աջակցությանը՝ { $contact }
    Ավելացրեք՝
    <code>{ $reference }</code>
dispute-reference = { $what }, { $at }, «{ $shop }»

# Buttons
button-history-newer = ‹ Ավելի նոր
button-history-older = Ավելի վաղ ›
button-history-previous = ‹ Նախորդները
button-history-next = Հաջորդները ›
button-history-filter = Զտել
button-history-show-everything = Ցուցադրել ամբողջը
button-history-show = Ցուցադրել
button-history-charges = Ծառայություններ
button-history-statement = Ամսվա քաղվածք
button-history-export = Պահպանել ֆայլում
button-history-by-dates = Ամսաթվեր
button-history-by-kind = Ինչ է եղել
button-history-by-programme = Միավորների ծրագիր
button-history-by-service = Ծառայություն
button-history-by-campaign = Քարոզարշավ
button-history-by-order = Պատվեր
button-history-this-month = Այս ամիսը
button-history-last-month = Անցած ամիսը
button-history-last-days = 90 օր
button-history-all-time = Ամբողջ ժամանակը
button-history-any = Ցանկացած
button-history-open-since = Հենց սկզբից
button-history-open-until = Մինչև այսօր
button-history-months = Ամիսներ
button-history-years = Տարիներ
button-history-all-of-order = Այս պատվերի բոլոր տողերը
button-history-all-of-grant = Այս բոնուսների բոլոր տողերը
button-history-all-of-charge = Այս վճարի բոլոր տողերը
button-history-dispute = Վիճարկել
button-history-copy-reference = Պատճենել տողի տվյալները
button-history-all-services = Բոլոր ծառայությունները
button-history-month-before = ‹ { $month }
button-history-month-after = { $month } ›
button-history-month-lines = Այս ամսվա տողերը
button-history-csv = CSV
button-history-xlsx = XLSX
