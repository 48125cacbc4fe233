### The demo's desk beside the chats: stories to play, the log. Plain text without tags.
### Amounts come formatted; $until is a phrase with its own preposition; $names are first names.

desk-story-renewal-fails = Продление не прошло
desk-story-points-expire = Баллы сгорят через неделю
desk-story-employee-asks = Пришло приглашение, сотрудник просит
desk-story-manager-approves = Управляющий одобряет
desk-story-orders-return = Заказы возвращаются
desk-story-ads-drain = Реклама съедает баллы
desk-story-own-shop = Новичок подключает магазин на Ozon по ключу
desk-story-ozon-corrects = Ozon исправляет вчерашний день

desk-told-renewal-fails = Оплата { $price } не прошла: баланс был пуст, льготный период продлится { $until }.
desk-told-points-expire = { $programme }: { $points } можно потратить { $until }, напоминание только что пришло.
desk-told-employee-asks = Пришло приглашение в Premium, и { $name } просит управляющих его принять.
desk-told-manager-approves = { $name } одобряет просьбу и подтверждает подключение: Premium подключён.
desk-told-orders-return =
    { $count ->
        [one] Выкуплен { $count } заказ, большая часть вернулась, корректировка: { $points }. Пришли сводка и недельное предупреждение.
        [few] Выкуплено { $count } заказа, большая часть вернулась, корректировка: { $points }. Пришли сводка и недельное предупреждение.
        [many] Выкуплено { $count } заказов, большая часть вернулась, корректировка: { $points }. Пришли сводка и недельное предупреждение.
       *[other] Выкуплено { $count } заказа, большая часть вернулась, корректировка: { $points }. Пришли сводка и недельное предупреждение.
    }
desk-told-ads-drain =
    { $count ->
        [one] { $count } счёт за рекламу автоматически оплачен баллами: ушло { $spent }, на всё остальное осталось { $left }.
        [few] { $count } счёта за рекламу автоматически оплачены баллами: ушло { $spent }, на всё остальное осталось { $left }.
        [many] { $count } счетов за рекламу автоматически оплачены баллами: ушло { $spent }, на всё остальное осталось { $left }.
       *[other] { $count } счёта за рекламу автоматически оплачены баллами: ушло { $spent }, на всё остальное осталось { $left }.
    }
desk-told-own-shop = { $name } присылает ключ придуманного магазина на Ozon: Client-Id { $client }, Api-Key { $secret }. Бот сразу удалил сообщение, магазин читается.
desk-told-ozon-corrects = Ozon изменил { $day } задним числом: реклама стоила { $before }, теперь стоит { $after }. Магазин читается заново, разница сохранится как исправление.
desk-look-at = Посмотрите, что видят: { $names }.
desk-nobody = Никто из людей здесь не работает в этом магазине: смотрите журнал.

desk-busy = Что-то уже идёт: подождите, пока закончится.
desk-no-shop = Такого магазина нет.
desk-parked = Магазин приостановлен для проверки, с ним ничего не может произойти.
desk-no-ozon = Здесь нет Ozon, с которым можно играть.
desk-no-newcomer = Здесь нет никого без магазина, кто мог бы подключить свой.
desk-no-own-shop = Ни один магазин на Ozon ещё не подключён и не прочитан. Сначала подключите его по ключу или подождите, пока он прочитается.
desk-no-employee = Среди людей здесь нет сотрудника этого магазина, который запустил бота. Выберите другой магазин или пригласите сотрудника по ссылке.
desk-no-manager = Среди людей здесь нет управляющего или администратора этого магазина, который запустил бота. Выберите другой магазин.
desk-no-answer = Бот не ответил вовремя: { $name }. Загляните в этот чат и попробуйте ещё раз.
desk-no-reminder = В политике нет напоминаний перед сгоранием баллов.
desk-no-programme = В политике нет баллов, которыми оплачивается реклама.
desk-interrupted = Вмешалось что-то ещё, и история закончилась иначе. Сыграйте её снова.
desk-story-refused = История остановилась на ответе программы: { $outcome }

desk-bad-field =
    { $field ->
        [price] Цена: больше 0, не больше двух знаков после запятой.
        [discount] Скидка: больше 0, до 100 %.
        [quantity] Количество: целое число от 1.
        [amount] Сумма: больше 0, до 999 999 999 999,99, не больше двух знаков после запятой.
        [rating] Рейтинг: от 0 до 5.
       *[other] Что-то здесь заполнено так, что принять нельзя.
    }
desk-wallet-empty = Баланс уже пуст.
desk-no-order = Сначала выкупите заказ или укажите строку заказа.
desk-no-charge = Оплаты не предвидится: подписки нет или она не продлится.
desk-charge-failed = Оплата уже не прошла: её пробуют каждый день, пока не придут деньги.
desk-short-already = Не пройдёт и так: { $price } спишется { $due }, а денег не хватит.
desk-told-charge-fails = С баланса ушло { $amount }. Оплата { $price } ({ $due }) не пройдёт, если не придут деньги.
desk-nothing-sent = Для этого магазина ещё ничего не отправляли: сначала выставьте счёт за услугу или пополните баланс.
desk-told-again = «{ $fact }»: та же строка пришла ещё раз. Программа узнала её номер и дала первый ответ: дважды ничего не произошло.

desk-kind-facts = Факты
desk-kind-points = Баллы
desk-kind-money = Деньги
desk-kind-subscription = Подписка
desk-kind-notices = Сообщения

desk-fact-order-redeemed = Заказ выкуплен
desk-fact-order-returned = Заказ возвращён
desk-fact-order-cancelled = Заказ отменён
desk-fact-service-charged = Начислено за услугу
desk-fact-wallet-credited = Деньги пришли
desk-fact-wallet-debited = Деньги ушли
desk-fact-eligibility-changed = Внутренняя проверка
desk-fact-rating-updated = Новый рейтинг
desk-fact-bonus-granted = Начислен бонус
desk-fact-campaign-upserted = Объявлена кампания
desk-fact-command-connect = Команда: подключить
desk-fact-command-cancel = Команда: отменить
desk-fact-command-resume = Команда: продлевать автоматически
desk-fact-command-opt-in = Команда: вернуться в программу
desk-fact-command-set-mode = Команда: платить баллами автоматически
desk-fact-other = Факт { $type }
desk-passed =
    { $passed ->
        [yes] пройдена
       *[no] не пройдена
    }
desk-pieces =
    { $count ->
        [one] { $count } штука
        [few] { $count } штуки
        [many] { $count } штук
       *[other] { $count } штуки
    }
desk-discount = скидка { $discount }
desk-wallet = баланс { $wallet }
