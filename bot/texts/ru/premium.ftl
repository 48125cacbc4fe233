### Plans: what they give, and every change of the subscription with its price, dates and what follows (RULES 4).
### $until is a phrase with its own preposition; $at a date or a moment.

premium-title = <b>Тариф и Premium</b>
premium-price = { $plan }: { $price } в месяц
premium-price-ahead = Цена { $plan } { $since }: { $price } в месяц
premium-renewal-on = Дальше продлевается каждый месяц.
premium-renewal-lite = Потом Premium Lite: { $price }, { $at }.
premium-renewal-off = Продление отключено, оплат больше не будет.
premium-stopped-ineligible = Магазин не проходит проверку: Premium действует { $until } и не продлится.
premium-grace = Нужно { $price }, не хватает { $missing }. Пополните { $until }, иначе подписка закончится.
premium-none = Premium Lite можно подключить сразу.
premium-none-invited = Можно подключить любой тариф.
premium-needs-invitation = Для Premium нужно приглашение: оно придёт, когда магазин пройдёт проверку.
premium-ended =
    { $reason ->
        [cancelled] Прошлая подписка закончилась: продление отключили.
        [ineligible] Прошлая подписка закончилась: магазин не прошёл проверку.
       *[insufficient_funds] Прошлая подписка закончилась: не хватило денег.
    }
premium-trial-available =
    { $days ->
        [one] { $days } день бесплатно, один раз на оба тарифа.
        [few] { $days } дня бесплатно, один раз на оба тарифа.
       *[other] { $days } дней бесплатно, один раз на оба тарифа.
    }
premium-trial-used = Пробного периода больше нет: оплата сразу.
premium-benefits-on =
    { $count ->
        [0] Преимущества: пока ни одного из { $all }
       *[other] Преимущества: { $count } из { $all }
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
benefits-seats = Места аналитики: занято { $taken } из { $seats }
benefits-mailings = Рассылки со скидкой: осталось { $left } из { $all }
benefits-mailings-later = Рассылки со скидкой: { $all } за период, ещё не включены
benefits-rating = Рейтинг: { $rating }. Для метки и фильтра нужно от { $threshold }.
benefits-badge-on = Метка «Premium-продавец» видна: рейтинг { $rating }, нужно от { $threshold }
benefits-badge-coming = Метка «Premium-продавец» появится { $by }: рейтинг { $rating }, нужно от { $threshold }
benefits-badge-hidden = Метка «Premium-продавец» скрыта: рейтинг { $rating }, нужно от { $threshold }
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
compare-note-coming = Время — когда преимущество заработает.
cell-free = бесплатно
cell-coming = { $cell }, { $by }
cell-hidden = { $cell }, сейчас скрыто

# Seats of the analytics
seats-title = <b>Места аналитики</b>
seats-about = Видят расширенную аналитику: { $details }.
seats-count = Занято { $taken } из { $seats }.
seats-holder = • { $name }, { $role }
seats-tap = Нажмите на имя, чтобы дать место или освободить.
seats-full = Свободных мест нет.
seats-ask = Места раздаёт управляющий или администратор.
seats-no-plan = Сейчас подписки нет.
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
fees-total = За { $year } год оплачено: { $total }
fees-act = Акт за { $month }: { $total }
fees-date = Дата
fees-what = За что
fees-sum = Сумма
fees-trial = { $plan }, пробный период, { $start } — { $end }
fees-fee = { $plan }, { $start } — { $end }
fees-fee-returned = возврат за остаток { $plan }
fees-none = За { $year } год оплат подписки нет.
fees-note = Со знаком минус — вернулось на баланс.
button-fees = Периоды и оплаты

# What it brought
worth-title = Что принесла подписка
worth-title-plain = <b>Что принесла подписка</b>
worth-never = Подписки ещё не было.
worth-period = Этот период, с { $start }
worth-ever = Всё время, с { $start }
worth-fees = Оплачено за подписку
worth-commission = Баллов ушло на комиссию
worth-covered = Какая часть оплаты вернулась
worth-credited = Баллов пришло за это время
worth-free-so-far = Пробный период бесплатный, сравнивать не с чем.
worth-no-fees = За подписку ещё не платили.
worth-paid-off = Баллы оплатили комиссии больше, чем стоила подписка, на { $gain }.
worth-not-yet = Баллы оплатили комиссии меньше, чем стоила подписка, на { $gap }.
worth-beyond = Комиссию баллами за скидки платят только с подпиской. Помогают и поиск, метка, аналитика.
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
calculation-returned = Вернём за Premium Lite (на сейчас)
calculation-charged = К оплате сейчас
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
    • Потом каждый месяц, пока не отключите продление. Без возврата денег.
    • Пробный период один на оба тарифа.
connect-trial-lite-note = <b>Обратите внимание.</b> После него бесплатно попробовать Premium не получится.
connect-paid =
    <b>Подключить { $plan }?</b>
    • Пробного периода нет: первая оплата сразу.
    • Потом { $next } каждый месяц, пока не отключите продление. Без возврата денег.
connect-upgrade =
    <b>Перейти на { $plan }?</b>
    • Пробного периода нет: { $plan } начинается сразу и платно.
    • Остаток Premium Lite вернём на баланс.
    • Потом { $next } каждый месяц, пока не отключите продление. Без возврата денег.
connect-upgrade-from-trial =
    <b>Перейти на { $plan }?</b>
    • Пробный период Premium Lite закончится сразу, второго не будет.
    • Потом { $next } каждый месяц, пока не отключите продление. Без возврата денег.
connect-no-funds =
    <b>На балансе не хватает { $missing }</b>
    { $plan } стоит { $price }, на балансе { $wallet }. Пополните и вернитесь: пока ничего не оплачено.
connected-trial =
    <b>Готово</b>
    { $plan } подключён, платить сейчас не нужно.
connected-paid =
    <b>Готово</b>
    { $plan } подключён. Оплачено { $price }, на балансе { $left }.
connected-upgrade =
    <b>Готово</b>
    Теперь у вас { $plan }. Оплачено { $price }, возвращено за Premium Lite { $returned }, на балансе { $left }.
connected-benefits-soon = Преимущества включатся в течение суток.

cancel-question =
    <b>Отключить продление { $plan }?</b>
    • Все преимущества остаются { $until }.
    • Новых оплат и возврата денег не будет.
    • Баллы остаются.
cancel-question-trial =
    <b>Отключить { $plan } после пробного периода?</b>
    • Он остаётся { $until }, платить не придётся.
    • Второго пробного периода не будет.
cancel-question-grace =
    <b>Отключить { $plan } сейчас?</b>
    • Он закончится сразу, с преимуществами.
    • Долга не будет, баллы остаются.
cancel-alternative-lite = Или возьмите Premium Lite: { $price } в месяц.
cancelled-until =
    <b>Готово</b>
    { $plan } остаётся { $until }, оплат больше не будет.
cancelled-now =
    <b>Готово</b>
    { $plan } отключён, долга нет.
resume-question =
    <b>Продлевать { $plan } и дальше?</b>
    • Сейчас платить не нужно.
    • Следующая оплата: { $next }, { $at }, потом каждый месяц.
resumed-done =
    <b>Готово</b>
    { $plan } продлится сам. Платить сейчас не нужно.
switch-question =
    <b>Перейти на Premium Lite?</b>
    • Premium остаётся { $until }.
    • Первая оплата Premium Lite: { $next }, { $at }.
    • Потом без возможностей Premium.
switch-question-grace =
    <b>Перейти на Premium Lite сейчас?</b>
    • Сразу, и мы попробуем оплатить { $price }.
    • На балансе { $wallet }. Не хватит — льготный период длится { $until }.
    • Возможностей Premium не будет.
switch-planned =
    <b>Готово</b>
    Premium остаётся { $until }, потом Premium Lite.
switched-paid =
    <b>Готово</b>
    Premium Lite оплачен: { $price }. Действует { $until }.
switched-unpaid =
    <b>Готово</b>
    Premium Lite пока не оплачен: нужно { $price }, не хватает { $missing }. Льготный период длится { $until }.
premium-ask-role = Подписку меняет управляющий или администратор.

toast-connected = Подключено.
toast-renewal-off = Продление отключено.
toast-renewal-on = Продление включено.
toast-switch-planned = Переход запланирован.
toast-kept = Всё остаётся как есть.

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
    «{ $shop }»: /premium
told-ask-seat =
    <b>{ $name } просит у вас место аналитики</b>
    «{ $shop }»: /premium
