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
told-not-points = Մասեր, ժամկետներ, պահված միավորներ և պարտք՝ շուկան չի հայտնում։
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
toast-intake-kept = Պահված է՝ { $count }։
intake-progress = Պահում ենք՝ { $bar } { $done } / { $count }
intake-done = <b>Պահված է։</b> Նոր, փոխված և ուղղված գրառումներ՝ { $count }։ Դրանք արդեն հաշվետվություններում են։
intake-send-again = Ֆայլն այլևս այստեղ չէ։ Ուղարկեք այն նորից։
intake-too-large = Ֆայլը { $most } ՄԲ-ից մեծ է։ Ուղարկեք ավելի կարճ ժամանակահատվածի հաշվետվություն։
