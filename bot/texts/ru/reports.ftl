### Reports: a month in numbers and pictures, and the longer view.

reports-title = <b>Отчёт: { $month }</b>
reports-so-far = Месяц ещё идёт, цифры на сегодня.
reports-headline = За услуги начислено { $amount }, из них оплачено баллами: { $points } (<b>{ $share }</b>)
reports-no-charges = Начислений за услуги в этом месяце нет.
reports-no-points = Баллов в этом месяце не было.
reports-no-years = За это время баллами не платили, и ничего не сгорело.
reports-no-campaigns = Заказов с баллами в этом месяце не было.

# Rows of the summary
reports-charged = Начислено за услуги
reports-covered = Из них баллами
reports-share = Доля баллов
reports-accrued = Начислено баллов
reports-credited = Зачислено баллов
reports-adjusted = Баллы, снятые за возвраты
reports-adjusted-share = Корректировки к начислению
reports-expired = Сгорело баллов
reports-reward-ratio = Баллы к скидке
reports-lag-mean = От выкупа до зачисления, в среднем
reports-lag-median = У половины заказов не дольше
reports-fees = Подписка
reports-fees-returned = Оплачено баллами к плате за подписку

# Parts that unfold
reports-figures-title = <b>Все цифры: { $month }</b>
reports-months-picture = Чем оплачены услуги
reports-until = По { $last }
reports-services = По услугам
reports-programmes = По программам
reports-campaigns = По кампаниям
reports-all-campaigns = Все кампании
reports-others = Прочие
reports-ratio-note = «Баллы к скидке» показывает, какая часть отданной покупателям скидки вернулась баллами.

# Columns
reports-column-charged = Начислено
reports-column-points = Баллами
reports-column-share = Доля
reports-column-accrued = Начислено
reports-column-credited = Зачислено
reports-column-spent = Списано
reports-column-adjusted = Корректировки
reports-column-expired = Сгорело
reports-column-orders = Заказы
reports-column-reward = Баллы
reports-column-discount = Скидка
reports-column-ratio = Баллы к скидке
reports-column-returned = Возвраты

# Pictures and their captions
reports-coverage-title = <b>Чем оплачены услуги: { $month }</b>
reports-coverage-line = { $service }: { $points }, деньгами { $money }
reports-points-title = <b>Движение баллов: { $month }</b>
reports-points-line = <b>{ $programme }</b>: { $numbers }
reports-points-number = { $place }: { $value }
reports-campaigns-title = <b>Баллы и скидка: { $month }</b>
reports-campaign-line = <b>{ $campaign }</b>: скидка { $discount }, вернулось { $reward } ({ $ratio })
reports-years-title = <b>Оплачено баллами и сгорело</b>
reports-years-line = { $place }: баллами { $covered }, сгорело { $expired }
reports-years-expired = Сгорело за это время: { $points }
reports-by-points = Баллами
reports-by-money = Деньгами
reports-expired-bar = Сгорело
reports-discount = Скидка покупателям
reports-reward = Вернулось баллами

button-month-before = ‹ { $month }
button-month-after = { $month } ›
button-reports-coverage = Оплата услуг
button-reports-points = Движение баллов
button-reports-campaigns = Кампании
button-reports-years = По месяцам и годам
button-reports-statement = Выписка за месяц
button-reports-figures = Все цифры
button-reports-span = { $years ->
    [one] { $years } год
    [few] { $years } года
   *[other] { $years } лет
}
