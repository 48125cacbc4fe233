### The team: members, roles, seats, invitations, and who did what (RULES 1, 6.3). Names come as they are.

team-title = <b>Команда</b>
team-count =
    { $count ->
        [one] «{ $shop }»: { $count } человек
        [few] «{ $shop }»: { $count } человека
       *[other] «{ $shop }»: { $count } человек
    }
team-seats = Места аналитики: занято { $taken } из { $seats }
team-seats-off = Места аналитики дают с подпиской.
team-column-name = Имя
team-column-role = Роль
team-column-seat = Аналитика
team-has-seat = есть место
team-you = { $name } (вы)
team-page = Страница { $page } из { $pages }
team-tap-member = Нажмите на имя.

team-member-title = <b>{ $name }</b>
team-member-role = Роль: { $role }
team-member-joined = В магазине с { $at }
team-member-gone = Этого человека в команде уже нет.
team-seat-on = Место аналитики: есть
team-seat-off = Место аналитики: нет
team-seat-idle = Место аналитики: есть, но подписки нет
team-seat-none-free = Место аналитики: нет, все заняты
team-seat-not-connected = Места аналитики дают с подпиской.
team-self = Это вы. Роль меняет администратор.
team-self-administrator = Это вы. Роль изменит другой администратор.
team-self-last-administrator = Это вы, единственный администратор. Сначала назначьте другого.
team-own-role = Свою роль изменить нельзя. Попросите другого администратора.
team-last-administrator = Единственный администратор. Сначала назначьте другого.

team-role-title = <b>Новая роль: { $name }</b>
team-role-now = Сейчас: { $role }
team-role-line = • <b>{ $role }</b>: { $may }
team-may-administrator = всё, и команда
team-may-manager = подписка, баллы, места аналитики
team-may-finance = видит всё, тратит баллы, сохраняет файлы
team-may-employee = видит подписку, просит Premium
team-role-frees-seat = Место аналитики освободится.

team-remove-question =
    <b>Закрыть доступ: { $name }?</b>
    Роль: { $role }
    • Магазин сразу перестанет быть виден.
    • Место и приглашения пропадут.
    • История останется. Вернуть можно по новой ссылке.
team-removed = { $name }: доступ закрыт.

team-invite-title = <b>Пригласить в магазин</b>
team-invite-how = Выберите роль. Ссылка сработает один раз, за сутки.
team-open-links = <b>Ещё не использованы</b>
team-no-open-links = Неиспользованных приглашений нет.
team-open-link = { $number }. { $role }, действует { $until }. Автор: { $by }
team-revoke-numbered = Отозвать № { $number }
team-link-title = <b>Приглашение: { $role }</b>
team-link-how = Роль получит тот, кто откроет первым. Действует { $until }.
team-link-gone = Ссылка видна один раз. Отзовите и сделайте новую.

team-audit-title = <b>Кто что делал</b>
team-audit-none = Пока пусто.
team-audit-limit = Только команда. Остальное в истории.
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
team-note-data-deleted = Выход из магазина, данные удалены: { $role }
team-note-role-changed = Роль { $member }: { $before } → { $after }
team-note-seat-given = Место аналитики дано: { $member }
team-note-seat-freed = Место аналитики освобождено: { $member }
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
button-team-give-seat = Дать место аналитики
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
