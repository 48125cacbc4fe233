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
    Որոշ հավելվածներ դրա փոխարեն դատարկ հաղորդագրություն են ցույց տալիս։ Այդ դեպքում պատասխանեք «Ոչ»՝ ամեն ինչ գրվում է նաև առանց աղյուսակների։
settings-tables-column = Օրինակ
settings-tables-number = Թիվ
settings-tables-row = Տող { $number }

settings-notices-title = <b>Ծանուցումներ</b>
settings-notices-how = Այստեղ են ձեր դերին ուղարկվող ծանուցումները։ «Միացված» կամ «անջատված» բառով կոճակն անմիջապես փոխում է, բազմակետով կոճակը բացում է խումբը։
settings-notices-no-shop = Ծանուցումները խանութի մասին են, իսկ դուք դեռ միացած չեք որևէ խանութի։
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
settings-why-renewal-failed = առանց վճարման բաժանորդագրությունը կանջատվի
settings-why-subscription-ended = առավելություններն այլևս չեն գործում
settings-why-approval-requested = մարդը պատասխանի է սպասում
settings-often-how = Որքա՞ն հաճախ գրել՝ քանի միավոր է հաշվեգրվել, հանվել և այրվել
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
settings-kinds-how = Սեղմեք՝ միացնելու կամ անջատելու համար։

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
settings-quiet-how = Այդ ընթացքում ոչինչ չենք գրում, իսկ այն, ինչ դեռ կարևոր է, ուղարկում ենք հետո։
settings-quiet-always = Անմիջապես կգրենք միայն այն գանձման կամ ավարտի մասին, որը տեղի կունենա մինչև դրանց վերջը։
settings-quiet-zone = Ժամերը հաշվում ենք ձեր գոտով՝ { $zone }
settings-quiet-type = Ժամերը կարող եք և գրել՝ 22–9
settings-quiet-wrong = Գրեք ամբողջ ժամեր 0-ից 23, օրինակ՝ 22–9
settings-quiet-from = Ո՞ր ժամից չանհանգստացնել
settings-quiet-until = Չանհանգստացնել { $start }-ից։ Մինչև ո՞ր ժամը

settings-zone-title = <b>Ժամային գոտի</b>
settings-zone-how = Վճարումները, սահմանաչափերն ու ժամկետները հաշվվում են ծրագրի ժամանակով ({ $programme }), և էկրաններին այդ ժամանակն է։ Եթե ձեր ժամանակն այլ է, կողքին կնշենք գոտին։ Լուռ ժամերը ձեր գոտով են։

settings-data-title = <b>Իմ տվյալները և դուրս գալը</b>
settings-data-what = Մենք պահում ենք ձեր անունը ({ $name }) և Telegram-ի համարը ({ $number }), դերերը խանութներում, այս կարգավորումների ընտրությունը և ուղարկված ծանուցումների նշումները։ Խանութների պատմության մեջ անվան փոխարեն համար է։
settings-data-little = Մենք պահում ենք միայն կարգավորումներում ձեր ընտրածը և Telegram-ի համարը՝ իմանալու, թե ում ընտրությունն է։
settings-data-shops = Ձեր խանութները՝
settings-data-shop = • { $shop }՝ { $role }
settings-data-no-shops = Դուք միացած չեք որևէ խանութի։
settings-leave-shop = Դուրս գալ՝ { $shop }
settings-not-in-shop = Դուք այլևս այս խանութում չեք։
settings-leave-question =
    <b>Դուրս գա՞լ «{ $shop }» խանութից</b>
    • Այն անմիջապես կդադարեք տեսնել, և դրա մասին ծանուցումներ չեն գա։
    • Վերլուծության տեղը կազատվի, ձեր հրավերներն ու խնդրանքը կփակվեն։
    • Վերադառնալ հնարավոր է միայն ադմինիստրատորի նոր հղումով։
settings-leave-last =
    <b>Դեռ հնարավոր չէ դուրս գալ</b>
    «{ $shop }» խանութն այլ ադմինիստրատոր չունի։
settings-hand-over = Նախ ադմինիստրատոր նշանակեք ուրիշին․ բացեք թիմը, ընտրեք մարդուն և սեղմեք «Փոխել դերը»։ Եթե թիմում ուրիշ մարդ չկա, հրավիրեք նոր ադմինիստրատոր։
settings-team-of = Թիմ՝ { $shop }
settings-left = Դուք դուրս եկաք «{ $shop }» խանութից։
settings-forget-question = <b>Ջնջե՞լ ձեր բոլոր տվյալները</b>
settings-forget-shops = • Դուք դուրս կգաք խանութներից՝ { $shops }։
settings-forget-what =
    • Անունը, Telegram-ի համարն ու բոլոր կարգավորումներն անմիջապես կջնջվեն, վերականգնել հնարավոր չէ։
    • Դեռ չուղարկված ծանուցումները չեն գա։
    • Խանութների պատմության մեջ կմնան միայն դերն ու հերթական համարը՝ առանց անվան։
settings-forget-last =
    <b>Տվյալները դեռ հնարավոր չէ ջնջել</b>
    Դուք միակ ադմինիստրատորն եք՝ { $shop }։
settings-forgotten = Ձեր տվյալները ջնջված են։ Այս զրույցը կարող եք ջնջել հենց Telegram-ում։

toast-settings-saved = Պահպանված է։
toast-settings-no-tables = Telegram-ը օրինակը չընդունեց։ Ամեն ինչ մնում է առանց աղյուսակների։

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
