### Reports: a month in numbers and pictures, and the longer view.

reports-title = <b>Հաշվետվություն՝ { $month }</b>
reports-so-far = Առայժմ․ ամիսը չի ավարտվել։
reports-headline = Միավորներով վճարվել է { $points }, ծառայությունները՝ { $amount }, բաժինը՝ <b>{ $share }</b>
reports-no-charges = Այս ամիս ծառայությունների վճարներ չկան։
reports-no-points = Այս ամիս միավորներ չեն եղել։
reports-no-years = Միավորներով չեն վճարել, և ոչինչ չի այրվել։
reports-no-campaigns = Այս ամիս միավոր բերած պատվերներ չկան։

# Rows of the summary
reports-charged = Ծառայություններ
reports-covered = Վճարվել է միավորներով
reports-share = Միավորների բաժինը
reports-accrued = Վաստակած միավորներ
reports-credited = Եկած միավորներ
reports-adjusted = Հետ վերցված միավորներ
reports-adjusted-share = Հետ վերցված մասը
reports-expired = Այրված միավորներ
reports-reward-ratio = Միավորներ ÷ զեղչ
reports-lag-mean = Ճանապարհին՝ միջինը
reports-lag-median = Պատվերների կեսը՝ մինչև
reports-fees = Սակագնի վճար
reports-fees-returned = Միավորներով վճարվածը՝ բաժանորդագրության համեմատ

# Parts that unfold
reports-figures-title = <b>Բոլոր թվերը՝ { $month }</b>
reports-months-picture = Ինչով են վճարվել ծառայությունները
reports-until = Մինչև { $last }-ի վերջը
reports-services = Ըստ ծառայությունների
reports-programmes = Ըստ ծրագրերի
reports-campaigns = Ըստ քարոզարշավների
reports-all-campaigns = Բոլոր քարոզարշավները
reports-others = Մնացածը
reports-ratio-note = Միավորներ ÷ զեղչ՝ զեղչերի որ մասն է վերադարձել։

# Columns
reports-column-charged = Վճար
reports-column-points = Միավորներով
reports-column-share = Բաժին
reports-column-accrued = Վաստակած
reports-column-credited = Եկած
reports-column-spent = Ծախսած
reports-column-adjusted = Հետ վերցված
reports-column-expired = Այրված
reports-column-orders = Պատվերներ
reports-column-reward = Միավորներ
reports-column-discount = Զեղչ
reports-column-ratio = Միավորներ ÷ զեղչ
reports-column-returned = Վերադարձներ

# Pictures and their captions
reports-coverage-title = <b>Ինչով են վճարվել ծառայությունները՝ { $month }</b>
reports-coverage-line = { $service }՝ միավորներով { $points }, գումարով { $money }
reports-points-title = <b>Միավորների շարժը՝ { $month }</b>
reports-points-line = <b>{ $programme }</b>՝ { $numbers }
reports-points-number = { $place }՝ { $value }
reports-campaigns-title = <b>Միավորներ և զեղչ՝ { $month }</b>
reports-campaign-line = <b>{ $campaign }</b>՝ միավորներ { $reward }, զեղչ { $discount }, { $ratio }
reports-years-title = <b>Վճարվել է միավորներով և այրվել է</b>
reports-years-line = { $place }՝ միավորներով { $covered }, այրված { $expired }
reports-years-expired = Այս ընթացքում այրվել է { $points }
reports-by-points = Միավորներով
reports-by-money = Գումարով
reports-expired-bar = Այրված
reports-discount = Զեղչ գնորդներին
reports-reward = Վերադարձել է միավորներով

button-month-before = ‹ { $month }
button-month-after = { $month } ›
button-reports-coverage = Ինչով է վճարվել
button-reports-points = Միավորների շարժը
button-reports-campaigns = Քարոզարշավներ
button-reports-years = Ամիսներ, տարիներ
button-reports-statement = Ամսվա քաղվածք
button-reports-figures = Բոլոր թվերը
button-reports-span = { $years ->
    [one] { $years } տարի
   *[other] { $years } տարի
}
