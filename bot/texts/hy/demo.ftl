### The year of one seller that `python -m bot demo` prints: what the marketplace does, and the sums.
### Amounts come formatted; $taps are button labels; $formula is arithmetic in digits.

demo-title = <b>«{ $shop }» խանութի մեկ տարին</b>
demo-about = Իրական ծրագիրը տվյալների բազայի վրա, որը հետո ջնջվում է՝ { $start } – { $end }։ Բոլոր գումարներն ու հաղորդագրությունները ստացվում են կանոններով։
demo-you = Դուք՝ { $taps }
demo-registered = Խանութը բացվում է մարքեթփլեյսում։ Վաճառք՝ { $amount }։
demo-rating = Ապրանքների միջին գնահատականը՝ { $rating }
demo-verified = Մարքեթփլեյսի հաստատումն անցած է։
demo-campaign = Ընթանում է զեղչերի քարոզարշավ, միավորները ճանապարհին են { $days }։
demo-order = Գնված պատվեր՝ { $formula }
demo-orders =
    { $count ->
        [one] { $count } գնված պատվեր, ճանապարհին է { $points }
       *[other] { $count } գնված պատվեր, ճանապարհին է { $points }
    }
demo-returned = Վերադարձ, { $units } / { $quantity }՝ { $before } → { $after }
demo-charged = Ծառայության վճար, { $service }՝ { $amount } (միավորներով՝ { $points }, գումարով՝ { $money })
demo-sales = Վաճառք՝ { $amount }։ Հաշվեկշիռը՝ { $wallet }։
demo-paid-out = Վճարված է խանութին՝ { $amount }։ Հաշվեկշիռը՝ { $wallet }։
demo-topped-up = Հաշվեկշռի համալրում՝ { $amount }։
demo-granted = Վաճառողի բոնուսներ՝ { $amount }
demo-auto = Այսուհետ ծառայությունները վճարվում են նախ միավորներով, հետո գումարով։
demo-month = <b>{ $month }՝ ինչ ունենք</b>
demo-summary = <b>Տարին թվերով</b>
demo-fees = Բաժանորդագրության վճարները՝ { $amount }
demo-covered = Ծառայությունների վճարները՝ { $amount }։ Միավորներով վճարված է՝ { $points }։
demo-points = <b>{ $programme }</b>՝ վաստակվել է { $accrued }, եկել է { $credited }, ծախսվել է { $spent }, հետ է վերցվել { $adjusted }, այրվել է { $expired }, հասանելի է { $available }, ճանապարհին է { $held }
demo-told =
    { $count ->
        [one] { $count } հաղորդագրություն, յուրաքանչյուրը մեկ անգամ։
       *[other] { $count } հաղորդագրություն, յուրաքանչյուրը մեկ անգամ։
    }
demo-balanced = Ստուգված է՝ գումարը հավասար է իր գրառումների գումարին, միավորները՝ իրենց շարժումների գումարներին, ամեն վճար՝ իր միավորներին և գումարին։
demo-unbalanced = Հաշվեկշիռները չեն համընկնում՝ { $what }
