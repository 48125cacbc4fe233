### The year of one seller that `python -m bot demo` prints: what the marketplace does, and the sums.
### Amounts come formatted; $taps are button labels; $formula is arithmetic in digits.

demo-title = <b>Год магазина «{ $shop }»</b>
demo-about = Настоящая программа на базе данных, которая потом удаляется: { $start } – { $end }. Все суммы и сообщения получены по правилам.
demo-you = Вы: { $taps }
demo-registered = Магазин открывается на маркетплейсе. Продажи: { $amount }.
demo-rating = Средняя оценка товаров: { $rating }
demo-verified = Проверка маркетплейса пройдена.
demo-campaign = Идёт кампания скидок, баллы в пути { $days }.
demo-order = Выкуплен заказ: { $formula }
demo-orders =
    { $count ->
        [one] Выкуплен { $count } заказ, в пути { $points }
        [few] Выкуплено { $count } заказа, в пути { $points }
       *[other] Выкуплено { $count } заказов, в пути { $points }
    }
demo-returned = Возврат, { $units } из { $quantity }: { $before } → { $after }
demo-charged = Счёт, { $service }: { $amount } (баллами: { $points }, деньгами: { $money })
demo-sales = Продажи: { $amount }. Баланс: { $wallet }.
demo-paid-out = Выплата: { $amount }. Баланс: { $wallet }.
demo-topped-up = Пополнение: { $amount }.
demo-granted = Бонусы продавца: { $amount }
demo-auto = Теперь услуги оплачиваются сначала баллами, потом деньгами.
demo-month = <b>{ $month }: что получилось</b>
demo-summary = <b>Год в цифрах</b>
demo-fees = Оплата подписки: { $amount }
demo-covered = Счета за услуги: { $amount }. Оплачено баллами: { $points }.
demo-points = <b>{ $programme }</b>: заработано { $accrued }, пришло { $credited }, потрачено { $spent }, снято { $adjusted }, сгорело { $expired }, доступно { $available }, в пути { $held }
demo-told =
    { $count ->
        [one] { $count } сообщение, каждое один раз.
        [few] { $count } сообщения, каждое один раз.
       *[other] { $count } сообщений, каждое один раз.
    }
demo-balanced = Проверено: деньги равны сумме своих записей, баллы – суммам своих движений, каждый счёт – сумме баллов и денег.
demo-unbalanced = Балансы не сходятся: { $what }
