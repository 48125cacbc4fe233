### Leaving a point programme and coming back (RULES 8.9).

leaving-title = <b>Участие в программах баллов</b>
leaving-about = Выйти или вернуться можно в любой момент.
leaving-in = • { $programme }: участвуете
leaving-out = • { $programme }: вышли, новых баллов нет
leaving-leave-button = Выйти: { $programme }
leaving-rejoin-button = Вернуться: { $programme }
leaving-choose = Выберите программу.

leaving-question = Выйти из программы: { $programme }?
leaving-at-once = Новых баллов не будет. Ваши остаются, пока не сгорят.
leaving-points = Доступно: { $available }
leaving-no-points = Доступных баллов нет.
leaving-debt = Долг { $debt } останется, пока не вернётесь.
leaving-until = Потратить можно
leaving-credited = Придут
leaving-amount = Баллы
leaving-later = позже
leaving-held = В пути: { $held }
leaving-reward = За { $days } заказы принесли { $reward }, а скидок вы дали на { $discount }: вернулось { $ratio }.
leaving-granted = За { $days } вам дали бонусов: { $granted }.
leaving-no-reward = За { $days } эта программа ничего не принесла.
leaving-means =
    <b>Что это значит для магазина</b>
    • Маржа: скидки целиком за ваш счёт.
    • Цена: чтобы заработать столько же, меньше скидка или выше цена.
    • Видимость: без скидки могут реже показывать.
leaving-means-grants =
    <b>Что это значит для магазина</b>
    • Маржа: услуги будут стоить денег.
    • Цена: расходы придётся заложить в неё.
    • Видимость: меньше рекламы, меньше показов.
leaving-follow-up =
    { $weeks ->
        [one] Ещё { $weeks } неделю будем писать, что пропущено.
        [few] Ещё { $weeks } недели будем писать, что пропущено.
       *[other] Ещё { $weeks } недель будем писать, что пропущено.
    }
leaving-done =
    <b>Магазин вышел из программы: { $programme }</b>
    Прежние баллы можно тратить.

rejoin-question = Вернуться в программу: { $programme }?
rejoin-means = С этого момента заказы снова приносят баллы.
rejoin-campaigns =
    { $count ->
        [one] Сейчас идёт { $count } кампания.
        [few] Сейчас идут { $count } кампании.
       *[other] Сейчас идёт { $count } кампаний.
    }
rejoin-done = <b>Магазин снова в программе: { $programme }</b>

button-leave-confirm = Выйти из программы
button-leave-not = Остаться
button-rejoin-confirm = Вернуться
button-rejoin-not = Пока не возвращаться
button-rejoin = Вернуться в программу
toast-left = Магазин вышел из программы.
toast-rejoined = Магазин снова в программе.
