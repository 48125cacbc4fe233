### The operator's screens: sellers, acts with a reason, prices, broadcasts. Only the marketplace's own staff reads them.
### $until is a phrase with its own preposition.

operator-welcome = <b>Здравствуйте!</b>
    Вы оператор маркетплейса. Продавцы, цены, технические работы и рассылки — на экране оператора.
operator-title = <b>Оператор</b>
operator-how = Чтобы найти продавца, напишите его номер или часть названия. Для каждого действия нужна причина, она остаётся в журнале.
operator-maintenance =
    { $state ->
        [on] <b>Идут технические работы.</b> Продавцы не могут списывать баллы вручную.
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
    Программа одинаково ошибается у продавцов, у { $failed } из { $due }: <code>{ $failure }</code>. Это ошибка программы, с данными продавцов всё в порядке: никто из них из-за неё не на проверке, ничего не потеряно. Продления, сгорание и напоминания ждут исправления программы. Попытки повторяются сами; это сообщение приходит один раз.
operator-stopped = <b>Плановая работа стоит</b> с { $since }: <code>{ $failure }</code>. Попытки повторяются сами, пока программу не исправят.
operator-failed =
    { $count ->
        [one] <b>Не доставлено за 7 дней: { $count } сообщение</b>
        [few] <b>Не доставлено за 7 дней: { $count } сообщения</b>
       *[other] <b>Не доставлено за 7 дней: { $count } сообщений</b>
    }
operator-failed-line = • { $at }, { $seller }: { $reason }
operator-only = Этот экран только для сотрудников маркетплейса.
toast-operator-gone = Вы больше не оператор. Ничего не произошло.

operator-found = <b>Какой продавец?</b>
operator-found-line = • { $shop } ({ $seller })
operator-found-more = Есть и другие. Напишите более длинную часть названия.
operator-found-none = Продавца с «{ $text }» в названии или номере нет.
operator-no-seller = Сначала выберите продавца: напишите его номер или часть названия.

operator-parked = <b>Счёт на проверке.</b> История и остатки не сошлись. Изменения закрыты, пока новая проверка не покажет, что всё в порядке.
operator-seller-id = Номер: { $seller }
operator-verification =
    { $eligible ->
        [yes] Внутренняя проверка: пройдена
        [no] Внутренняя проверка: не пройдена
       *[unknown] Внутренняя проверка: ответа ещё нет
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
operator-column-held = Заблокировано
operator-column-debt = Долг
operator-seen = Так это видит администратор магазина «{ $shop }». Здесь можно только смотреть.

operator-about = <b>{ $act }</b>
operator-programme = Баллы какой программы?
operator-amount = Сколько баллов? Напишите сумму цифрами, например: { $example }
operator-until = До какого дня включительно продлить? Выберите или напишите день, например: { $example }
operator-not-a-day = Не получилось понять день. Напишите такой, который ещё не закончился, например: { $example }
operator-reason = Почему? Напишите причину одним предложением. Она останется в журнале рядом с действием.
operator-reason-read = Продавец сможет прочитать её в истории баллов.
operator-reason-bad = Причина должна быть длиной от 3 до 300 знаков. Напишите её ещё раз.
operator-reason-line = Причина: { $reason }
operator-everyone = все продавцы
operator-nothing = Делать нечего: всё уже так.

operator-ask-bonus =
    <b>Начислить { $points } магазину «{ $shop }»?</b>
    Программа: { $programme }
    Доступно сейчас: { $before }
    Станет доступно: { $after }
operator-bonus-until = Можно потратить { $until }.
operator-ask-prolong =
    <b>Продлить срок баллов?</b>
    Кому: { $shop }
    Программа: { $programme }
    Новый срок: { $until }
    Срок продлится у: { $points }
    Баллы с более долгим сроком не изменятся. Отменить это нельзя.
operator-prolong-sellers =
    { $count ->
        [one] Это касается { $count } продавца.
        [few] Это касается { $count } продавцов.
       *[other] Это касается { $count } продавцов.
    }
operator-ask-pass = <b>Магазин «{ $shop }» прошёл внутреннюю проверку?</b>
operator-ask-fail = <b>Магазин «{ $shop }» не прошёл внутреннюю проверку?</b>
operator-then = Что будет потом:
operator-ask-release =
    <b>Проверить «{ $shop }» и снять с проверки?</b>
    Вся история сложится заново. Продавец снова заработает, только если всё сойдётся.
operator-ask-maintenance-on =
    <b>Начать технические работы?</b>
    Пока они идут, никто не сможет списывать баллы вручную, остальное работает. Администраторы и управляющие всех магазинов получат сообщение.
operator-ask-maintenance-off =
    <b>Технические работы закончены?</b>
    Продавцы снова смогут списывать баллы. Администраторы и управляющие всех магазинов получат сообщение.
operator-ask-price =
    <b>Сменить цену { $plan }?</b>
    Цена { $since }: { $price } в месяц вместо { $old }.
    Каждый магазин платит её с первой оплаты после этого. Уже оплаченное не меняется.
operator-price-told =
    { $count ->
        [0] Сообщение не получит никто: ничья ближайшая оплата не меняется.
        [one] Сообщение получит { $count } продавец.
        [few] Сообщение получат { $count } продавца.
       *[other] Сообщение получат { $count } продавцов.
    }
operator-price-sample = Вот это сообщение, с датами того продавца, чья оплата ближе всех:
operator-ask-broadcast = <b>Отправить рассылку?</b> Отправленное вернуть нельзя.
operator-ask-resume = <b>Продолжить рассылку { $number }?</b> Она пойдёт с того места, где остановилась; дважды её никто не получит.
operator-ask-stop = <b>Остановить рассылку { $number } насовсем?</b> У тех, кто её получил, она останется, больше её никто не получит.

operator-done-bonus =
    <b>Начислено: { $points }</b>
    «{ $shop }», { $programme }
operator-done-prolong =
    <b>Срок баллов продлён</b>
    Кому: { $shop }. Программа: { $programme }. Новый срок: { $until }.
operator-done-pass = <b>«{ $shop }»: внутренняя проверка пройдена</b>
operator-done-fail = <b>«{ $shop }»: внутренняя проверка не пройдена</b>
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
        [one] Продавец остаётся на проверке: не сошлась { $count } проверка ({ $names }).
        [few] Продавец остаётся на проверке: не сошлись { $count } проверки ({ $names }).
       *[other] Продавец остаётся на проверке: не сошлось { $count } проверок ({ $names }).
    }

operator-prices-title = <b>Цены</b>
operator-column-plan = Тариф, за месяц
operator-column-in-force = Действует
operator-prices-none-ahead = Других цен не объявлено.
operator-prices-idle = В политике этой программы { $plan } стоит { $own }, но это ни на что не влияет: цены хранит база. Если цена должна быть такой, смените её здесь.
operator-prices-how = Выберите тариф, чтобы сменить его цену сразу или с какого-то дня. Администраторы и управляющие, которых она касается, сразу получат сообщение.
operator-price = Сколько он будет стоить в месяц? Напишите сумму цифрами, например: { $example }
operator-since = С какого времени? Выберите или напишите день или день и время по времени программы, например: { $example } или { $hour }
operator-not-a-beginning = Не получилось понять. Напишите день или день и время, например: { $example } или { $hour }
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
operator-segment = <b>Кому отправить?</b> Каждый получит её один раз, в скольких бы магазинах он ни был.
operator-segment-everyone = Всем
operator-segment-plan = Тариф: { $name }
operator-segment-state = Сейчас: { $name }
operator-segment-role = Роль: { $name }
operator-segment-language = Язык: { $name }
operator-segment-line = Кому: { $segment }
operator-words =
    <b>Текст рассылки</b>
    Напишите его здесь сообщением; жирный шрифт, курсив и ссылки сохранятся. Достаточно одного языка: кто читает на другом, получит то, что есть.
operator-words-line = { $language }: { $text }
operator-words-none = { $language }: не написан
operator-words-writing = Следующее ваше сообщение станет текстом на этом языке: <b>{ $language }</b>
operator-preview = <b>Перед отправкой</b>
operator-preview-nothing = Сначала выберите, кому отправить, и напишите текст.
operator-preview-languages = Написано на языках: { $languages }
operator-preview-must = Сначала отправьте рассылку себе и прочитайте её так, как увидят все.
operator-preview-refused = Telegram не принял текст на этом языке: { $language }. Измените его, пожалуйста.
operator-audience =
    { $count ->
        [one] Получит { $count } человек
        [few] Получат { $count } человека
       *[other] Получат { $count } человек
    }
operator-audience-blocked =
    { $count ->
        [one] Не получит { $count } человек: он заблокировал бота
        [few] Не получат { $count } человека: они заблокировали бота
       *[other] Не получат { $count } человек: они заблокировали бота
    }
operator-duration =
    { $count ->
        [one] Займёт примерно { $count } минуту.
        [few] Займёт примерно { $count } минуты.
       *[other] Займёт примерно { $count } минут.
    }
toast-operator-previewed = Рассылка отправлена вам, она над этим экраном.
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
        [one] { $count } человек тем временем заблокировал бота
        [few] { $count } человека тем временем заблокировали бота
       *[other] { $count } человек тем временем заблокировали бота
    }
operator-progress-dropped =
    { $count ->
        [one] Не отправлено { $count } человеку: он ушёл из магазина или рассылку остановили
        [few] Не отправлено { $count } людям: они ушли из магазина или рассылку остановили
       *[other] Не отправлено { $count } людям: они ушли из магазина или рассылку остановили
    }
operator-progress-failed =
    { $count ->
        [one] Telegram не принял { $count } сообщение
        [few] Telegram не принял { $count } сообщения
       *[other] Telegram не принял { $count } сообщений
    }
operator-progress-quiet = У кого сейчас тихие часы, получит рассылку после них.
operator-progress-started = Начата: { $at }, { $operator }
operator-progress-ended = Завершена: { $at }
toast-operator-paused = Пауза. То, что уже в пути, ещё придёт.

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
button-operator-bonus = Начислить баллы
button-operator-prolong = Продлить баллы
button-operator-pass = Отметить: прошёл проверку
button-operator-fail = Отметить: не прошёл проверку
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
