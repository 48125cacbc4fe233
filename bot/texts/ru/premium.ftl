### Plans: what they give, and every change of the subscription with its price, dates and what follows (RULES 4).
### $until is a phrase with its own preposition; $at a date or a moment.

premium-title = <b>Тариф и Premium</b>
premium-period = Период: { $start } — { $end }
premium-price = { $plan }: { $price } в месяц
premium-renewal-on = В конце периода подписка продлится сама.
premium-renewal-lite = В конце периода тариф сменится на Premium Lite: { $price }, { $at }.
premium-renewal-off = Продление отключено. В конце периода подписка закончится.
premium-stopped-ineligible = Магазин сейчас не проходит внутреннюю проверку, поэтому Premium действует { $until } и не продлится.
premium-grace = Нужно { $price }, не хватает { $missing }. Пополните баланс — спишем сами, сразу.
premium-none = Подписки сейчас нет. Premium Lite можно подключить сразу, для Premium нужно приглашение.
premium-none-invited = Подписки сейчас нет. Можно подключить любой тариф, приглашение в Premium открыто.
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
premium-trial-used = Пробный период уже использован.
premium-rating = Средний рейтинг товаров: { $rating }, для метки нужно не меньше { $threshold }
premium-mailings-left = Рассылок со скидкой осталось: { $left }
premium-benefits-title = <b>Что включено</b>
premium-benefit-on = • { $benefit }
premium-benefit-switching-on = • { $benefit }: включается, заработает { $at }
premium-benefit-hidden = • { $benefit }: скрыто, нужен рейтинг не меньше { $threshold }

premium-compare-title = <b>Что даёт подписка</b>
premium-compare-benefit = Что даёт
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
cell-rating = при рейтинге от { $threshold }

connect-trial =
    <b>Подключить { $plan } с пробным периодом?</b>
    • { $days ->
        [one] Сейчас вы не платите: { $days } день бесплатно.
        [few] Сейчас вы не платите: { $days } дня бесплатно.
       *[other] Сейчас вы не платите: { $days } дней бесплатно.
    }
    • Первая оплата: { $price }, { $at }.
    • Потом столько же каждый месяц, пока не отключите продление.
    • Пробный период один на оба тарифа, второй раз его не будет.
    • Оплаченный период не возвращается.
connect-trial-lite-note = <b>Обратите внимание.</b> Пробный период общий для Premium Lite и Premium, а в Premium возможностей больше. Начнёте с Premium Lite — бесплатно попробовать Premium уже не получится.
connect-paid =
    <b>Подключить { $plan }?</b>
    • Это не пробный период: первая оплата сразу.
    • Оплата сейчас: { $price }.
    • На балансе { $wallet }, останется { $left }.
    • Следующая оплата: { $price }, { $at }. Потом так же каждый месяц, пока не отключите продление.
    • Оплаченный период не возвращается.
connect-upgrade =
    <b>Перейти на { $plan }?</b>
    • Это не пробный период: { $plan } начинается сразу и платно.
    • За неиспользованный срок Premium Lite вернём: { $returned }.
    • Оплата сейчас: { $price }.
    • На балансе { $wallet }, останется { $left }.
    • Следующая оплата: { $price }, { $at }. Потом так же каждый месяц, пока не отключите продление.
    • Оплаченный период не возвращается.
connect-upgrade-from-trial =
    <b>Перейти на { $plan }?</b>
    • Пробный период Premium Lite закончится сразу. Второго пробного периода не будет.
    • Оплата сейчас: { $price }.
    • На балансе { $wallet }, останется { $left }.
    • Следующая оплата: { $price }, { $at }. Потом так же каждый месяц, пока не отключите продление.
    • Оплаченный период не возвращается.
connect-no-funds =
    <b>На балансе не хватает { $missing }</b>
    { $plan } стоит { $price }, на балансе { $wallet }. Пополните баланс и вернитесь сюда: пока ничего не списано.
connected-trial =
    <b>{ $plan }: пробный период начался</b>
    Сейчас ничего не списано. Первая оплата: { $price }, { $at }. Отключить можно в любой момент до неё.
connected-paid =
    <b>{ $plan } подключён</b>
    Оплачено: { $price }. Следующая оплата: { $at }.
connected-upgrade =
    <b>Вы перешли на { $plan }</b>
    Оплачено: { $price }. Возвращено за Premium Lite: { $returned }. Следующая оплата: { $at }.
connected-benefits-soon = Преимущества включаются постепенно, обычно в течение суток. Мы напишем, когда заработают.

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
    <b>Продление отключено</b>
    { $plan } действует { $until }. Денег больше не спишем.
cancelled-now =
    <b>{ $plan } отключён</b>
    Преимущества больше не действуют, долга нет. Подключить тариф снова можно здесь же.
resume-question =
    <b>Включить продление { $plan }?</b>
    • Сейчас ничего не спишем.
    • Следующая оплата: { $price }, { $at }.
    • Потом столько же каждый месяц, пока не отключите продление.
resumed-done =
    <b>Продление включено</b>
    Следующая оплата: { $price }, { $at }.
switch-question =
    <b>Перейти на Premium Lite?</b>
    • Premium остаётся { $until }.
    • Первая оплата Premium Lite: { $price }, { $at }.
    • Потом останутся только возможности Premium Lite.
    • Передумать можно до конца этого срока.
switch-question-grace =
    <b>Перейти на Premium Lite сейчас?</b>
    • Тариф сменится сразу, и мы сразу попробуем списать { $price }.
    • На балансе { $wallet }. Если денег не хватит, льготный период останется прежним: он длится { $until }.
    • Возможностей Premium больше не будет.
switch-planned =
    <b>Переход запланирован</b>
    Premium действует { $until }. Затем Premium Lite: { $price }, { $at }.
switched-paid =
    <b>Теперь у вас Premium Lite</b>
    Оплачено: { $price }. Подписка действует { $until }.
switched-unpaid =
    <b>Теперь у вас Premium Lite</b>
    Оплатить пока не удалось: нужно { $price }, не хватает { $missing }. Льготный период длится { $until }, пополните баланс.
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
button-confirm-resume = Да, включить
button-confirm-switch = Да, перейти
button-keep = Оставить как есть
button-compare = Что даёт подписка
button-show-premium = Посмотреть Premium
