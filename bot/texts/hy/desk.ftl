### The demo's desk beside the chats: stories to play, the log. Plain text without tags.
### Amounts come formatted; $until is a phrase with its own preposition; $names are first names.

desk-story-renewal-fails = Երկարաձգումը չի ստացվում
desk-story-points-expire = Միավորներն այրվում են մեկ շաբաթից
desk-story-employee-asks = Գալիս է հրավեր, աշխատակիցը խնդրում է
desk-story-manager-approves = Կառավարիչը հաստատում է
desk-story-orders-return = Պատվերները վերադարձվում են
desk-story-ads-drain = Գովազդը սպառում է միավորները
desk-story-own-shop = Նորեկը բանալիով միացնում է Ozon-ի խանութ
desk-story-ozon-corrects = Ozon-ն ուղղում է երեկվա օրը

desk-told-renewal-fails = { $price } վճարումը չստացվեց, որովհետև հաշվեկշիռը դատարկ էր։ Արտոնյալ ժամկետը կտևի { $until }։
desk-told-points-expire = { $programme }՝ { $points } կարելի է ծախսել { $until }, հիշեցումը հենց նոր եկավ։
desk-told-employee-asks = Եկավ Premium-ի հրավեր, և { $name } խնդրում է կառավարիչներին ընդունել այն։
desk-told-manager-approves = { $name } հաստատեց խնդրանքը և միացումը։ Premium-ը միացված է։
desk-told-orders-return =
    { $count ->
        [one] { $count } պատվեր գնվեց, մեծ մասը վերադարձվեց, ճշգրտումը՝ { $points }։ Եկան ամփոփումն ու շաբաթական զգուշացումը։
       *[other] { $count } պատվեր գնվեց, մեծ մասը վերադարձվեց, ճշգրտումը՝ { $points }։ Եկան ամփոփումն ու շաբաթական զգուշացումը։
    }
desk-told-ads-drain =
    { $count ->
        [one] Գովազդի { $count } վճար ավտոմատ կատարվեց միավորներով՝ { $spent }։ Մնացած ամեն ինչի համար մնաց { $left }։
       *[other] Գովազդի { $count } վճար ավտոմատ կատարվեց միավորներով՝ { $spent }։ Մնացած ամեն ինչի համար մնաց { $left }։
    }
desk-told-own-shop = { $name } ուղարկեց Ozon-ի հորինված խանութի բանալին՝ Client-Id { $client }, Api-Key { $secret }։ Բոտն անմիջապես ջնջեց հաղորդագրությունը, խանութը կարդացվում է։
desk-told-ozon-corrects = Ozon-ը հետին թվով փոխեց { $day } օրը․ գովազդն արժեր { $before }, հիմա արժե { $after }։ Խանութը կրկին կարդացվում է, տարբերությունը կպահվի որպես ուղղում։
desk-look-at = Տեսեք, թե ինչ են ստացել՝ { $names }։
desk-nobody = Այստեղի մարդկանցից ոչ ոք չի աշխատում այս խանութում, նայեք մատյանը։

desk-busy = Արդեն ինչ-որ բան ընթացքում է։ Սպասեք, մինչև ավարտվի։
desk-no-shop = Այդպիսի խանութ չկա։
desk-parked = Խանութը կասեցված է ստուգման համար, դրա հետ ոչինչ չի կարող պատահել։
desk-no-ozon = Այստեղ չկա Ozon, որով կարելի է խաղալ։
desk-no-newcomer = Այստեղ չկա մեկը, ով խանութ չունի և կարող է միացնել իրենը։
desk-no-own-shop = Ozon-ի ոչ մի խանութ դեռ միացված և կարդացված չէ։ Նախ միացրեք բանալիով կամ սպասեք, մինչև կարդացվի։
desk-no-employee = Այստեղ չկա այս խանութի աշխատակից, որը գործարկել է բոտը։ Ընտրեք այլ խանութ կամ հրավիրեք աշխատակցի հղումով։
desk-no-manager = Այստեղ չկա այս խանութի կառավարիչ կամ ադմինիստրատոր, որը գործարկել է բոտը։ Ընտրեք այլ խանութ։
desk-no-answer = Բոտը ժամանակին չպատասխանեց ({ $name })։ Բացեք այդ զրույցը և նորից փորձեք։
desk-no-reminder = Կանոններում չկան միավորների այրման հիշեցումներ։
desk-no-programme = Կանոններում չկան միավորներ, որոնցով վճարվում է գովազդը։
desk-interrupted = Ինչ-որ բան միջամտեց, և սցենարն այլ ավարտ ունեցավ։ Նորից գործարկեք այն։
desk-story-refused = Սցենարը կանգ առավ ծրագրի պատասխանի վրա՝ { $outcome }

desk-bad-field =
    { $field ->
        [price] Գին՝ 0-ից մեծ, ստորակետից հետո առավելագույնը երկու նիշ։
        [discount] Զեղչ՝ 0-ից մեծ, մինչև 100 %։
        [quantity] Քանակ՝ ամբողջ թիվ, 1 կամ ավելի։
        [amount] Գումար՝ 0-ից մեծ, մինչև 999 999 999 999,99, ստորակետից հետո առավելագույնը երկու նիշ։
        [rating] Վարկանիշ՝ 0-ից 5։
       *[other] Այստեղ լրացվածը հնարավոր չէ ընդունել։
    }
desk-wallet-empty = Հաշվեկշիռն արդեն դատարկ է։
desk-no-order = Նախ գնվի պատվեր, կամ նշեք պատվերի տողը։
desk-no-charge = Վճարում չի սպասվում․ բաժանորդագրություն չկա, կամ այն չի երկարաձգվի։
desk-charge-failed = Վճարումն արդեն չի ստացվել․ այն փորձվում է ամեն օր, մինչև գումար ստացվի։
desk-short-already = Այդպես էլ չի ստացվի․ { $price } կգանձվի { $due }, իսկ հաշվեկշիռը չի բավականացնի։
desk-told-charge-fails = Հաշվեկշռից դուրս եկավ { $amount }։ { $price } վճարումը ({ $due }) չի ստացվի, եթե գումար չստացվի։
desk-nothing-sent = Այս խանութի համար դեռ ոչինչ չի ուղարկվել․ նախ հաշիվ դուրս գրեք ծառայության համար կամ համալրեք հաշվեկշիռը։
desk-told-again = «{ $fact }»․ նույն տողը եկավ ևս մեկ անգամ։ Ծրագիրը ճանաչեց դրա համարը և տվեց առաջին պատասխանը․ ոչինչ երկու անգամ տեղի չունեցավ։

desk-kind-facts = Փաստեր
desk-kind-points = Միավորներ
desk-kind-money = Գումար
desk-kind-subscription = Բաժանորդագրություն
desk-kind-notices = Հաղորդագրություններ

desk-fact-order-redeemed = Պատվերը գնված է
desk-fact-order-returned = Պատվերը վերադարձված է
desk-fact-order-cancelled = Պատվերը չեղարկված է
desk-fact-service-charged = Ծառայության վճար
desk-fact-wallet-credited = Գումար է ստացվել
desk-fact-wallet-debited = Գումար է դուրս եկել
desk-fact-eligibility-changed = Ներքին հաստատում
desk-fact-rating-updated = Նոր գնահատական
desk-fact-bonus-granted = Բոնուս է հաշվեգրվել
desk-fact-campaign-upserted = Հայտարարված է քարոզարշավ
desk-fact-command-connect = Հրաման՝ միացնել
desk-fact-command-cancel = Հրաման՝ չեղարկել
desk-fact-command-resume = Հրաման՝ երկարաձգել ավտոմատ
desk-fact-command-opt-in = Հրաման՝ վերադառնալ ծրագրին
desk-fact-command-set-mode = Հրաման՝ վճարել միավորներով ավտոմատ
desk-fact-other = Փաստ՝ { $type }
desk-passed =
    { $passed ->
        [yes] անցած է
       *[no] անցած չէ
    }
desk-pieces =
    { $count ->
        [one] { $count } հատ
       *[other] { $count } հատ
    }
desk-discount = զեղչը՝ { $discount }
desk-wallet = հաշվեկշիռը՝ { $wallet }
