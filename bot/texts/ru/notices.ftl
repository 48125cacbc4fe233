### What people are told (RULES 12), each kind after the name of its switch. The first line says what happened, the last
### what follows if nothing is done.
### $at, $next_charge_at: a date or a moment. $until: a whole phrase with its own preposition. $lines: lines made of
### notice-programme-line or notice-benefit-line. Amounts come formatted; $days, $days_left are bare numbers.

notice-shop = Магазин «{ $shop }»
notice-programme-line = • { $programme }: { $amount }
notice-programme-line-until = • { $programme }: { $amount }, потратить { $until }
notice-programme-sum = { $amount } ({ $programme })
notice-programme-sum-until = { $amount } ({ $programme }, потратить { $until })
notice-benefit-line = • { $benefit }

notice-line = • { $line }
notice-digest =
    <b>{ $cadence ->
        [daily] За день
        [monthly] За месяц
       *[weekly] За неделю
    }</b>
    { $lines }
notice-points-credited-line = Пришло: { $sums }
notice-points-adjusted-line = Снято: { $sums }
notice-points-expired-line = Сгорело: { $sums }
notice-invitation-received-line = Premium можно подключить снова
notice-switched-line = Теперь ваш тариф — { $plan }
notice-badge-hidden-line = Покупатели не видят метку «Premium-продавец»
notice-badge-shown-line = Покупатели видят метку «Premium-продавец»
notice-points-expiring-line = { $programme }: { $amount } можно потратить { $until }
notice-trial-ending-line = Пробный период действует { $until }
notice-renewed-line = { $plan } продлён { $until }: { $price }
notice-returns-high-line = Возвраты забрали { $share } заработанных баллов
notice-monthly-report-line = Готов отчёт: { $month }{ $told }
settings-kind-invitation-received = Новое приглашение
notice-invitation-received =
    <b>Вас приглашают в Premium</b>
    Магазин прошёл проверку. Цену и даты покажем до подтверждения. Спешить не нужно.
settings-kind-invitation-withdrawn = Приглашение отозвано
notice-invitation-withdrawn =
    <b>Приглашение в Premium отозвано</b>
    Магазин не проходит проверку. { $on_premium ->
        [yes] Premium остаётся до конца срока, в льготный период заканчивается сразу.
       *[no] На Premium Lite это не влияет.
    }
settings-kind-approval-requested = Просьба подключить Premium
notice-approval-requested =
    <b>{ $asker } просит подключить { $plan }</b>
    Цену и даты покажем до подтверждения. Без ответа ничего не оплатим.
settings-kind-approval-answered = Ответ на мою просьбу
notice-approval-answered =
    { $approved ->
        [yes] <b>Просьба одобрена</b>
            Premium подключён. Ответ: { $by }.
       *[no] <b>Просьба отклонена</b>
            Ответ: { $by }. Приглашение остаётся.
    }
settings-kind-connected = Тариф подключён
notice-connected =
    { $trial ->
        [yes] <b>{ $plan }: начался пробный период</b>
            Первая оплата: { $price }, { $next_charge_at }. Пройдёт сама, если не отключить подписку.
       *[no] <b>{ $plan } подключён</b>
            Оплачено: { $price }. Следующая оплата: { $next_charge_at }. Дальше каждый месяц, пока не отключите продление.
    }
settings-kind-upgraded = Переход на Premium
notice-upgraded =
    <b>Теперь у вас { $plan }</b>
    Оплачено: { $price }. { $has_returned ->
        [yes] Возвращено за Premium Lite: { $returned }.
       *[no] За прежний тариф возвращать нечего.
    }
    Следующая оплата той же суммы: { $next_charge_at }.
settings-kind-cancelled = Продление отключено
notice-cancelled =
    <b>Продление отключено</b>
    { $at_once ->
        [yes] { $plan } закончился, долга нет.
       *[no] { $plan } действует { $until }, потом закончится. Оплат больше не будет.
    }
settings-kind-resumed = Продление включено
notice-resumed =
    <b>Продление снова включено</b>
    Следующая оплата { $plan }: { $price }, { $next_charge_at }.
settings-kind-switch-planned = Запланирован переход
notice-switch-planned =
    <b>Запланирован переход на { $plan }</b>
    Переход и первая оплата: { $price }, { $at }. Всё произойдёт само.
settings-kind-switched = Тариф сменился
notice-switched =
    <b>Теперь у вас { $plan }</b>
    { $paid ->
        [yes] Оплачено: { $price } за месяц. Дальше каждый месяц.
       *[no] Пока не оплачен: нужно { $price }. Пополните { $until }, иначе подписка закончится.
    }
settings-kind-benefits-on = Преимущества включены
notice-benefits-on =
    <b>{ $plan }: преимущества включились</b>
    { $lines }
settings-kind-trial-ending = Конец пробного периода
notice-trial-ending =
    <b>{ $days ->
        [one] До конца пробного периода { $days } день
        [few] До конца пробного периода { $days } дня
       *[other] До конца пробного периода { $days } дней
    }</b>
    Дальше платный { $plan }. Первая оплата: { $price }, { $at }. Пройдёт сама, если не отключить подписку.
settings-kind-renewal-low-balance = Не хватает на оплату
notice-renewal-low-balance =
    <b>На балансе не хватает на { $plan }</b>
    { $days ->
        [one] Оплата через { $days } день
        [few] Оплата через { $days } дня
       *[other] Оплата через { $days } дней
    }: { $price }, { $at }. На балансе { $wallet }, не хватает { $missing }.
    Без пополнения начнётся льготный период, потом подписка закончится.
settings-kind-renewal-failed = Оплата не прошла
notice-renewal-failed =
    <b>Не удалось оплатить { $plan }</b>
    Нужно { $price }, на балансе { $wallet }, не хватает { $missing }. Преимущества остаются в льготный период, он длится { $until }.
    Без пополнения подписка потом закончится.
settings-kind-grace-reminder = Льготный период
notice-grace-reminder =
    <b>{ $days_left ->
        [one] До конца { $plan } остался { $days_left } день
        [few] До конца { $plan } осталось { $days_left } дня
       *[other] До конца { $plan } осталось { $days_left } дней
    }</b>
    Нужно { $price }, на балансе { $wallet }, не хватает { $missing }. Льготный период длится { $until }.
    Без пополнения подписка потом закончится.
settings-kind-renewed = Подписка продлена
notice-renewed =
    { $after_trial ->
        [yes] <b>Пробный период закончился, { $plan } оплачен</b>
            Оплачено: { $price }. Действует { $until } и продлится сам. На балансе { $wallet }.
       *[no] <b>{ $plan } продлён</b>
            Оплачено: { $price }. Действует { $until } и продлится сам. На балансе { $wallet }.
    }
settings-kind-subscription-ended = Подписка закончилась
notice-subscription-ended =
    <b>{ $plan } больше не действует</b>
    { $reason ->
        [cancelled] Подписку отключили.
        [ineligible] Магазин не проходит проверку.
       *[insufficient_funds] Не хватило денег. Долга за это нет.
    } Преимущества отключены, баллы остаются.
settings-kind-badge-hidden = Метка скрыта
notice-badge-hidden =
    <b>Метка «Premium-продавец» скрыта</b>
    { $reason ->
        [rating] Рейтинг { $rating }, нужно от { $threshold }. Вернётся сама.
        [unrated] Рейтинга пока нет, нужно от { $threshold }. Появится сама.
       *[subscription] Premium закончился. С ним и рейтингом от { $threshold } метка вернётся.
    }
settings-kind-badge-shown = Метка видна
notice-badge-shown =
    <b>Покупатели видят метку «Premium-продавец»</b>
    Рейтинг { $rating }, нужно от { $threshold }.
settings-kind-points-expiring = Скоро сгорят баллы
notice-points-expiring =
    <b>{ $days ->
        [one] Через { $days } день сгорят баллы
        [few] Через { $days } дня сгорят баллы
       *[other] Через { $days } дней сгорят баллы
    }</b>
    { $programme }: { $amount }, потратить можно { $until }. Потом не вернуть.
settings-kind-points-credited = Баллы пришли
notice-points-credited =
    <b>Пришли баллы</b>
    { $lines }
    Потратьте их в срок, иначе сгорят.
settings-kind-points-adjusted = Баллы сняты
notice-points-adjusted =
    <b>Баллы сняты</b>
    { $lines }
    За возвраты, отмены и отозванные бонусы. Долг погасят следующие баллы.
settings-kind-points-expired = Баллы сгорели
notice-points-expired =
    <b>Баллы сгорели</b>
    { $lines }
    Их не вернуть. Остальные сгорят в свой срок.
settings-kind-limit-reached = Достигнут лимит
notice-limit-reached =
    <b>Достигнут лимит баллов</b>
    { $service }: { $limit ->
        [daily] лимит в день
        [monthly] лимит в месяц
       *[own] ваш лимит в день
    } { $amount }. Дальше деньгами, { $limit ->
        [monthly] баллами снова с нового месяца
       *[other] баллами снова с завтрашнего дня
    }.
settings-kind-charge-coming = Скоро оплата
notice-charge-coming =
    <b>{ $days ->
        [one] Через { $days } день оплата { $plan }
        [few] Через { $days } дня оплата { $plan }
       *[other] Через { $days } дней оплата { $plan }
    }</b>
    { $price }, { $at }. На балансе { $wallet }, хватает. Пройдёт сама, если не отключить продление.
settings-kind-access-ending = Скоро конец подписки
notice-access-ending =
    <b>{ $days ->
        [one] { $plan } закончится через { $days } день
        [few] { $plan } закончится через { $days } дня
       *[other] { $plan } закончится через { $days } дней
    }</b>
    { $reason ->
        [ineligible] Магазин не проходит проверку. Подписка действует { $until } и не продлится.
       *[cancelled] Продление отключено, подписка действует { $until }. Потом без преимуществ.
    }
settings-kind-price-changed = Меняется цена
notice-price-changed =
    <b>Меняется цена { $plan }</b>
    { $begins ->
        [yes] { $new } в месяц { $since } вместо { $old }.
       *[no] { $new } в месяц вместо { $old }.
    } { $charge ->
        [due] К оплате сейчас прежняя сумма: { $amount_due }.
        [dated] Следующая оплата: { $next_price }, { $next_charge_at }.
       *[some] Действует со следующей оплаты.
    } Оплаченное не меняется. Продление можно отключить.
settings-kind-maintenance = Начало работ
notice-maintenance =
    <b>Идут технические работы</b>
    Потратить баллы вручную пока нельзя. Когда закончим, напишем.
settings-kind-maintenance-over = Работы закончены
notice-maintenance-over =
    <b>Технические работы закончены</b>
    Баллы снова можно тратить.
settings-kind-returns-high = Много возвратов
notice-returns-high =
    <b>Возвраты забирают много баллов</b>
    Заработано: { $accrued }. Снято: { $adjusted }. Доля: { $share }. Что возвращают, видно в истории.
settings-kind-monthly-report = Отчёт за месяц
notice-monthly-report =
    <b>Отчёт готов: { $month }</b>
    Баллы, услуги и деньги за месяц.
settings-kind-programme-left = Баллы после отказа
notice-programme-left =
    <b>{ $weeks ->
        [one] { $weeks } неделя без баллов. { $programme }
        [few] { $weeks } недели без баллов. { $programme }
       *[other] { $weeks } недель без баллов. { $programme }
    }</b>
    Вы вышли { $left_at }. { $missed ->
        [0] Заказы не принесли бы баллов.
        [one] Пропущен { $missed } заказ: { $unearned }.
        [few] Пропущено { $missed } заказа: { $unearned }.
       *[other] Пропущено { $missed } заказов: { $unearned }.
    } Вместо баллов ушло денег: { $charged }. Вернётесь — новые заказы принесут баллы.

button-sums-less-often = Реже
button-sums-off = Не присылать
toast-sums =
    { $cadence ->
        [never] Сводки по баллам больше не придут.
       [weekly] Сводка по баллам — по понедельникам.
       *[monthly] Сводка по баллам — 1-го числа.
    }
settings-kind-fee-likely = Мало на Premium
notice-fee-likely =
    <b>Баланса может не хватить на Premium</b>
    { $day } вероятна оплата { $price }: до сих пор { $usual_day }-го числа, { $seen } из { $times } раз. Последний известный баланс, { $balance_day }: { $wallet }, не хватает { $missing }.
settings-kind-rating-low = Низкий рейтинг
notice-rating-low =
    { $below ->
        [yes] <b>Рейтинг ниже порога: { $rating }</b>
       *[no] <b>Рейтинг близко к порогу: { $rating }</b>
    }
    Для метки «Premium-продавец» нужно { $threshold } или больше. { $theirs ->
        [yes] Так сообщает маркетплейс.
       *[no] Порог наш.
    }
settings-kind-key-expiring = Ключ маркетплейса
notice-key-expiring =
    <b>{ $days ->
        [one] { $days } день до конца ключа маркетплейса
        [few] { $days } дня до конца ключа маркетплейса
       *[other] { $days } дней до конца ключа маркетплейса
    }</b>
    Он действует до { $at }. Администратор может прислать сюда новый; без ключа — только файлы.
settings-kind-report-silent = Нет новостей
notice-report-silent =
    <b>{ $days ->
        [one] { $days } день без новостей от маркетплейса
        [few] { $days } дня без новостей от маркетплейса
       *[other] { $days } дней без новостей от маркетплейса
    }</b>
    { $never ->
        [yes] Ничего не сообщено с { $day }.
       *[no] Последний отчёт пришёл { $day }.
    } Пришлите сюда отчёт по начислениям: XLSX или CSV.
