### The home screen: one glance. $until is a phrase with its own preposition.

home-title = <b>{ $shop }</b>
home-role = Ваша роль: { $role }
home-clock = Данные на { $now }
home-plan-inactive = <b>Без подписки</b>
home-plan-trial = <b>{ $plan }</b> · пробный период { $until }
home-plan-active = <b>{ $plan }</b> · действует { $until }
home-plan-grace = <b>{ $plan }</b> · льготный период { $until }
home-next-charge = Следующая оплата: { $price }, { $at }
home-next-charge-lite = Затем Premium Lite: { $price }, { $at }
home-no-charge = Продление отключено, оплат больше не будет
home-short = На балансе не хватает { $missing }
home-grace-charge = К оплате: { $price }, не хватает { $missing }
home-money = Баланс: { $wallet }
home-points = { $programme }: { $available }
home-points-held = В пути: { $held }
home-points-expiry = Скоро сгорят: { $amount }, потратить можно { $until }
home-points-debt = Долг: { $debt }
home-points-none = Баллов пока нет

banner-invitation = <b>Вас приглашают в Premium.</b>
banner-invitation-employee = <b>Магазин приглашают в Premium.</b> Подключить может управляющий.
banner-approval = <b>{ $asker } просит подключить Premium.</b>
banner-grace =
    <b>{ $days ->
        [one] Остался { $days } день льготного периода.
        [few] Осталось { $days } дня льготного периода.
       *[other] Осталось { $days } дней льготного периода.
    }</b> Нужно { $price }, не хватает { $missing }. Пополните { $until }, иначе подписка закончится.
banner-low-balance = <b>На следующую оплату не хватает.</b> Пополните на { $missing }. Оплата: { $price }, { $at }.
banner-expiring = <b>Скоро сгорят баллы.</b> { $programme }: { $amount }, потратить можно { $until }.
banner-maintenance = <b>Технические работы.</b> Тратить баллы пока нельзя.
banner-ending = <b>Подписка не продлится.</b> { $plan } действует { $until }.

button-premium = Тариф и Premium
button-points = Баллы
button-history = История
button-reports = Отчёты
button-team = Команда
button-settings = Настройки
button-help = Помощь
button-invitation = Посмотреть приглашение
