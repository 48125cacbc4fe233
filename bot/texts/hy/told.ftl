### Խանութ, որը վարում է ինքը՝ շուկան․ ինչ է հայտնել և ինչ չի հայտնում։ $day, $month և գումարները գալիս են պատրաստի։

told-about = Այս խանութի համար որոշում է շուկան։ Ահա թե ինչ է այն հայտնել։
told-month = <b>{ $month }</b>
told-since-start = <b>Առաջին հաշվետվությունից</b>
told-points-title = <b>Միավորներ</b>
told-premium-title = <b>Սակագին և Premium</b>
told-reports-title = <b>Հաշվետվություններ</b>
told-history-title = <b>Ինչ է հայտնել շուկան, սկզբում՝ վերջինը</b>
told-points = { $programme }՝ եկել է { $came }, վերադարձվել է { $went }, ընդամենը՝ { $net }
told-no-points = Միավորներ՝ շուկան չի հայտնում
told-sales = Վաճառք հանած վերադարձներ՝ { $amount }
told-no-sales = Վաճառք՝ շուկան չի հայտնում
told-fees = Ծառայությունների վճար՝ { $amount }
told-no-fees = Ծառայությունների վճար՝ շուկան չի հայտնում
told-fee = · { $service }՝ { $amount }
told-coverage = Միավորները վճարների { $share } են
told-surplus = Վճարներից ավելի միավորներ՝ { $amount }
told-shortfall = Վճար, որին միավորները չեն հասնում՝ { $amount }
told-plan = Սակագին՝ <b>{ $plan }</b>, { $day } դրությամբ
told-no-plan = Սակագին չկա, { $day } դրությամբ
told-no-word-of-plan = Սակագին՝ շուկան չի հայտնում
told-rating = Վարկանիշ՝ { $rating }
told-no-rating = Վարկանիշ՝ շուկան չի հայտնում
told-balance = Հաշվեկշիռը { $day }՝ առավոտյան { $opening }, երեկոյան { $closing }
told-no-balance = Հաշվեկշիռ՝ շուկան չի հայտնում
told-premium-fees = Premium-ի վճարներ՝
told-premium-fee = · { $day }՝ { $amount }
told-premium-no-fees = Շուկայի հայտնածում Premium-ի վճար չկա։
told-not-points = Մասեր, ժամկետներ, ճանապարհին եղած միավորներ և պարտք՝ շուկան չի հայտնում։
told-not-premium = Փորձաշրջան, արտոնյալ ժամկետ, հաջորդ գանձում, հրավեր և առավելություններ՝ շուկան չի հայտնում։
told-not-money = Հաջորդ գանձումը՝ շուկան չի հայտնում։
told-cannot = Միացումը, միավորների ծախսը և կարգավորումները շուկայի ձեր հաշվում են։
told-send = Հաշվետվություն ավելացնելու համար ուղարկեք դրա ֆայլն այստեղ։
told-nothing = Դեռ ոչինչ չի հայտնվել։ Ուղարկեք այստեղ ֆայլով հաշվեգրումների հաշվետվությունը՝ XLSX կամ CSV։
told-line = { $day } · { $what }
told-correction = { $day } · ուղղում · { $what }
told-what = { $fact ->
        [points] միավորներ { $amount } { $about }
        [fee] վճար { $amount } { $about }
        [sale] վաճառք { $amount } { $about }
        [balance] հաշվեկշիռ { $amount }
       *[plan] սակագին { $about }
    }

button-intake-keep = Պահել
button-intake-no = Ոչ, ոչինչ չպահել
intake-question = Պահե՞լ այն, ինչ ասում է հաշվետվությունը։
toast-intake-kept = Պահպանված է՝ { $count }։
intake-progress = Պահում ենք՝ { $bar } { $done } / { $count }
intake-done = <b>Պահպանված է։</b> Նոր, փոխված և ուղղված գրառումներ՝ { $count }։ Դրանք արդեն հաշվետվություններում են։
intake-send-again = Ֆայլն այլևս այստեղ չէ։ Ուղարկեք այն նորից։
intake-too-large = Ֆայլը { $most } ՄԲ-ից մեծ է։ Ուղարկեք ավելի կարճ ժամանակահատվածի հաշվետվություն։

told-not-here = Սա այն խանութի համար է, որը վարում է ինքը՝ շուկան։
told-not-told = շուկան չի հայտնում
told-nothing-of-month = Այս ամսվա մասին ոչինչ չի հայտնվել։ Ուղարկեք այստեղ ֆայլով հաշվեգրումների հաշվետվությունը՝ XLSX կամ CSV։
told-corrected = Շուկան հետո ուղղել է՝ { $count }
told-dash = «—»՝ շուկան չի հայտնում։
told-day = <b>{ $day }</b> · միավորներ՝ եկել է { $came }, վերադարձվել է { $went }, ընդամենը՝ { $net } · վճար { $fees } · վաճառք { $sales }
told-items-title = <b>Միավորներն ըստ ապրանքի</b>
told-orders-title = <b>Միավորներն ըստ պատվերի</b>
told-items-none = Ապրանքը նշված չէ
told-orders-none = Պատվերը նշված չէ
told-part = · { $name }՝ եկել է { $came }, վերադարձվել է { $went }, ընդամենը՝ { $net }
told-fees-title = <b>Ծառայությունների վճար</b>
told-service = <b>{ $service }</b>՝ { $amount }
told-kind = · { $kind }՝ { $amount }
told-checked = <b>{ $day }</b>՝ { $opening } → { $closing }, փոփոխություն { $change }
told-compared = { $agrees ->
        [yes] Ըստ օրվա գրառումների { $facts }՝ համընկնում է մինչև կոպեկ
       *[no] Ըստ օրվա գրառումների { $facts }, տարբերությունը՝ { $difference }
    }
told-no-facts-of-day = Օրվա գրառումներ՝ շուկան չի հայտնում
told-difference-why = Գրառումներ՝ վաճառք և միավորներ հանած վճարները։ Տարբերությունը սովորաբար վճարում է ձեզ կամ այդ օրվա հաշվետվություն, որը դեռ չկա։
told-tax-title = <b>Հարկերի համար</b>
told-tax-sales = Վաճառված՝ { $came }
told-tax-returns = Վերադարձված՝ { $went }
told-tax-revenue = <b>Հասույթ՝ { $amount }</b>
told-tax-apart = <b>Միավորներ՝ փողից առանձին</b>
told-tax-points = <b>Միավորներ ընդամենը՝ { $points }</b>
told-tax-surplus = Վճարներից ավելի՝ { $amount }։ Շուկան դա վճարում է փողով՝ առանձին ակտով։
told-tax-note = Միավորները հասույթի մեջ չեն։ Ինչ համարել եկամուտ, հարցրեք հաշվապահին։
told-kinds-unclear = <b>Տեսակներ, որոնք չգիտենք․ դրանք «այլ» վճարներում են</b>
told-kinds-clear = Վճարների բոլոր տեսակները հասկանալի են։
told-more = … և ևս { $count }
told-corrections = <b>Ուղղումներ</b>
told-no-corrections = Այս ամսվա մասին շուկան ոչինչ չի ուղղել։
told-chart-title = <b>Միավորներ և վճարներ ըստ ամիսների</b>
told-chart-line = { $month }՝ միավորներ { $points }, վճար { $fees }
told-picture-month = Միավորներ և վճարներ․ { $month }
told-picture-months = Միավորներ և վճարներ ըստ ամիսների
told-picture-points = Միավորներ, ընդամենը
told-picture-fees = Ծառայությունների վճար
told-premium-month = { $month }՝ { $amount }
told-premium-not-usual = Հաջորդ գանձումը՝ շուկան չի հայտնում, իսկ տեսնվածը քիչ է ենթադրելու համար։
told-premium-likely = Հաջորդ գանձումը հավանական է՝ <b>{ $day }</b>։ Շուկան այն չի հայտնում։
told-premium-overdue = Գանձումը հավանական էր՝ { $day }, դրա մասին դեռ չի հայտնվել։
told-premium-seen-day = Մինչև հիմա ամսի { $day }-ին՝ { $times }-ից { $seen } անգամ։
told-premium-seen-amount = Սովորաբար { $amount }՝ { $times }-ից { $seen } անգամ։
told-rating-title = <b>Վարկանիշ</b>
told-rating-history = Վերջին հայտնածները՝
told-rating-line = · { $day }՝ { $rating }
told-threshold =
    «Premium վաճառող» նշման համար պետք է { $threshold } կամ ավելի։ { $whose ->
        [theirs] Այդպես է հայտնում շուկան։
       *[ours] Շուկան շեմ չի հայտնել, սա մերն է։
    }
told-rating-below = <b>Վարկանիշը շեմից ցածր է․ գնորդները կարող են նշումը չտեսնել։</b>
told-rating-near = <b>Վարկանիշը մոտ է շեմին․ նշումը վտանգված է։</b>
told-rating-safe = Նշանին վտանգ չի սպառնում։
button-told-days = Ըստ օրերի
button-told-points = Միավորներ
button-told-items = Ըստ ապրանքի
button-told-orders = Ըստ պատվերի
button-told-fees = Վճարներ
button-told-balance = Հաշվեկշիռ
button-told-tax = Հարկերի համար
button-told-unclear = Անհասկանալի
button-told-chart = Ամիսներ
button-told-premium = Premium
button-told-rating = Վարկանիշ
button-told-page-back = ‹ Ցուցակով հետ
button-told-page-on = Հաջորդը ›
told-no-balances = Այս ամսվա հաշվեկշիռը՝ շուկան չի հայտնում

told-fact = { $fact ->
        [points] Միավորներ
        [fee] Վճար
        [sale] Վաճառք
        [balance] Հաշվեկշիռ
       *[plan] Սակագին
    }
told-fact-no-plan = չկա
told-statement-title = Ինչ է հայտնել շուկան, { $month }՝ { $shop }, { $seller }
told-statement-units = Արժույթ՝ { $currency }։ Մեկ միավորը հավասար է դրա մեկ միավորին։
told-statement-points = Միավորներ՝ փողից առանձին
told-statement-came = { $what }՝ եկել է
told-statement-went = { $what }՝ վերադարձվել է
told-statement-net = { $what }՝ ընդամենը
told-statement-sales = Վաճառք
told-statement-sold = Վաճառված
told-statement-returned = Վերադարձված
told-statement-revenue = Հասույթ
told-statement-fees = Ծառայությունների վճար
told-statement-surplus = Վճարներից ավելի միավորներ
told-statement-shortfall = Վճար, որին միավորները չեն հասնում
told-statement-premium = Premium-ի վճար
told-statement-balance = Հաշվեկշիռ
told-statement-opening = { $day }, առավոտյան
told-statement-closing = { $day }, երեկոյան
told-statement-how = Ինչ է շուկան հայտնել ամսվա մասին։ Ֆայլում ամեն գրառում կա։
told-file-caption = { $month }՝ ինչ է հայտնել շուկան։ Գրառումներ՝ { $count }։
button-told-statement = Քաղվածք և ֆայլ
sheet-told = Ինչ է հայտնվել
column-told-day = Օր
column-told-what = Ինչ
column-told-programme = Ծրագիր
column-told-service = Ծառայություն
column-told-kind = Տեսակ
column-told-points = Միավորներ
column-told-sales = Վաճառք, { $currency }
column-told-fee = Վճար, { $currency }
column-told-opening = Առավոտյան, { $currency }
column-told-closing = Երեկոյան, { $currency }
column-told-plan = Սակագին
column-told-order = Պատվեր
column-told-item = Ապրանք
column-told-quantity = Քանակ
column-told-entry = Հղում
