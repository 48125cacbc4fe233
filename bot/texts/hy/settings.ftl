### Settings: how a person is told, and how they leave (RULES 12, 15.19). $start, $end: hours such as 22:00.

settings-title = <b>Կարգավորումներ</b>
settings-language = Լեզուն՝ { $language }
settings-notices = Ծանուցումներ՝ { $all }-ից միացված է { $on }-ը
settings-quiet = Լուռ ժամեր՝ { $start } – { $end }
settings-quiet-none = Լուռ ժամեր՝ չկան
settings-zone = Ժամային գոտին՝ { $zone }
settings-zone-programme = Ժամային գոտին՝ ինչպես ծրագրում ({ $zone })
settings-rich = Աղյուսակներ՝ միացված
settings-plain = Աղյուսակներ՝ անջատված
settings-tables-seen =
    <b>Վերևում աղյուսակ տեսնո՞ւմ եք։</b>
    Եթե ոչ, պատասխանեք «Ոչ»՝ ամեն ինչ գրվում է նաև առանց աղյուսակների։
settings-tables-column = Օրինակ
settings-tables-number = Թիվ
settings-tables-row = Տող { $number }

settings-notices-title = <b>Ծանուցումներ</b>
settings-notices-how = Ինչ է գալիս ձեր դերին։ Սեղմեք՝ փոխելու համար։
settings-notices-no-shop = Դեռ խանութի միացած չեք։
settings-state-line =
    { $state ->
        [on] • { $name }՝ միացված
        [partly] • { $name }՝ ոչ ամբողջը
       *[off] • { $name }՝ անջատված
    }
settings-switched-on = { $name }՝ միացված
settings-switched-off = { $name }՝ անջատված
settings-opens = { $name }…
settings-always = <b>Միշտ ուղարկվում են</b>
settings-always-line = • { $name }՝ { $why }
settings-why-renewal-failed = բաժանորդագրությունը կարող է ավարտվել
settings-why-subscription-ended = առավելությունները չեն գործում
settings-why-approval-requested = մարդը պատասխանի է սպասում
settings-often-how = Որքա՞ն հաճախ գրել՝ քանի միավոր է եկել, հետ վերցվել և այրվել
settings-often =
    { $cadence ->
        [daily] Ամեն օր
        [weekly] Շաբաթը մեկ
        [monthly] Ամիսը մեկ
       *[never] Երբեք
    }
settings-often-line =
    • { $name }՝ { $cadence ->
        [daily] ամեն օր
        [weekly] շաբաթը մեկ
        [monthly] ամիսը մեկ
       *[never] երբեք
    }
settings-kinds-title = <b>Ծանուցումներ՝ { $name }</b>
settings-kinds-how = Սեղմեք՝ փոխելու համար։

settings-group-digest = Միավորների ամփոփում
settings-group-points = Այրում և սահմանաչափեր
settings-group-payment = Վճարումներ և ժամկետներ
settings-group-subscription = Բաժանորդագրություն
settings-group-invitation = Premium-ի հրավեր
settings-group-badge = Վաճառողի նշում
settings-group-maintenance = Տեխնիկական աշխատանք
settings-group-report = Ամսվա հաշվետվություն
settings-group-marketplace = Բանալի և ֆայլեր

settings-quiet-title = <b>Լուռ ժամեր</b>
settings-quiet-how = Գրում ենք հետո։
settings-quiet-always = Անմիջապես՝ միայն մինչև դրանց վերջը լինելիք վճարման կամ ավարտի մասին։
settings-quiet-zone = Ձեր գոտով՝ { $zone }
settings-quiet-type = Ժամերը կարող եք և գրել՝ 22–9
settings-quiet-wrong = Ամբողջ ժամեր 0-ից 23, օրինակ՝ 22–9
settings-quiet-from = Ո՞ր ժամից չանհանգստացնել
settings-quiet-until = Չանհանգստացնել { $start }-ից։ Մինչև ո՞ր ժամը

settings-zone-title = <b>Ժամային գոտի</b>
settings-zone-how = Էկրաններին ծրագրի ժամանակն է ({ $programme }), լուռ ժամերի համար՝ ձերը։

settings-data-title = <b>Իմ տվյալները և դուրս գալը</b>
settings-data-what = Պահում ենք անունը ({ $name }), Telegram-ի համարը ({ $number }), դերերը, կարգավորումները, ուղարկվածը։ Խանութի պատմության մեջ անվան փոխարեն համար է։
settings-data-little = Պահում ենք այս կարգավորումներն ու Telegram-ի համարը։
settings-data-shops = Ձեր խանութները՝
settings-data-shop = • { $shop }՝ { $role }
settings-data-no-shops = Խանութի միացած չեք։
settings-leave-shop = Դուրս գալ՝ { $shop }
settings-not-in-shop = Դուք այլևս այս խանութում չեք։
settings-leave-question =
    <b>Դուրս գա՞լ «{ $shop }» խանութից</b>
    • Այն անմիջապես կդադարեք տեսնել։
    • Վերլուծության տեղը, հրավերներն ու խնդրանքը կկորչեն։
    • Կվերադառնաք միայն նոր հղումով։
settings-leave-last =
    <b>Դեռ հնարավոր չէ դուրս գալ</b>
    «{ $shop }» խանութն այլ ադմինիստրատոր չունի։
settings-hand-over = Նախ ադմինիստրատոր նշանակեք ուրիշին․ թիմ → մարդ → «Փոխել դերը», կամ հրավիրեք։
settings-team-of = Թիմ՝ { $shop }
settings-left = Դուք դուրս եկաք «{ $shop }» խանութից։
settings-forget-question = <b>Ջնջե՞լ ձեր բոլոր տվյալները</b>
settings-forget-shops = • Դուրս կգաք՝ { $shops }։
settings-forget-what =
    • Անունը, Telegram-ի համարն ու կարգավորումները կջնջվեն ընդմիշտ։
    • Ծանուցումներ այլևս չեն գա։
    • Խանութի պատմության մեջ կմնան դերն ու համարը։
settings-forget-last =
    <b>Տվյալները դեռ հնարավոր չէ ջնջել</b>
    Դուք միակ ադմինիստրատորն եք՝ { $shop }։
settings-forgotten = Տվյալները ջնջված են։ Զրույցը ջնջեք Telegram-ում։

toast-settings-saved = Պահպանված է։
toast-settings-no-tables = Telegram-ն օրինակը չընդունեց։

button-settings-notices = Ծանուցումներ
button-settings-quiet = Լուռ ժամեր
button-settings-timezone = Ժամային գոտի
button-settings-plain = Անջատել աղյուսակները
button-settings-rich = Աղյուսակներ…
button-settings-tables-yes = Այո, տեսնում եմ
button-settings-tables-no = Ոչ
button-settings-data = Իմ տվյալները և դուրս գալը
button-settings-all-on = Միացնել ամբողջը
button-settings-all-off = Անջատել ամբողջը
button-settings-quiet-own = Այլ ժամեր
button-settings-quiet-none = Առանց լուռ ժամերի
button-settings-zone-programme = Ինչպես ծրագրում
button-settings-confirm-leave = Այո, դուրս գալ
button-settings-forget = Ջնջել իմ տվյալները
button-settings-confirm-forget = Այո, ջնջել տվյալները
