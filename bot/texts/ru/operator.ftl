### The operator's screens: sellers, acts with a reason, prices, broadcasts. Only the marketplace's own staff reads them.
### $until is a phrase with its own preposition.

operator-welcome = <b>Здравствуйте!</b>
    Вы оператор маркетплейса.
operator-title = <b>Оператор</b>
operator-how = Напишите номер продавца или часть названия. Действия остаются в журнале с причиной.
operator-maintenance =
    { $state ->
        [on] <b>Идут технические работы.</b> Вручную баллы не тратят.
       *[off] Технических работ нет.
    }
operator-sending =
    { $count ->
        [one] Сейчас отправляется { $count } рассылка.
        [few] Сейчас отправляются { $count } рассылки.
       *[other] Сейчас отправляется { $count } рассылок.
    }
operator-alarm =
    <b>Плановая работа остановилась</b>
    Программа одинаково ошибается у { $failed } из { $due } продавцов: <code>{ $failure }</code>. Ничего не потеряно, но продления, сгорание и напоминания ждут исправления программы.
operator-stopped = <b>Плановая работа стоит</b> с { $since }: <code>{ $failure }</code>. Попытки повторяются.
operator-failed =
    { $count ->
        [one] <b>Не доставлено за 7 дней: { $count } сообщение</b>
        [few] <b>Не доставлено за 7 дней: { $count } сообщения</b>
       *[other] <b>Не доставлено за 7 дней: { $count } сообщений</b>
    }
operator-failed-line = • { $at }, { $seller }: { $reason }
operator-only = Этот экран для сотрудников маркетплейса.
toast-operator-gone = Вы больше не оператор.

operator-found = <b>Какой продавец?</b>
operator-found-line = • { $shop } ({ $seller })
operator-found-more = Есть и другие. Напишите длиннее.
operator-found-none = Продавца с «{ $text }» в названии или номере нет.
operator-no-seller = Сначала напишите номер продавца или часть названия.

operator-parked = <b>На проверке.</b> История и остатки не сошлись, изменения закрыты.
operator-seller-id = Номер: { $seller }
operator-verification =
    { $eligible ->
        [yes] Проверка: пройдена
        [no] Проверка: не пройдена
       *[unknown] Проверка: ответа ещё нет
    }
operator-invitation =
    { $invitation ->
        [open] Приглашение в Premium: открыто
        [accepted] Приглашение в Premium: принято
        [withdrawn] Приглашение в Premium: отозвано
       *[none] Приглашения в Premium нет
    }
operator-rating = Рейтинг: { $rating }
operator-team =
    { $count ->
        [one] В команде { $count } человек
        [few] В команде { $count } человека
       *[other] В команде { $count } человек
    }
operator-column-programme = Баллы
operator-column-available = Доступно
operator-column-held = В пути
operator-column-debt = Долг
operator-seen = Как это видит администратор магазина «{ $shop }».

operator-about = <b>{ $act }</b>
operator-programme = Баллы какой программы?
operator-amount = Сколько баллов? Например: { $example }
operator-until = До конца какого дня? Выберите или напишите, например: { $example }
operator-not-a-day = Не понял день, или он прошёл. Например: { $example }
operator-reason = Почему? Напишите причину одним предложением.
operator-reason-read = Продавец сможет её прочитать.
operator-reason-bad = Причина — от 3 до 300 знаков.
operator-reason-line = Причина: { $reason }
operator-everyone = все продавцы
operator-nothing = Всё уже так.

operator-ask-bonus =
    <b>Дать { $points } магазину «{ $shop }» бонусом?</b>
    Программа: { $programme }
    Доступно сейчас: { $before }
    Станет доступно: { $after }
operator-bonus-until = Можно потратить { $until }.
operator-ask-prolong =
    <b>Продлить баллы?</b>
    Кому: { $shop }
    Программа: { $programme }
    Новый срок: { $until }
    Продлится у: { $points }
    Отменить нельзя.
operator-prolong-sellers =
    { $count ->
        [one] Это касается { $count } продавца.
        [few] Это касается { $count } продавцов.
       *[other] Это касается { $count } продавцов.
    }
operator-ask-pass = <b>Магазин «{ $shop }» прошёл проверку?</b>
operator-ask-fail = <b>Магазин «{ $shop }» не прошёл проверку?</b>
operator-then = Что будет потом:
operator-ask-release =
    <b>Проверить «{ $shop }» и снять с проверки?</b>
    Заработает, только если всё сойдётся.
operator-ask-maintenance-on =
    <b>Начать технические работы?</b>
    Вручную тратить баллы будет нельзя. Администраторам и управляющим напишем.
operator-ask-maintenance-off =
    <b>Технические работы закончены?</b>
    Администраторам и управляющим напишем.
operator-ask-price =
    <b>Сменить цену { $plan }?</b>
    Цена { $since }: { $price } в месяц вместо { $old }.
    Магазин платит её с первой оплаты после этого.
operator-price-told =
    { $count ->
        [0] Сообщение не получит никто.
        [one] Сообщение получит { $count } продавец.
        [few] Сообщение получат { $count } продавца.
       *[other] Сообщение получат { $count } продавцов.
    }
operator-price-sample = Сообщение тому, чья оплата ближе всех:
operator-ask-broadcast = <b>Отправить рассылку?</b> Вернуть нельзя.
operator-ask-resume = <b>Продолжить рассылку { $number }?</b> Дважды никто не получит.
operator-ask-stop = <b>Остановить рассылку { $number } насовсем?</b> Больше никто не получит.

operator-done-bonus =
    <b>Дан бонус: { $points }</b>
    «{ $shop }», { $programme }
operator-done-prolong =
    <b>Баллы продлены</b>
    Кому: { $shop }. Программа: { $programme }. Новый срок: { $until }.
operator-done-pass = <b>«{ $shop }»: проверка пройдена</b>
operator-done-fail = <b>«{ $shop }»: проверка не пройдена</b>
operator-done-release =
    <b>«{ $shop }» снова работает</b>
    Всё сошлось.
operator-done-maintenance-on = <b>Технические работы начались</b>
operator-done-maintenance-off = <b>Технические работы закончены</b>
operator-done-price =
    <b>Цена { $plan } изменена</b>
    Новая цена { $since }: { $price } в месяц.
    { $told ->
        [0] Сообщение не получит никто.
        [one] Сообщение получит { $told } магазин.
        [few] Сообщение получат { $told } магазина.
       *[other] Сообщение получат { $told } магазинов.
    }
operator-recorded = В журнале: { $operator }
operator-still-wrong =
    { $count ->
        [one] Остаётся на проверке: не сошлась { $count } проверка.
        [few] Остаётся на проверке: не сошлись { $count } проверки.
       *[other] Остаётся на проверке: не сошлось { $count } проверок.
    }

operator-prices-title = <b>Цены</b>
operator-column-plan = Тариф, за месяц
operator-column-in-force = Действует
operator-prices-none-ahead = Других цен не объявлено.
operator-prices-idle = В политике этой программы { $plan } стоит { $own }, но цены хранит база.
operator-prices-how = Выберите тариф. Кого касается, тем сразу напишем.
operator-price = Сколько в месяц? Например: { $example }
operator-since = С какого времени? Например: { $example } или { $hour }, по времени программы
operator-not-a-beginning = Не понял. Например: { $example } или { $hour }
operator-from-now = с этого момента

operator-broadcasts = <b>Рассылки</b>
operator-broadcasts-none = Их пока не было.
operator-draft = Ваш черновик от { $at }: { $text }
operator-broadcast-line =
    { $state ->
        [sending] { $number }. { $segment }: отправляется, начата { $at }
        [paused] { $number }. { $segment }: на паузе, начата { $at }
        [stopped] { $number }. { $segment }: остановлена, начата { $at }
       *[done] { $number }. { $segment }: закончена, начата { $at }
    }
operator-segment = <b>Кому отправить?</b> Каждый получит один раз.
operator-segment-everyone = Всем
operator-segment-plan = Тариф: { $name }
operator-segment-state = Сейчас: { $name }
operator-segment-role = Роль: { $name }
operator-segment-language = Язык: { $name }
operator-segment-line = Кому: { $segment }
operator-words =
    <b>Текст рассылки</b>
    Напишите сообщением; жирный, курсив и ссылки сохранятся. Хватит одного языка.
operator-words-line = { $language }: { $text }
operator-words-none = { $language }: не написан
operator-words-writing = Следующее сообщение — текст на языке: <b>{ $language }</b>
operator-preview = <b>Перед отправкой</b>
operator-preview-nothing = Сначала выберите, кому, и напишите текст.
operator-preview-languages = Написано на языках: { $languages }
operator-preview-must = Сначала прочитайте её сами.
operator-preview-refused = Telegram не принял текст на языке: { $language }
operator-audience =
    { $count ->
        [one] Получит { $count } человек
        [few] Получат { $count } человека
       *[other] Получат { $count } человек
    }
operator-audience-blocked =
    { $count ->
        [one] Без { $count } человека: заблокировал бота
       *[other] Без { $count } человек: заблокировали бота
    }
operator-duration =
    { $count ->
        [one] Займёт примерно { $count } минуту.
        [few] Займёт примерно { $count } минуты.
       *[other] Займёт примерно { $count } минут.
    }
toast-operator-previewed = Рассылка над этим экраном.
operator-progress = <b>Рассылка { $number }</b>
operator-progress-state =
    { $state ->
        [sending] Отправляется
        [paused] На паузе
        [stopped] Остановлена
       *[done] Закончена
    }
operator-progress-sent = Отправлено: { $sent } из { $total }
operator-progress-blocked =
    { $count ->
        [one] { $count } человек заблокировал бота
        [few] { $count } человека заблокировали бота
       *[other] { $count } человек заблокировали бота
    }
operator-progress-dropped =
    { $count ->
        [one] Не отправлено { $count } человеку: ушёл или остановили
       *[other] Не отправлено { $count } людям: ушли или остановили
    }
operator-progress-failed =
    { $count ->
        [one] Telegram не принял { $count } сообщение
        [few] Telegram не принял { $count } сообщения
       *[other] Telegram не принял { $count } сообщений
    }
operator-progress-quiet = У кого тихие часы — после них.
operator-progress-started = Начата: { $at }, { $operator }
operator-progress-ended = Завершена: { $at }
toast-operator-paused = Пауза. Что в пути, ещё придёт.

button-operator = Оператор
button-operator-broadcasts = Рассылки
button-operator-prices = Цены
button-operator-prolong-all = Продлить баллы всем
button-operator-maintenance-on = Начать технические работы
button-operator-maintenance-off = Работы закончены
button-operator-view = Что видит продавец
button-operator-see-home = Главная
button-operator-see-premium = Тариф
button-operator-see-points = Баллы
button-operator-bonus = Дать бонус
button-operator-prolong = Продлить баллы
button-operator-pass = Прошёл проверку
button-operator-fail = Не прошёл проверку
button-operator-release = Проверить и снять
button-operator-price = Сменить цену
button-operator-price-of = Новая цена { $plan }
button-operator-do = Да, выполнить
button-operator-seller = К продавцу
button-operator-new = Новая рассылка
button-operator-continue = Продолжить черновик
button-operator-discard = Удалить черновик
toast-operator-discarded = Черновик удалён.
button-operator-erase = Стереть этот текст
button-operator-preview = Дальше
button-operator-preview-send = Отправить себе
button-operator-start = Отправить всем выбранным
button-operator-words = Изменить текст
button-operator-segment = Изменить, кому
button-operator-pause = Пауза
button-operator-resume = Продолжить отправку
button-operator-stop = Остановить насовсем
