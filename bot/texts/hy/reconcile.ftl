### Շուկայի հաշվետվությունը այստեղ որոշվածի կողքին։ Պարզ տեքստ՝ առանց նշումների։ Գումարները, օրերն ու ամիսները գալիս են պատրաստի։

reconcile-what = Շուկայի { $report }, { $first } – { $last }, այստեղ որոշվածի կողքին։ Ոչինչ չի փոխվում։
reconcile-sum = { $what }, { $month }՝ հաշվետվությունում { $told }, այստեղ { $ours }։ Տարբերությունը՝ { $difference }։
reconcile-sum-equal = { $what }, { $month }՝ { $told }, այստեղ նույնքան է։
reconcile-matched = Համընկել են պատվերով և ապրանքով՝ { $line }։ Համարով՝ { $unit }։ Օրով և գումարով, հավանաբար՝ { $likely }։ Միայն մի կողմում՝ { $none }։
reconcile-count = Տարբերություններ՝ { $count }։
reconcile-line = { $day } · { $what } · { $name }՝ հաշվետվությունում { $told }, այստեղ { $ours }։ { $why }
reconcile-more = … և ևս { $count } տարբերություն։ Բոլորը ֆայլում են։
reconcile-not-there = չկա
reconcile-likely = Հավանաբար նույնն է՝ ըստ օրվա և գումարի։

reconcile-subject-points = Տրված միավորներ
reconcile-subject-back = Հետ վերցված միավորներ
reconcile-subject-fee = Վճար՝ { $service }
reconcile-subject-premium = Բաժանորդագրության վճար

reconcile-why-not-known = Հաշվետվությունում կա, իսկ այստեղ հայտնի չէ։
reconcile-why-not-in-report = Այստեղ որոշված է, իսկ հաշվետվությունում չկա։
reconcile-why-amount = Երկու կողմում էլ կա, բայց գումարները տարբեր են։
reconcile-why-rounds-to-nothing = Այստեղ ստացվել է 0.01 միավորից պակաս։
reconcile-why-held = Միավորները նույնքան են, այստեղ ճանապարհին են մինչև { $until }։
reconcile-why-other-days = Այստեղ նույնքան է, բայց { $until }, հաշվետվության օրերից դուրս։
reconcile-why-reversed = Այստեղ գանձումը չեղարկված է, իսկ հաշվետվությունում դա չկա։
reconcile-why-sums = Այս հաշվետվությունում ամսվա գումարներ են։ Որ պատվերներն են տարբերվում, ցույց կտա հաշվեգրումների հաշվետվությունը։

reconcile-match-line = պատվերով և ապրանքով
reconcile-match-unit = համարով
reconcile-match-likely = օրով և գումարով, հավանաբար
reconcile-match-none = միայն մի կողմում

reconcile-column-subject = Ինչ
reconcile-column-name = Պատվեր կամ գանձում
reconcile-column-part = Ծառայություն
reconcile-column-day = Օր
reconcile-column-told = Հաշվետվությունում
reconcile-column-ours = Այստեղ
reconcile-column-difference = Տարբերություն
reconcile-column-match = Ինչպես են համընկել
reconcile-column-why = Պատճառ
reconcile-column-arithmetic = Ինչպես է հաշվվել այստեղ
reconcile-column-until = Ճանապարհին է մինչև, կամ օրն այստեղ

button-reconcile-file = 📄 Բոլոր տարբերությունները
reconcile-sent = Բոլոր տարբերություններն ուղարկված են ֆայլով։
