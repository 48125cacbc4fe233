### Reports: a month in numbers and pictures, and the longer view.

reports-title = <b>Отчёт: { $month }</b>
reports-so-far = Пока: месяц ещё идёт.
reports-headline = Счета за услуги { $amount }, из них баллами { $points } (<b>{ $share }</b>)
reports-no-charges = Счетов за услуги в этом месяце нет.
reports-no-points = Баллов в этом месяце не было.
reports-no-years = Баллами не платили, и ничего не сгорело.
reports-no-campaigns = Заказов с баллами в этом месяце не было.

# Rows of the summary
reports-charged = Счета за услуги
reports-covered = Из них баллами
reports-share = Доля баллов
reports-accrued = Заработано баллов
reports-credited = Пришло баллов
reports-adjusted = Снято баллов
reports-adjusted-share = Снято от заработанного
reports-expired = Сгорело баллов
reports-reward-ratio = Баллы к скидке
reports-lag-mean = В пути, в среднем
reports-lag-median = У половины заказов не дольше
reports-fees = Подписка
reports-fees-returned = Оплачено баллами к оплате подписки

# Parts that unfold
reports-figures-title = <b>Все цифры: { $month }</b>
reports-months-picture = Чем оплачены услуги
reports-until = До конца { $last }
reports-services = По услугам
reports-programmes = По программам
reports-campaigns = По кампаниям
reports-all-campaigns = Все кампании
reports-others = Прочие
reports-ratio-note = «Баллы к скидке»: какая часть скидок вернулась.

# Columns
reports-column-charged = Счета
reports-column-points = Баллами
reports-column-share = Доля
reports-column-accrued = Заработано
reports-column-credited = Пришло
reports-column-spent = Потрачено
reports-column-adjusted = Снято
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
reports-campaign-line = <b>{ $campaign }</b>: баллы { $reward }, скидка { $discount }, { $ratio }
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
