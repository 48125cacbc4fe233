### Plans: what they give, and every change of the subscription with its price, dates and what follows (RULES 4).
### $until is a phrase with its own preposition; $at a date or a moment.

premium-title = <b>Тариф и Premium</b>
premium-price = { $plan }: { $price } в месяц
premium-price-ahead = Цена { $plan } { $since }: { $price } в месяц
premium-renewal-on = Дальше подписка продлевается сама, каждый месяц.
premium-renewal-lite = Потом тариф сменится на Premium Lite: { $price }, { $at }.
premium-renewal-off = Продление отключено. Потом подписка закончится, денег не спишем.
premium-stopped-ineligible = Магазин сейчас не проходит внутреннюю проверку, поэтому Premium действует { $until } и не продлится.
premium-grace = Нужно { $price }, не хватает { $missing }. Пополните баланс { $until } — спишем сами, сразу. Иначе подписка отключится.
premium-none = Premium Lite можно подключить сразу.
premium-none-invited = Можно подключить любой тариф: приглашение в Premium открыто.
premium-needs-invitation = Для Premium нужно приглашение: оно появится, когда магазин пройдёт внутреннюю проверку.
premium-ended =
    { $reason ->
        [cancelled] Прошлая подписка закончилась: продление отключили.
        [ineligible] Прошлая подписка закончилась: магазин не прошёл внутреннюю проверку.
       *[insufficient_funds] Прошлая подписка закончилась: на балансе не хватило денег.
    }
premium-trial-available =
    { $days ->
        [one] Доступен пробный период: { $days } день бесплатно, один на оба тарифа.
        [few] Доступен пробный период: { $days } дня бесплатно, один на оба тарифа.
       *[other] Доступен пробный период: { $days } дней бесплатно, один на оба тарифа.
    }
premium-trial-used = Пробный период уже использован: оплата сразу при подключении.
premium-benefits-on =
    { $count ->
        [0] Преимущества: пока не работает ни одно из { $all }
        [one] Преимущества: работает { $count } из { $all }
       *[other] Преимущества: работают { $count } из { $all }
    }
premium-benefits-coming =
    { $count ->
        [one] Включается ещё { $count }, заработает { $by }
       *[other] Включаются ещё { $count }, все заработают { $by }
    }

# A benefit as it stands
benefit-by = к { $at }
benefit-on = работает с { $at }
benefit-coming = включается, заработает { $by }
benefit-hidden = скрыто: рейтинг { $rating }, нужно от { $threshold }
benefit-in-plan = есть в { $plan }
benefit-share = { $share }, в { $plan } { $more }
benefit-in-both = есть в { $lite } и { $plan }
benefits-title = Преимущества
benefits-state = Сейчас
benefits-seats = Места для аналитики: занято { $taken } из { $seats }
benefits-mailings = Рассылки со скидкой: осталось { $left } из { $all } до конца периода
benefits-mailings-later = Рассылки со скидкой: { $all } за период, как только скидка включится
benefits-rating = Средний рейтинг товаров: { $rating }. Для метки и фильтра нужно от { $threshold }.
benefits-badge-on = Метка «Premium-продавец» видна покупателям: рейтинг { $rating }, нужно от { $threshold }
benefits-badge-coming = Метка «Premium-продавец» появится { $by }: рейтинг { $rating }, нужно от { $threshold }
benefits-badge-hidden = Метка «Premium-продавец» скрыта: рейтинг { $rating }, нужно от { $threshold }. Поднимется — вернётся сама.
ratings-title = История рейтинга
ratings-date = Дата
ratings-rating = Рейтинг
ratings-badge = Хватает для метки

# Plans side by side
compare-title = Тарифы
compare-benefit = Что даёт
compare-none = Без подписки
compare-now = ✓ { $plan } · у вас сейчас
compare-other = { $plan }
compare-price = Цена в месяц: { $price }
compare-adds = Всё, что есть в { $plan }, и:
compare-gain = • { $benefit }
compare-gain-of = • { $benefit }: { $of }
compare-note-coming = Время рядом с преимуществом — когда оно заработает. Остальное уже работает.
cell-free = бесплатно
cell-coming = { $cell }, { $by }
cell-hidden = { $cell }, сейчас скрыто

# Seats of the analytics
seats-title = <b>Места для аналитики</b>
seats-about = Кто видит расширенную аналитику: { $details }.
seats-count = Занято { $taken } из { $seats }.
seats-holder = • { $name }, { $role }
seats-tap = Нажмите на сотрудника, чтобы дать ему место или освободить занятое. Менять можно когда угодно.
seats-full = Свободных мест нет. Сначала освободите одно из занятых.
seats-ask = Раздают места управляющий и администратор. Попросите их.
seats-no-plan = Места есть в Premium Lite и Premium. Сейчас подписки нет.
toast-seat-given = Место выдано.
toast-seat-freed = Место освобождено.
button-seats = Места аналитики
button-seat-give = дать место
button-seat-free = освободить
button-seats-next = Дальше
button-seats-before = Раньше

# What was paid
fees-title = Периоды и оплаты
fees-title-plain = <b>Периоды и оплаты</b>
fees-total = За { $year } год оплачено за подписку: { $total }
fees-act = Акт за { $month }: { $total }
fees-date = Дата
fees-what = За что
fees-sum = Сумма
fees-trial = { $plan }, пробный период, { $start } — { $end }
fees-fee = { $plan }, { $start } — { $end }
fees-fee-returned = возврат за остаток срока { $plan }
fees-none = За { $year } год оплат подписки нет.
fees-note = Возврат со знаком минус: эти деньги вернулись на баланс.
button-fees = Периоды и оплаты

# What it brought
worth-title = Что принесла подписка
worth-title-plain = <b>Что принесла подписка</b>
worth-never = Подписки ещё не было, сравнивать нечего. После подключения здесь будет видно, сколько заплачено и сколько комиссии оплачено баллами.
worth-period = Этот период, с { $start }
worth-ever = Всё время, с { $start }
worth-fees = Оплачено за подписку
worth-commission = Баллов ушло на комиссию
worth-covered = Какая часть оплаты вернулась
worth-credited = Баллов зачислено за это время
worth-free-so-far = Пробный период бесплатный, поэтому сравнивать пока не с чем.
worth-no-fees = За подписку ещё ничего не оплачено, сравнивать не с чем.
worth-paid-off = Одна только комиссия, оплаченная баллами, уже больше платы за подписку на { $gain }.
worth-not-yet = Комиссия, оплаченная баллами, меньше платы за подписку на { $gap }.
worth-beyond = Без подписки баллами за скидки комиссию оплатить нельзя. Места в поиске, метка, аналитика и поддержка тоже работают на продажи, но в деньгах мы их не считаем: точных данных нет. Зачисленные баллы — для сведения, они приходят и без подписки.
button-worth = Выгода подписки

benefit-search-boost = Выше в поиске при выгодном индексе цен
benefit-analytics = Расширенная аналитика
benefit-analytics-details = графики, акции, тренды, конкурентная позиция, портрет покупателя, поисковые запросы, проданные товары
benefit-competitors = Сравнение с конкурентами
benefit-mailings = Скидка на бонусные рассылки
benefit-badge = Метка «Premium-продавец»
benefit-filter = Фильтр «Товары Premium-продавцов»
benefit-storefront = Нет чужих предложений на вашей витрине
benefit-support = Приоритетная поддержка
benefit-commission-points = Баллы за скидки оплачивают и комиссию
cell-yes = да
cell-no = нет
cell-up-to = до { $count }
cell-seats =
    { $count ->
        [one] { $count } место
        [few] { $count } места
       *[other] { $count } мест
    }
cell-mailings =
    { $count ->
        [one] { $discount }, { $count } рассылка за период
        [few] { $discount }, { $count } рассылки за период
       *[other] { $discount }, { $count } рассылок за период
    }
cell-rating = рейтинг от { $threshold }

# The sum under a question
calculation-trial = Пробный период
calculation-next-charge = Следующая оплата
calculation-wallet = На балансе
calculation-returned = Вернём за остаток Premium Lite (на сейчас)
calculation-charged = Спишем сейчас
calculation-left = Останется на балансе
calculation-sum-at = { $price }, { $at }

connect-trial =
    <b>Подключить { $plan } с пробным периодом?</b>
    • { $days ->
        [one] Сейчас вы не платите: { $days } день бесплатно.
        [few] Сейчас вы не платите: { $days } дня бесплатно.
       *[other] Сейчас вы не платите: { $days } дней бесплатно.
    }
    • Первая оплата: { $next }, { $at }.
    • Потом столько же каждый месяц, пока не отключите продление.
    • Пробный период один на оба тарифа, второй раз его не будет.
    • Оплаченный период не возвращается.
connect-trial-lite-note = <b>Обратите внимание.</b> Пробный период общий для Premium Lite и Premium, а в Premium возможностей больше. Начнёте с Premium Lite — бесплатно попробовать Premium уже не получится.
connect-paid =
    <b>Подключить { $plan }?</b>
    • Это не пробный период: первая оплата сразу.
    • Потом { $next } каждый месяц, пока не отключите продление.
    • Оплаченный период не возвращается.
connect-upgrade =
    <b>Перейти на { $plan }?</b>
    • Это не пробный период: { $plan } начинается сразу и платно.
    • За неиспользованный срок Premium Lite деньги вернём на баланс.
    • Потом { $next } каждый месяц, пока не отключите продление.
    • За оплаченный период { $plan } деньги не возвращаются.
connect-upgrade-from-trial =
    <b>Перейти на { $plan }?</b>
    • Пробный период Premium Lite закончится сразу. Второго пробного периода не будет.
    • Потом { $next } каждый месяц, пока не отключите продление.
    • Оплаченный период не возвращается.
connect-no-funds =
    <b>На балансе не хватает { $missing }</b>
    { $plan } стоит { $price }, на балансе { $wallet }. Баланс пополняется продажами или переводом в кабинете продавца. Пополните его и вернитесь сюда: пока ничего не списано.
connected-trial =
    <b>Готово</b>
    { $plan } подключён, сейчас ничего не списано.
connected-paid =
    <b>Готово</b>
    { $plan } подключён. Списано { $price }, на балансе осталось { $left }.
connected-upgrade =
    <b>Готово</b>
    Теперь у вас { $plan }. Списано { $price }, возвращено за Premium Lite { $returned }, на балансе осталось { $left }.
connected-benefits-soon = Преимущества включаются постепенно, обычно в течение суток. Что уже работает — на экране «Преимущества».

cancel-question =
    <b>Отключить продление { $plan }?</b>
    • Все преимущества остаются { $until }.
    • Новых оплат не будет, уже оплаченное не возвращается.
    • Баллы остаются у вас.
    • Передумать можно до конца этого срока.
cancel-question-trial =
    <b>Отключить { $plan } после пробного периода?</b>
    • Пробный период и все преимущества остаются { $until }.
    • Денег не спишем.
    • Второго пробного периода не будет, он один на оба тарифа.
    • Передумать можно до конца этого срока.
cancel-question-grace =
    <b>Отключить { $plan } сейчас?</b>
    • Идёт льготный период, поэтому подписка и преимущества закончатся сразу.
    • Долга не будет, баллы остаются у вас.
cancel-alternative-lite = Можно не отключать, а перейти на Premium Lite: { $price } в месяц.
cancelled-until =
    <b>Готово</b>
    { $plan } остаётся с вами { $until }, больше ничего не спишем.
cancelled-now =
    <b>Готово</b>
    { $plan } отключён, долга нет. Подключить тариф снова можно здесь же.
resume-question =
    <b>Продлевать { $plan } и дальше?</b>
    • Сейчас ничего не спишем.
    • Следующая оплата: { $next }, { $at }.
    • Потом столько же каждый месяц, пока не отключите продление.
resumed-done =
    <b>Готово</b>
    { $plan } продлится сам. Сейчас ничего не списано.
switch-question =
    <b>Перейти на Premium Lite?</b>
    • Premium остаётся { $until }.
    • Первая оплата Premium Lite: { $next }, { $at }.
    • Потом останутся только возможности Premium Lite.
    • Передумать можно до конца этого срока.
switch-question-grace =
    <b>Перейти на Premium Lite сейчас?</b>
    • Тариф сменится сразу, и мы сразу попробуем списать { $price }.
    • На балансе { $wallet }. Если денег не хватит, льготный период останется прежним: он длится { $until }.
    • Возможностей Premium больше не будет.
switch-planned =
    <b>Готово</b>
    Premium остаётся с вами { $until }, потом будет Premium Lite.
switched-paid =
    <b>Готово</b>
    Premium Lite оплачен: { $price }. Он действует { $until }.
switched-unpaid =
    <b>Готово</b>
    Тариф сменён на Premium Lite, но оплатить его пока не удалось: нужно { $price }, не хватает { $missing }. Пополните баланс: льготный период длится { $until }.
premium-ask-role = Менять подписку могут управляющий и администратор магазина. Попросите их.

toast-connected = Подключено.
toast-renewal-off = Продление отключено.
toast-renewal-on = Продление включено.
toast-switch-planned = Переход запланирован.
toast-kept = Хорошо, всё остаётся как есть.

button-connect = Подключить { $plan }
button-connect-trial = Попробовать { $plan }
button-confirm-trial = Начать пробный период
button-confirm-pay = Оплатить { $price }
button-cancel-subscription = Отключить подписку
button-confirm-cancel = Да, отключить
button-resume = Включить продление
button-confirm-resume = Да, продлевать
button-confirm-switch = Да, перейти
button-keep = Оставить как есть
button-compare = Сравнить тарифы
button-benefits = Преимущества
button-show-premium = Посмотреть Premium

button-ask-them = Попросить их
toast-asked-them = Мы им передали.
toast-nobody-to-ask = В магазине пока некому это сделать.
told-ask-plan =
    <b>{ $name } просит вас посмотреть подписку</b>
    Магазин: «{ $shop }». Открыть: /premium
told-ask-seat =
    <b>{ $name } просит у вас место в аналитике</b>
    Магазин: «{ $shop }». Места раздают в преимуществах: /premium
