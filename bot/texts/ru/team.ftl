### The team: members, roles, seats, invitations, and who did what (RULES 1, 6.3). Names come as they are.

team-title = <b>Команда</b>
team-count =
    { $count ->
        [one] «{ $shop }»: { $count } человек
        [few] «{ $shop }»: { $count } человека
       *[other] «{ $shop }»: { $count } человек
    }
team-seats = Места для аналитики: занято { $taken } из { $seats }
team-seats-off = Места для аналитики дают Premium Lite и Premium. Сейчас подписки нет.
team-column-name = Имя
team-column-role = Роль
team-column-seat = Аналитика
team-has-seat = есть место
team-you = { $name } (вы)
team-page = Страница { $page } из { $pages }
team-tap-member = Нажмите на имя, чтобы открыть карточку.

team-member-title = <b>{ $name }</b>
team-member-role = Роль: { $role }
team-member-joined = В магазине с { $at }
team-member-gone = Этого человека в команде уже нет.
team-seat-on = Место для аналитики: есть
team-seat-off = Место для аналитики: нет
team-seat-idle = Место для аналитики: есть, но без подписки оно не работает
team-seat-none-free = Место для аналитики: нет, и все места заняты. Сначала освободите чужое.
team-seat-not-connected = Места для аналитики появятся, когда будет подключён Premium Lite или Premium.
team-self = Это ваша карточка. Роль меняет администратор.
team-self-administrator = Это ваша карточка. Вашу роль может изменить только другой администратор.
team-self-last-administrator = Это ваша карточка, и вы единственный администратор. Чтобы сменить роль или выйти из магазина, сначала назначьте администратором кого-нибудь ещё.
team-own-role = Свою роль изменить нельзя: вернуть её обратно вы бы уже не смогли. Попросите другого администратора.
team-last-administrator = Это единственный администратор магазина. Сначала назначьте администратором кого-нибудь ещё.

team-role-title = <b>Новая роль: { $name }</b>
team-role-now = Сейчас: { $role }
team-role-line = • <b>{ $role }</b>: { $may }
team-may-administrator = всё, и команда тоже
team-may-manager = подписка, баллы и их настройки, места для аналитики
team-may-finance = видит всё, тратит баллы, выгружает отчёты
team-may-employee = видит подписку и преимущества, просит подключить Premium
team-role-frees-seat = Вместе с ролью освободится место для аналитики. Его можно дать снова.

team-remove-question =
    <b>Закрыть доступ: { $name }?</b>
    Роль: { $role }
    • Магазин сразу перестанет быть виден.
    • Место для аналитики освободится.
    • Приглашения, которые сделал этот человек, перестанут действовать.
    • История останется. Вернуть в команду можно по новой ссылке.
team-removed = { $name }: доступ закрыт.

team-invite-title = <b>Пригласить в магазин</b>
team-invite-how = Выберите роль, и мы сделаем ссылку. Она сработает один раз, в течение суток и только для этой роли.
team-open-links = <b>Ещё не использованы</b>
team-no-open-links = Неиспользованных приглашений нет.
team-open-link = { $number }. { $role }, действует { $until }. Автор: { $by }
team-revoke-numbered = Отозвать № { $number }
team-link-title = <b>Приглашение: { $role }</b>
team-link-how = Отправьте ссылку или покажите QR-код. Роль получит тот, кто откроет её первым, поэтому не публикуйте её. Действует { $until }.
team-link-gone = Ссылку видно только сразу после создания. Если она потерялась, отзовите её и сделайте новую.

team-audit-title = <b>Кто что делал</b>
team-audit-none = Записей пока нет.
team-audit-limit = Здесь только команда. Деньги, баллы и тариф смотрите в истории.
team-column-when = Когда
team-column-who = Кто
team-column-what = Что
team-nameless = Сотрудник № { $number }
team-by-bot = Бот
team-note-link-created = Новое приглашение: { $role }
team-note-link-revoked = Приглашение отозвано
team-note-joined = Вступление в команду: { $role }
team-note-removed = Доступ закрыт: { $member }, { $role }
team-note-left = Выход из магазина: { $role }
team-note-data-deleted = Выход из магазина, личные данные удалены: { $role }
team-note-role-changed = Роль { $member }: { $before } → { $after }
team-note-seat-given = Место для аналитики дано: { $member }
team-note-seat-freed = Место для аналитики освобождено: { $member }
team-note-key-given = Ключ маркетплейса сохранён
team-note-key-replaced = Ключ маркетплейса заменён
team-note-key-removed = Ключ маркетплейса удалён
team-note-approval-asked = Просьба подключить Premium
team-note-approval-answered =
    { $approved ->
        [yes] Просьба подключить Premium одобрена
       *[no] Просьба подключить Premium отклонена
    }

toast-team-role-changed = Роль изменена.
toast-team-seat-given = Место дано.
toast-team-seat-freed = Место свободно.
toast-team-revoked = Приглашение отозвано.
toast-team-link-closed = Это приглашение уже не действует.

button-team-invite = Пригласить
button-team-audit = Кто что делал
button-team-previous = Предыдущие
button-team-next = Следующие
button-team-newer = Новее
button-team-older = Раньше
button-team-role = Изменить роль
button-team-give-seat = Дать место для аналитики
button-team-free-seat = Освободить место
button-team-remove = Закрыть доступ
button-team-confirm-remove = Да, закрыть доступ
button-team-leave = Выйти из магазина
button-team-copy-link = Скопировать ссылку
button-team-revoke-link = Отозвать приглашение
button-team-another-link = Другие приглашения

told-joined =
    <b>{ $name }: вход в магазин «{ $shop }» по вашей ссылке</b>
    Роль: { $role }. Команда: /start
