### How points pay for services: modes, own daily limits, reserves (RULES 9.1 to 9.4).

paying-title = Ինչով վճարել ծառայությունների համար
paying-service = Ծառայություն
paying-limit = Օրական սահմանաչափ
paying-reserve = Պահուստ
paying-mode-auto = ավտոմատ
paying-mode-manual = ձեռքով
paying-about-auto = <b>Ավտոմատ՝</b> նախ միավորներով, շուտ այրվողներից։ <b>Ձեռքով՝</b> գումարով, մինչև միավոր ծախսեք։
paying-about-limit = <b>Օրական սահմանաչափ՝</b> ավելի շատ միավոր օրական չի ծախսվի։
paying-about-reserve = <b>Պահուստ՝</b> միավորներ, որոնց այլ ծառայությունները ձեռք չեն տա։
paying-look-only = Փոխում են կառավարիչն ու ադմինիստրատորը։
paying-danger = <b>Միավորները կարող են չբավականացնել այս ծառայությանը՝ { $service }։</b> Հասանելի է { $available }, ամսական գնում է { $monthly }։ Ավտոմատ վճարվում է նաև { $other }․ կարող է պակասել { $missing }։
paying-choose = Ընտրեք ծառայությունը։

paying-of = <b>{ $service }</b>
paying-is-auto = Այս ծառայությունն ավտոմատ վճարվում է միավորներով։
paying-is-manual = Վճարվում է գումարով, մինչև միավոր ծախսեք։
paying-limit-none = Օրական սահմանաչափ չկա։
paying-limit-is = Ձեր սահմանաչափը՝ օրական { $limit }։
paying-limit-most = 30 օրում մեկ օրվա ամենամեծը՝ { $most }։
paying-reserve-none = { $programme }՝ պահուստ չկա։
paying-reserve-is = { $programme }՝ պահուստում { $reserve }։
paying-reserve-button = Պահուստ՝ { $programme }

paying-mode-title-all = <b>Ինչպես վճարել բոլոր ծառայությունների համար</b>
paying-mode-now = Հիմա՝ { $mode }։
paying-auto-explained =
    <b>Ավտոմատ</b>
    Նախ միավորներով, մնացածը՝ գումարով։ Գովազդը կարող է վերցնել ամբողջը․ կօգնի սահմանաչափը կամ պահուստը։
paying-manual-explained =
    <b>Ձեռքով</b>
    Վճարվում է գումարով։ Միավորներն այս ամսվա վճարների վրա դուք ծախսեք, այլապես կայրվեն։
paying-mode-own = Առանձին են ընտրված և մնում են՝ { $services }։

paying-limit-title = <b>Օրական սահմանաչափ՝ { $service }</b>
paying-limit-explained = Հաշվվում են բոլոր ծրագրերի միավորները։ Ավելին՝ գումարով։
paying-limit-no-data = 30 օրում վճարներ չեն եղել, չափ առաջարկել չենք կարող։
paying-limit-days = 30 օրում՝ օրական միջինը { $mean }, մեկ օրում ամենաշատը՝ { $most }։
paying-limit-zero = Սահմանաչափը զրոյից մեծ է։ Առանց միավորի՝ ընտրեք ձեռքով վճարումը։
paying-type-amount = Գրեք քանակը կամ ընտրեք։

paying-reserve-title = <b>Պահուստ՝ { $service }</b> · { $programme }
paying-reserve-now = Պահուստում՝ { $reserve }, ծրագրում հասանելի է { $available }։
paying-reserve-explained = Այլ ծառայությունները դրանք չեն վերցնի, ձեռքով ծախսել կարելի է։
paying-reserve-no-data = 90 օրում վճարներ չեն եղել, չափ առաջարկել չենք կարող։
paying-reserve-suggestion = Սովորաբար ամսական գնում է { $monthly }։

button-paying-all = Բոլորը
button-paying-protect = Սահմանել պահուստ
button-paying-limit = Օրական սահմանաչափ
button-paying-limit-of = Օրական մինչև { $points }
button-paying-auto = Վճարել ավտոմատ
button-paying-manual = Վճարել ձեռքով
button-paying-amount = Սահմանել { $points }
button-paying-no-limit = Հանել սահմանաչափը
button-paying-no-reserve = Հանել պահուստը
toast-paying-mode = Պատրաստ է։
toast-paying-limit = Սահմանաչափը սահմանված է։
toast-paying-no-limit = Սահմանաչափ այլևս չկա։
toast-paying-reserve = Պահուստը դրված է։
toast-paying-no-reserve = Պահուստ այլևս չկա։
