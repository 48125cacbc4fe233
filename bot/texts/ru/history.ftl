### The history: the list, filters, charges, the statement of a month, files, words for support.

history-title = <b>История</b>
history-shown = Показано: { $conditions }
history-count =
    { $count ->
        [one] Всего { $count } строка.
        [few] Всего { $count } строки.
       *[other] Всего { $count } строк.
    }
history-hint = Нажмите номер, чтобы узнать причину.
history-none-found = Ничего не нашлось.
history-empty = Пока ничего не было.
history-no-line = Такой строки нет.

# Conditions
history-what-points = все баллы
history-what-money = все деньги
history-what-subscription = вся подписка
history-what-consent = участие в программах
history-what-rating = рейтинг
history-by-what = { $value }
history-by-kind = { $value }
history-by-programme = { $value }
history-by-service = услуга: { $value }
history-by-campaign = кампания { $value }
history-by-order = заказ { $value }
history-by-grant = один бонус
history-by-charge = один счёт
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
ask-order = Напишите номер заказа.
ask-since =
    <b>С какого дня?</b>
    История начинается { $first }.
ask-until =
    <b>По какой день?</b>
    Он тоже войдёт.
dates-now = Сейчас: { $span }
order-not-found = К заказу «{ $order }» ничего не относится. Проверьте номер.

# Charges
charges-title = <b>Счета за услуги</b>
charges-none = Счетов пока не было.
charges-count =
    { $count ->
        [one] Всего { $count } счёт.
        [few] Всего { $count } счёта.
       *[other] Всего { $count } счетов.
    }
charges-reversed = { $charge } (отменён)

# The statement of a month
history-statement-title = <b>Выписка: { $month }</b>
history-statement-how = Начало, движения, конец.
history-statement-wallet = Баланс
history-statement-fees = Оплата подписки
history-statement-available = Доступно
history-statement-held = В пути
history-statement-debt = Долг
history-statement-fee = { $day }: { $plan }, { $since } – { $until }
history-statement-fee-returned = { $day }: возврат за { $plan }, { $since } – { $until }

# Files
export-title = <b>Сохранить в файл</b>
export-everything = Всё с самого начала.
export-or-month = Или месяц с выпиской:
export-statement = Выписка и все строки, { $month }.
export-running = Готовлю файл…
export-caption =
    { $count ->
        [one] { $count } строка
        [few] { $count } строки
       *[other] { $count } строк
    }. { $span }
export-empty = Сохранять нечего.
export-too-large = Для Telegram файл велик. Выберите период покороче.
export-failed = Файл отправить не удалось. Попробуйте позже.
toast-export-begun = Готовлю файл…

# Support
dispute =
    <b>С этой строкой что-то не так?</b>
    Напишите в поддержку: { $contact }
    Добавьте:
    <code>{ $reference }</code>
dispute-reference = { $what }, { $at }, «{ $shop }»

# Buttons
button-history-newer = ‹ Новее
button-history-older = Раньше ›
button-history-previous = ‹ Предыдущие
button-history-next = Следующие ›
button-history-filter = Фильтр
button-history-show-everything = Показать всё
button-history-show = Показать
button-history-charges = Счета за услуги
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
button-history-all-of-grant = Всё по этому бонусу
button-history-all-of-charge = Всё по этому счёту
button-history-dispute = Оспорить
button-history-copy-reference = Скопировать данные строки
button-history-all-services = Все услуги
button-history-month-before = ‹ { $month }
button-history-month-after = { $month } ›
button-history-month-lines = Строки этого месяца
button-history-csv = CSV
button-history-xlsx = XLSX
