### The history: the list, filters, charges, the statement of a month, files, words for support.

history-title = <b>История</b>
history-shown = Показано: { $conditions }
history-count =
    { $count ->
        [one] Всего { $count } строка.
        [few] Всего { $count } строки.
       *[other] Всего { $count } строк.
    }
history-hint = Нажмите номер строки, чтобы узнать, откуда она взялась.
history-none-found = Ничего не нашлось. Выберите другие условия или покажите всё.
history-empty = Пока ничего не происходило. Здесь появятся баллы, начисления и оплаты.
history-no-line = В истории этого магазина такой строки нет.

# Conditions
history-what-points = всё с баллами
history-what-money = всё с деньгами
history-what-subscription = всё с подпиской
history-what-consent = выход из программ и возвращение
history-what-rating = рейтинг
history-by-what = { $value }
history-by-kind = { $value }
history-by-programme = { $value }
history-by-service = услуга: { $value }
history-by-campaign = кампания { $value }
history-by-order = заказ { $value }
history-by-grant = бонусы { $value }
history-by-charge = начисление { $value }
history-on-day = { $day }
history-between = { $since } – { $until }
history-since = с { $since }
history-until = до конца { $until }

filters-title = <b>Что показать?</b>
filters-now = Сейчас:
filters-none = Сейчас: всё с самого начала.
choose-kind = Что произошло?
choose-programme = Какие баллы?
choose-service = Какая услуга?
choose-campaign = Какая кампания?
ask-order = Напишите номер заказа, как он указан в строке истории.
ask-since =
    <b>С какого дня?</b>
    История начинается { $first }.
ask-until =
    <b>По какой день?</b>
    Он тоже войдёт.
dates-now = Сейчас: { $span }
order-not-found = К заказу «{ $order }» в истории ничего не относится. Проверьте номер и напишите ещё раз. Заказы без баллов смотрите на экране «Баллы», в разделе «Получить больше».

# Charges
charges-title = <b>Начисления за услуги</b>
charges-none = Начислений за услуги пока не было.
charges-count =
    { $count ->
        [one] Всего { $count } начисление.
        [few] Всего { $count } начисления.
       *[other] Всего { $count } начислений.
    }
charges-reversed = { $charge } (отменено)

# The statement of a month
history-statement-title = <b>Выписка: { $month }</b>
history-statement-how = Остаток на начало, все движения, остаток на конец.
history-statement-wallet = Баланс
history-statement-fees = Плата за подписку
history-statement-available = Доступно
history-statement-held = До финализации
history-statement-debt = Долг
history-statement-fee = { $day }: { $plan }, { $since } – { $until }
history-statement-fee-returned = { $day }: возврат за { $plan }, { $since } – { $until }

# Files
export-title = <b>Сохранить в файл</b>
export-everything = Показано: всё с самого начала.
export-or-month = Или возьмите месяц целиком, с выпиской:
export-statement = Выписка и все движения, { $month }.
export-running = Готовлю файл, это займёт ещё немного времени…
export-caption =
    { $count ->
        [one] { $count } строка
        [few] { $count } строки
       *[other] { $count } строк
    }. { $span }
export-empty = Сохранять нечего: подходящих строк нет.
export-too-large = Файл слишком велик для Telegram. Выберите период покороче и попробуйте ещё раз.
export-failed = Файл отправить не удалось. Попробуйте ещё раз чуть позже.
toast-export-begun = Готовлю файл…

# Support
dispute =
    <b>С этой строкой что-то не так?</b>
    Напишите в поддержку: { $contact }
    Добавьте эти данные, по ним строку сразу найдут:
    <code>{ $reference }</code>
dispute-reference = Магазин { $seller }, строка { $number }: { $what }, { $at }

# Buttons
button-history-newer = ‹ Новее
button-history-older = Раньше ›
button-history-previous = ‹ Предыдущие
button-history-next = Следующие ›
button-history-filter = Фильтр
button-history-show-everything = Показать всё
button-history-show = Показать
button-history-charges = Начисления за услуги
button-history-statement = Выписка за месяц
button-history-export = Сохранить в файл
button-history-by-dates = Даты
button-history-by-kind = Что произошло
button-history-by-programme = Программа баллов
button-history-by-service = Услуга
button-history-by-campaign = Кампания
button-history-by-order = Заказ
button-history-this-month = Этот месяц
button-history-last-month = Прошлый месяц
button-history-last-days = 90 дней
button-history-all-time = Всё время
button-history-any = Любое значение
button-history-open-since = С самого начала
button-history-open-until = По сегодняшний день
button-history-months = Месяцы
button-history-years = Годы
button-history-all-of-order = Всё по этому заказу
button-history-all-of-grant = Всё по этим бонусам
button-history-all-of-charge = Всё по этому начислению
button-history-dispute = Оспорить
button-history-copy-reference = Скопировать данные строки
button-history-all-services = Все услуги
button-history-month-before = ‹ { $month }
button-history-month-after = { $month } ›
button-history-month-lines = Строки этого месяца
button-history-csv = CSV
button-history-xlsx = XLSX
