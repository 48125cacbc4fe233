### Points: balances, what expires when, how to earn more, and spending in four taps.

points-title = <b>Միավորներ</b>
points-programme = <b>{ $programme }</b>
points-available = Հասանելի՝ { $available }
points-held = Ճանապարհին՝ { $held }
points-crediting = • կգան { $at }-ին՝ { $amount }
points-crediting-later = • ավելի ուշ՝ մինչև { $at }-ը՝ { $amount }
points-debt = Պարտք՝ { $debt }։ Կմարեն հաջորդ միավորները։
points-debt-return = • { $order } պատվերի վերադարձ, { $at }՝ չբավականացրեց { $amount }
points-debt-revoked = • բոնուս է հետ վերցվել, { $at }՝ չբավականացրեց { $amount }
points-next-expiry = Շուտով կայրվի { $amount }, կարելի է ծախսել { $until }
points-no-expiry = Առայժմ այրվող միավոր չկա
points-empty = Միավորներ դեռ չկան։ Դրանք գալիս են քարոզարշավների զեղչերից և ակցիաներից։
points-left-programme = Խանութը դուրս է եկել․ նոր միավորներ չկան, նախկինները կարելի է ծախսել։
points-rate = 1 միավորը փոխարինում է { $unit }-ին։

expiry-title = <b>{ $programme }՝ ինչ և երբ կայրվի</b>
expiry-line = • { $amount }՝ կարելի է ծախսել { $until }
expiry-line-unspent = • { $amount }՝ կարելի է ծախսել { $until }, կայրվի { $unspent }
expiry-picture = Երբ կայրվեն միավորները
expiry-used = Կծախսվի ծառայությունների վրա
expiry-unspent = Կայրվի
expiry-all = Կայրվի
expiry-later = { $month } և ավելի ուշ
expiry-caption = <b>Երբ կայրվեն միավորները</b>
expiry-month = • { $month }՝ { $amount }
expiry-month-unspent = • { $month }՝ { $amount }, որից կայրվի { $unspent }
expiry-month-used = • { $month }՝ { $amount }, ամբողջը կծախսվի
expiry-judged = Եթե միավորներով վճարվեն սովորական ծառայությունները։ Ձեռքով վճարելիս դուք ծախսեք։
expiry-not-judged = Վճարների լրիվ ամիս դեռ չկա, ուստի չի երևում, թե որքան կծախսեք։
expiry-more =
    { $count ->
        [one] Եվ ևս { $count } ավելի ուշ ամսաթիվ։
       *[other] Եվ ևս { $count } ավելի ուշ ամսաթիվ։
    }
expiry-none = Այս ծրագրում առայժմ այրվող միավոր չկա։
expiry-hint = Նախ ծախսվում են շուտ այրվողները։

spend-programme-none = Այժմ հասանելի միավորներ չկան։
spend-service =
    <b>Ծախսել միավորներ</b>
    Դրանցով կվճարվեն այս ամսվա ծառայությունները, գումարը կվերադառնա հաշվեկշիռ։
spend-from = <b>{ $programme }</b>՝ հասանելի է { $available }
spend-of-programme = { $programme } · { $service }՝ { $amount }
spend-expiring = Առաջինը կայրվեն { $until }․ { $points } կարելի է ծախսել «{ $service }» ծառայության վրա։
spend-largest-offered = Կոճակների վրա առավելագույնն է։
spend-service-none = Այս ամիս այս միավորներով վճարելու բան չկա։
spend-subscribers-only = Դրանցով միջնորդավճարը վճարվում է միայն բաժանորդագրությամբ։
spend-amount =
    <b>{ $programme } → { $service }</b>
    Հասանելի՝ { $available }
    Առավելագույնը՝ { $largest }
    Նվազագույնը՝ { $minimum }
    Գրեք քանակը կամ ընտրեք։
spend-confirm =
    <b>Ծախսե՞լ { $points }</b>
    Ծառայությունը՝ { $service }
    Ծրագիրը՝ { $programme }
    Հաշվեկշիռ կվերադառնա՝ { $money }
    Կմնա՝ { $left }
    Չեղարկել չի լինի։
spend-done =
    <b>Ծախսված է { $points }</b>
    Ծառայությունը՝ { $service }
    Հաշվեկշիռ է վերադարձել { $money }։ Այժմ կա { $wallet }։
    Մնացել է { $left }
spend-outdated = Թվերը փոխվեցին, նորից ընտրեք։
toast-spent = Պատրաստ է, միավորները ծախսված են։

button-spend = Ծախսել միավորներ
button-expiry = Ինչ և երբ կայրվի
button-spend-service = { $service }՝ { $points }
button-spend-expiring = Շուտով կայրվեն՝ { $points }
button-spend-largest = Բոլորը՝ { $points }
button-spend-minimum = Նվազագույնը՝ { $points }
button-spend-confirm = Ծախսել
button-other-amount = Այլ քանակ

button-expiry-list = Ցանկով՝ ըստ օրերի
button-expiry-picture = Նկարով՝ ըստ ամիսների
button-paying = Ինչով վճարել
button-earn = Ավելի շատ ստանալ
button-campaigns = Քարոզարշավներ
button-calculator = Զեղչի հաշվիչ
button-leaving = Մասնակցություն
button-unearned = Պատվերներ առանց միավորի
button-unearned-older = Ավելի վաղ
button-unearned-newer = Ավելի ուշ

earn-title = Ինչպես ավելի շատ միավոր ստանալ
earn-left = Խանութը դուրս է եկել «{ $programme }» ծրագրից․ նոր պատվերները միավոր չեն բերում։
earn-running =
    { $count ->
        [one] Հիմա ընթանում է { $count } քարոզարշավ՝
       *[other] Հիմա ընթանում է { $count } քարոզարշավ, առաջինը կավարտվեն՝
    }
earn-none-running = Հիմա քարոզարշավ չկա։
earn-coming =
    { $count ->
        [one] Շուտով ևս { $count }, սկիզբը՝ { $at }։
       *[other] Շուտով ևս { $count }, առաջինը՝ { $at }։
    }
earn-missed =
    { $count ->
        [one] <b>{ $days }վա մեջ առանց միավորի՝ { $count } պատվեր</b>
       *[other] <b>{ $days }վա մեջ առանց միավորի՝ { $count } պատվեր</b>
    }
earn-missed-nothing = { $days }վա մեջ առանց միավորի պատվեր չի եղել։
earn-missed-below-min-discount = • Զեղչը փոքր էր՝ { $count }
earn-missed-category-excluded = • Կատեգորիան չի մասնակցում՝ { $count }
earn-missed-campaign-closed = • Քարոզարշավը չէր ընթանում՝ { $count }
earn-missed-opted-out = • Խանութը դուրս էր եկել ծրագրից՝ { $count }
earn-missed-rounds-to-nothing = • 0,01 միավորից քիչ՝ { $count }
earn-how-title = Որտեղից են գալիս միավորները
earn-how =
    • <b>{ $programme }՝</b> գին × զեղչ × քանակ × քարոզարշավի գործակից։
    • <b>Քիչ վերադարձներ՝</b> կօգնեն ճշգրիտ լուսանկարն ու նկարագրությունը։
    • <b>Վաճառողի բոնուսներ՝</b> ակցիաներ, հավատարմություն, միացված ծառայություններ։

campaign = Քարոզարշավ
campaign-named = «{ $campaign }»
campaign-coefficient = Գործակից
campaign-min-discount = Նվազագույն զեղչ
campaign-any = ցանկացած
campaign-ends = Ընթանում է
campaign-starts = Սկիզբը
campaign-hold = Ճանապարհին
campaign-window = Վերադարձի ժամկետ
campaign-category-title = Քարոզարշավ և կատեգորիա
campaign-category = «{ $campaign }», { $category }
campaign-excluded = չի մասնակցում
campaigns-title = Քարոզարշավներ
campaigns-none = Հիմա քարոզարշավ չկա։
campaigns-running = Հիմա ընթանում են
campaigns-coming = Շուտով կսկսվեն
campaigns-more =
    { $count ->
        [one] Եվ ևս { $count } քարոզարշավ։
       *[other] Եվ ևս { $count } քարոզարշավ։
    }
campaigns-categories = Կատեգորիաների պայմաններ
campaigns-more-categories =
    { $count ->
        [one] Եվ ևս { $count } տող։
       *[other] Եվ ևս { $count } տող։
    }
campaigns-formula = Միավորներ = գին × զեղչ × քանակ × գործակից։ Ժամանակին արված վերադարձը պակասեցնում է։

unearned-title = Պատվերներ առանց միավորի
unearned-none = Այդպիսի պատվեր չկա։
unearned-shown = { $first }–{ $last } / { $total }, սկզբում՝ նորերը։
unearned-order = Պատվեր
unearned-why = Ինչու
unearned-line = { $order }, { $at }՝ { $price }, զեղչ { $discount }, քանակ { $quantity }
why-below-min-discount = զեղչը { $discount } է, իսկ «{ $campaign }» քարոզարշավին պետք է { $least } կամ ավելի
why-category-excluded = «{ $category }» կատեգորիան չի մասնակցում «{ $campaign }» քարոզարշավին
why-campaign-closed = «{ $campaign }» քարոզարշավը չէր ընթանում
why-opted-out = խանութը դուրս էր եկել ծրագրից
why-rounds-to-nothing = 0,01 միավորից քիչ
