### Points: balances, what expires when, how to earn more, and spending in four taps.

points-title = <b>Միավորներ</b>
points-programme = <b>{ $programme }</b>
points-available = Հասանելի՝ { $available }
points-held = Պահված՝ { $held }
points-crediting = • կհաշվանցվի { $at }-ին՝ { $amount }
points-crediting-later = • և ավելի ուշ՝ մինչև { $at }-ը՝ { $amount }
points-debt = Պարտք՝ { $debt }։ Այն կմարեն հաջորդ միավորները, գումարով վճարել պետք չէ։
points-debt-return = • { $order } պատվերի վերադարձ, { $at }՝ չբավականացրեց { $amount }
points-debt-revoked = • հետ է վերցվել { $grant } բոնուսը, { $at }՝ չբավականացրեց { $amount }
points-next-expiry = Մոտակա այրումը՝ { $amount }, կարելի է ծախսել { $until }
points-no-expiry = Առայժմ այրվող միավոր չկա
points-empty = Միավորներ դեռ չկան։ Դրանք կհայտնվեն, երբ քարոզարշավներում զեղչով ապրանքներ գնեն, ինչպես նաև ակցիաներին մասնակցելու համար։
points-left-programme = Խանութը դուրս է եկել այս ծրագրից․ նոր միավորներ չեն լինի, նախկինները կարելի է ծախսել։
points-rate = 1 միավորը ծառայությունների վճարման ժամանակ փոխարինում է { $unit }-ին։

expiry-title = <b>{ $programme }՝ ինչ և երբ կայրվի</b>
expiry-line = • { $amount }՝ կարելի է ծախսել { $until }
expiry-line-unspent = • { $amount }՝ կարելի է ծախսել { $until }, սովորական ծախսերի դեպքում կայրվի { $unspent }
expiry-picture = Միավորների ժամկետն ըստ ամիսների
expiry-used = Կծախսվի սովորական ծառայությունների վրա
expiry-unspent = Կայրվի
expiry-all = Ժամկետը լրանում է
expiry-later = { $month } և ավելի ուշ
expiry-caption = <b>Երբ է լրանում միավորների ժամկետը</b>
expiry-month = • { $month }՝ { $amount }
expiry-month-unspent = • { $month }՝ { $amount }, որից կայրվի { $unspent }
expiry-month-used = • { $month }՝ { $amount }, ամբողջը կծախսվի սովորական ծառայությունների վրա
expiry-judged = Ենթադրում ենք, որ միավորներով են վճարվում սովորական ծառայությունները, ինչպես անցած ամիսներին։ Ձեռքով վճարելիս դրանք դուք պետք է դուրսգրեք։
expiry-not-judged = Ծառայությունների վճարների լրիվ ամիս դեռ չի եղել, ուստի չի երևում, թե սրանից որքանը կծախսեք։
expiry-more =
    { $count ->
        [one] Եվ ևս { $count } ավելի ուշ ամսաթիվ։
       *[other] Եվ ևս { $count } ավելի ուշ ամսաթիվ։
    }
expiry-none = Այս ծրագրում առայժմ այրվող միավոր չկա։
expiry-hint = Նախ դուրսգրվում են այն միավորները, որոնք ավելի շուտ են այրվում։

spend-programme-none = Այժմ դուրսգրելու բան չկա․ հասանելի միավորներ չկան։
spend-service =
    <b>Դուրսգրել միավորներ</b>
    Միավորները կփոխարինեն գումարին այս ամսվա վճարներում, իսկ գումարը կվերադառնա հաշվեկշռին։
spend-from = <b>{ $programme }</b>՝ հասանելի է { $available }
spend-of-programme = { $programme } · { $service }՝ { $amount }
spend-expiring = Առաջինը կայրվեն { $until }․ { $points } կարելի է ծախսել «{ $service }» ծառայության վրա։
spend-largest-offered = Կոճակների վրա նշված է առավելագույն քանակը, որը հնարավոր է դուրսգրել հիմա։ Մեկ այլ քանակ կարող եք ընտրել հաջորդ քայլում։
spend-service-none = Այս ամիս չկան վճարներ, որոնք կարելի է ծածկել այս միավորներով։ Վերադարձեք, երբ դրանք լինեն։
spend-subscribers-only = Այս միավորներով միջնորդավճարը կարելի է վճարել միայն գործող բաժանորդագրության դեպքում։
spend-amount =
    <b>{ $programme } → { $service }</b>
    Հասանելի՝ { $available }
    Կարելի է ծածկել՝ { $largest }
    Մեկ անգամվա նվազագույնը՝ { $minimum }
    Գրեք քանակը թվերով կամ ընտրեք պատրաստի տարբերակ։
spend-confirm =
    <b>Դուրսգրե՞լ { $points }</b>
    Ծառայությունը՝ { $service }
    Ծրագիրը՝ { $programme }
    Հաշվեկշռին կվերադառնա՝ { $money }
    Կմնա՝ { $left }
    Դուրսգրումը հետո չեղարկել հնարավոր չէ։
spend-done =
    <b>Դուրսգրված է { $points }</b>
    Ծառայությունը՝ { $service }
    Հաշվեկշռին վերադարձել է { $money }։ Այժմ հաշվեկշռում կա { $wallet }։
    Մնացել է { $left }
spend-outdated = Մինչ ընտրում էիք, թվերը փոխվեցին։ Ահա թարմ տվյալները, նորից ընտրեք քանակը։
toast-spent = Պատրաստ է, միավորները դուրսգրված են։

button-spend = Դուրսգրել միավորներ
button-expiry = Ինչ և երբ կայրվի
button-spend-service = { $service }՝ { $points }
button-spend-expiring = Շուտով կայրվեն՝ { $points }
button-spend-largest = Բոլորը՝ { $points }
button-spend-minimum = Նվազագույնը՝ { $points }
button-spend-confirm = Դուրսգրել
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

earn-title = Ինչպես ստանալ ավելի շատ միավորներ
earn-left = Խանութը դուրս է եկել «{ $programme }» ծրագրից, ուստի նոր պատվերների համար միավորներ չկան։ Կարող եք վերադառնալ ցանկացած պահի։
earn-running =
    { $count ->
        [one] Հիմա ընթանում է { $count } քարոզարշավ՝
       *[other] Հիմա ընթանում է { $count } քարոզարշավ, առաջինը կավարտվեն՝
    }
earn-none-running = Հիմա քարոզարշավ չկա։ Երբ սկսվի, պայմաններն այստեղ կլինեն։
earn-coming =
    { $count ->
        [one] Առջևում ևս { $count } քարոզարշավ կա, սկիզբը՝ { $at }։
       *[other] Առջևում ևս { $count } քարոզարշավ կա, մոտակա սկիզբը՝ { $at }։
    }
earn-missed =
    { $count ->
        [one] <b>Վերջին { $days }վա ընթացքում միավոր չի բերել { $count } պատվեր</b>
       *[other] <b>Վերջին { $days }վա ընթացքում միավոր չի բերել { $count } պատվեր</b>
    }
earn-missed-nothing = Վերջին { $days }վա ընթացքում առանց միավորի մնացած գնված պատվեր չի եղել։
earn-missed-below-min-discount = • Զեղչն ավելի փոքր է, քան պահանջում է քարոզարշավը՝ { $count }։ Սահմանեք նվազագույնից ոչ պակաս։
earn-missed-category-excluded = • Կատեգորիան չի մասնակցում քարոզարշավին՝ { $count }։ Գտեք քարոզարշավ, որին այն մասնակցում է։
earn-missed-campaign-closed = • Քարոզարշավը դեռ չէր սկսվել կամ ավարտվել էր՝ { $count }։ Ստուգեք ամսաթվերը։
earn-missed-opted-out = • Խանութը դուրս էր եկել ծրագրից՝ { $count }։ Վերադարձեք, և հաջորդ պատվերները միավորներ կբերեն։
earn-missed-rounds-to-nothing = • Ստացվել է 0,01 միավորից քիչ՝ { $count }։ Կօգնի ավելի մեծ զեղչը կամ այլ քարոզարշավ։
earn-how-title = Որտեղից են գալիս միավորները
earn-how =
    • <b>{ $programme }՝</b> վաճառեք զեղչով՝ քարոզարշավի շրջանակում։ Միավորները հավասար են գնին՝ բազմապատկած զեղչով, քանակով և գործակցով։ Ամենաշատը տալիս են բարձր գործակցով կատեգորիաները։
    • <b>Մի կորցրեք հաշվեգրվածը՝</b> վերադարձները պակասեցնում են միավորները։ Ճշգրիտ լուսանկարներն ու նկարագրությունը քչացնում են վերադարձները։
    • <b>Վաճառողի բոնուսներ՝</b> տրվում են ակցիաների, հավատարմության, միացված ծառայությունների և մարքեթփլեյսի պայմանները պահպանելու համար։

campaign = Քարոզարշավ
campaign-named = «{ $campaign }»
campaign-coefficient = Գործակից
campaign-min-discount = Նվազագույն զեղչ
campaign-any = ցանկացած
campaign-ends = Ընթանում է
campaign-starts = Սկիզբը
campaign-hold = Մինչև հաշվանցում
campaign-window = Վերադարձի ժամկետ
campaign-category-title = Քարոզարշավ և կատեգորիա
campaign-category = «{ $campaign }», { $category }
campaign-excluded = չի մասնակցում
campaigns-title = Քարոզարշավներն ու դրանց պայմանները
campaigns-none = Հիմա ո՛չ ընթացող, ո՛չ սպասվող քարոզարշավ կա։
campaigns-running = Հիմա ընթանում են
campaigns-coming = Շուտով կսկսվեն
campaigns-more =
    { $count ->
        [one] Եվ ևս { $count } քարոզարշավ։
       *[other] Եվ ևս { $count } քարոզարշավ։
    }
campaigns-categories = Կատեգորիաների հատուկ պայմաններ
campaigns-more-categories =
    { $count ->
        [one] Եվ ևս { $count } տող։
       *[other] Եվ ևս { $count } տող։
    }
campaigns-formula = Միավորներ = գին × զեղչ × քանակ × գործակից։ Մինչև հաշվանցումը միավորները պահված են, իսկ ժամկետում արված վերադարձը պակասեցնում է դրանք։

unearned-title = Պատվերներ, որոնք միավոր չեն բերել
unearned-none = Այդպիսի պատվեր չկա․ քարոզարշավներում գնված բոլոր պատվերները միավորներ են բերել։
unearned-shown = { $total }-ից ցուցադրված են { $first }–{ $last }-ը, սկզբում՝ նորերը։
unearned-order = Պատվեր
unearned-why = Ինչու միավոր չկա
unearned-line = { $order }, { $at }՝ { $price }, զեղչ { $discount }, քանակ { $quantity }
why-below-min-discount = զեղչը { $discount } է, իսկ «{ $campaign }» քարոզարշավին պետք է { $least } կամ ավելի
why-category-excluded = «{ $category }» կատեգորիան չի մասնակցում «{ $campaign }» քարոզարշավին
why-campaign-closed = պատվերի պահին «{ $campaign }» քարոզարշավը չէր ընթանում
why-opted-out = խանութը դուրս էր եկել ծրագրից
why-rounds-to-nothing = ստացվել է 0,01 միավորից քիչ
