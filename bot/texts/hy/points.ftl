### The points screen and spending in four taps: programme, service, amount, confirm.

points-title = <b>Միավորներ</b>
points-programme = <b>{ $programme }</b>
points-available = Հասանելի՝ { $available }
points-held = Պահված՝ { $held }
points-held-next = Մոտակա հաշվանցումը՝ { $amount }, { $at }
points-debt = Պարտք՝ { $debt }։ Այն կմարեն հաջորդ միավորները, գումարով վճարել պետք չէ։
points-next-expiry = Մոտակա այրումը՝ { $amount }, կարելի է ծախսել { $until }
points-no-expiry = Առայժմ այրվող միավոր չկա
points-empty = Միավորներ դեռ չկան։ Դրանք կհայտնվեն, երբ քարոզարշավներում զեղչով ապրանքներ գնեն, ինչպես նաև ակցիաներին մասնակցելու համար։
points-left-programme = Խանութը դուրս է եկել այս ծրագրից․ նոր միավորներ չեն լինի, նախկինները կարելի է ծախսել։
points-rate = 1 միավորը ծառայությունների վճարման ժամանակ փոխարինում է { $unit }-ին։

expiry-title = <b>{ $programme }՝ ինչ և երբ կայրվի</b>
expiry-line = • { $amount }՝ կարելի է ծախսել { $until }
expiry-more =
    { $count ->
        [one] Եվ ևս { $count } ավելի ուշ ամսաթիվ։
       *[other] Եվ ևս { $count } ավելի ուշ ամսաթիվ։
    }
expiry-none = Այս ծրագրում առայժմ այրվող միավոր չկա։
expiry-hint = Նախ դուրսգրվում են այն միավորները, որոնք ավելի շուտ են այրվում։

spend-programme = Ո՞ր միավորներով ենք վճարում
spend-programme-none = Այժմ դուրսգրելու բան չկա․ հասանելի միավորներ չկան։
spend-service =
    <b>{ $programme }</b>
    Հասանելի՝ { $available }
    Ո՞ր ծառայությունը վճարել։ Միավորները կփոխարինեն գումարին այս ամսվա վճարներում, իսկ գումարը կվերադառնա հաշվեկշռին։
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
button-spend-largest = Բոլորը՝ { $points }
button-spend-minimum = Նվազագույնը՝ { $points }
button-spend-confirm = Դուրսգրել
button-other-amount = Այլ քանակ
button-other-service = Այլ ծառայություն
