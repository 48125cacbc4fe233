### Exports and statements: names of entries, columns of the tables, the statement of a month. Plain text without tags.

# What an entry of the history is
entry-accrual = Баллы заработаны
entry-crediting = Баллы пришли
entry-repayment = Долг погашен баллами
entry-adjustment = Баллы сняты
entry-spending = Баллы потрачены автоматически
entry-cover = Баллы потрачены вручную
entry-reversal = Баллы вернулись
entry-expiry = Баллы сгорели
entry-prolongation = Баллы продлены
entry-credit = Пополнение баланса
entry-debit = Выплата или удержание
entry-service = Услуга оплачена деньгами
entry-cover-returned = Деньги вернулись, заплатили баллы
entry-service-reversed = Счёт за услугу отменён
entry-fee = Оплата подписки
entry-fee-returned = Возврат части оплаты подписки
entry-begin-trial = Начало пробного периода
entry-begin-paid = Подключение подписки
entry-upgrade = Переход на Premium
entry-stop-renewal = Продление отключено
entry-resume = Продление включено
entry-switch-to-lite = Выбран переход на Premium Lite
entry-fee-paid = Подписка продлена
entry-fee-failed = На подписку не хватило денег
entry-end = Подписка закончилась
entry-opt-out = Выход из программы
entry-opt-in = Возвращение в программу
entry-rating = Рейтинг магазина
entry-trial = Пробный период
entry-paid = Оплаченный период
entry-charge = Счёт за услугу

# Columns of an export
column-number = №
column-at = Дата и время ({ $offset })
column-entry = Операция
column-programme = Программа
column-points = Баллы
column-available = Доступные баллы, изменение
column-held = Баллы в пути, изменение
column-debt = Долг в баллах, изменение
column-money = Деньги, { $currency }
column-balance = Баланс после операции, { $currency }
column-order = Заказ
column-grant = Бонус
column-service = Услуга
column-charge = Счёт
column-campaign = Кампания
column-expires = Сгорают ({ $offset })
column-plan = Тариф
column-rating = Рейтинг
column-actor = Кто

# Who did it
actor-marketplace = маркетплейс
actor-programme = автоматически

# The sheets of a workbook
sheet-history = История
sheet-statement = Выписка

# The statement of a month
statement-title = Выписка, { $month }: { $shop }
statement-units = Время: { $offset }. Валюта: { $currency }. Один балл заменяет единицу валюты.
statement-wallet = Баланс, { $currency }
statement-available = { $programme }: доступные баллы
statement-held = { $programme }: баллы в пути
statement-debt = { $programme }: долг в баллах
statement-opening = На начало
statement-closing = На конец
statement-fees = Акт: оплата подписки, { $currency }
statement-fees-none = За этот месяц подписку не оплачивали.
statement-fees-total = Итого
statement-period = { $plan }, период с { $start } по { $end }
statement-no-changes = Движений не было.

# Why an order earned nothing, where no rule was against it
unearned-rounds-to-nothing = Баллов нет: по расчёту вышло меньше 0,01 балла.
