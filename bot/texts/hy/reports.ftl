### Reports: a month in numbers and pictures, and the longer view.

reports-title = <b>Հաշվետվություն՝ { $month }</b>
reports-so-far = Ամիսը դեռ չի ավարտվել, թվերն այս պահի դրությամբ են։
reports-headline = Միավորներով վճարվել է { $points }, ծառայությունների ընդհանուր գումարը՝ { $amount }, բաժինը՝ <b>{ $share }</b>
reports-no-charges = Այս ամսում ծառայությունների վճարներ չկան։
reports-no-points = Այս ամսում միավորներ չեն եղել։
reports-no-years = Այս ընթացքում միավորներով չեն վճարել, և ոչինչ չի այրվել։
reports-no-campaigns = Այս ամսում միավոր բերած պատվերներ չեն եղել։

# Rows of the summary
reports-charged = Ծառայություններ
reports-covered = Վճարվել է միավորներով
reports-share = Միավորների բաժինը
reports-accrued = Հաշվեգրված միավորներ
reports-credited = Հաշվանցված միավորներ
reports-adjusted = Վերադարձների պատճառով հանված միավորներ
reports-adjusted-share = Ճշգրտման բաժինը
reports-expired = Այրված միավորներ
reports-reward-ratio = Պարգև ÷ զեղչ
reports-lag-mean = Գնումից մինչև հաշվանցում՝ միջինը
reports-lag-median = Պատվերների կեսի դեպքում՝ մինչև
reports-fees = Սակագնի վճար
reports-fees-returned = Միավորներով վճարվածը՝ բաժանորդագրության համեմատ

# Parts that unfold
reports-figures-title = <b>Բոլոր թվերը՝ { $month }</b>
reports-months-picture = Ինչով են վճարվել ծառայությունները
reports-until = Մինչև { $last }
reports-services = Ըստ ծառայությունների
reports-programmes = Ըստ ծրագրերի
reports-campaigns = Ըստ քարոզարշավների
reports-all-campaigns = Բոլոր քարոզարշավները
reports-others = Մնացածը
reports-ratio-note = Պարգևի և զեղչի հարաբերությունը ցույց է տալիս, թե գնորդներին տրված զեղչի որ մասն է վերադարձել միավորներով։

# Columns
reports-column-charged = Վճար
reports-column-points = Միավորներով
reports-column-share = Բաժին
reports-column-accrued = Հաշվեգրված
reports-column-credited = Հաշվանցված
reports-column-spent = Դուրսգրված
reports-column-adjusted = Ճշգրտված
reports-column-expired = Այրված
reports-column-orders = Պատվերներ
reports-column-reward = Պարգև
reports-column-discount = Զեղչ
reports-column-ratio = Պարգև ÷ զեղչ
reports-column-returned = Վերադարձներ

# Pictures and their captions
reports-coverage-title = <b>Ինչով են վճարվել ծառայությունները՝ { $month }</b>
reports-coverage-line = { $service }՝ միավորներով { $points }, գումարով { $money }
reports-points-title = <b>Միավորների շարժը՝ { $month }</b>
reports-points-line = <b>{ $programme }</b>՝ { $numbers }
reports-points-number = { $place }՝ { $value }
reports-campaigns-title = <b>Պարգև և զեղչ՝ { $month }</b>
reports-campaign-line = <b>{ $campaign }</b>՝ պարգև { $reward }, զեղչ { $discount }, { $ratio }
reports-years-title = <b>Վճարվել է միավորներով և այրվել է</b>
reports-years-line = { $place }՝ միավորներով { $covered }, այրված { $expired }
reports-years-expired = Այս ընթացքում այրվել է { $points }
reports-by-points = Միավորներով
reports-by-money = Գումարով
reports-expired-bar = Այրված
reports-discount = Զեղչ գնորդներին
reports-reward = Պարգև միավորներով

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
