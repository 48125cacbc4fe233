### Settings: how a person is told, and how they leave (RULES 12, 15.19). $start, $end: hours such as 22:00.

settings-title = <b>Настройки</b>
settings-language = Язык: { $language }
settings-notices = Уведомления: включено { $on } из { $all }
settings-quiet = Тихие часы: с { $start } до { $end }
settings-quiet-none = Тихие часы: нет
settings-zone = Часовой пояс: { $zone }
settings-zone-programme = Часовой пояс: как в программе ({ $zone })
settings-rich = Таблицы: включены
settings-plain = Таблицы: выключены
settings-tables-seen =
    <b>Видите выше таблицу?</b>
    Если нет, ответьте «Нет»: всё пишется и без таблиц.
settings-tables-column = Пример
settings-tables-number = Число
settings-tables-row = Строка { $number }

settings-notices-title = <b>Уведомления</b>
settings-notices-how = Что приходит вашей роли. Нажмите, чтобы изменить.
settings-notices-no-shop = Вы пока не в магазине.
settings-state-line =
    { $state ->
        [on] • { $name }: включено
        [partly] • { $name }: включено не всё
       *[off] • { $name }: выключено
    }
settings-switched-on = { $name }: вкл
settings-switched-off = { $name }: выкл
settings-opens = { $name }…
settings-always = <b>Приходят всегда</b>
settings-always-line = • { $name }: { $why }
settings-why-renewal-failed = подписка может закончиться
settings-why-subscription-ended = преимущества не работают
settings-why-approval-requested = человек ждёт ответа
settings-often-how = Как часто присылать, сколько баллов пришло, снято и сгорело?
settings-often =
    { $cadence ->
        [daily] Каждый день
        [weekly] Раз в неделю
        [monthly] Раз в месяц
       *[never] Никогда
    }
settings-often-line =
    • { $name }: { $cadence ->
        [daily] каждый день
        [weekly] раз в неделю
        [monthly] раз в месяц
       *[never] никогда
    }
settings-kinds-title = <b>Уведомления: { $name }</b>
settings-kinds-how = Нажмите, чтобы изменить.

settings-group-digest = Сводка по баллам
settings-group-points = Сроки и лимиты баллов
settings-group-payment = Оплата и сроки
settings-group-subscription = Изменения подписки
settings-group-invitation = Приглашение в Premium
settings-group-badge = Метка продавца
settings-group-maintenance = Технические работы
settings-group-report = Отчёт за месяц
settings-group-marketplace = Ключ и отчёты

settings-quiet-title = <b>Тихие часы</b>
settings-quiet-how = Пишем потом.
settings-quiet-always = Сразу — только об оплате или конце до их окончания.
settings-quiet-zone = По вашему поясу: { $zone }
settings-quiet-type = Можно и написать часы: 22–9
settings-quiet-wrong = Целые часы от 0 до 23, например: 22–9
settings-quiet-from = С какого часа не беспокоить?
settings-quiet-until = Не беспокоить с { $start }. До какого часа?

settings-zone-title = <b>Часовой пояс</b>
settings-zone-how = На экранах время программы ({ $programme }), для тихих часов — ваше.

settings-data-title = <b>Мои данные и выход</b>
settings-data-what = Храним имя ({ $name }), номер в Telegram ({ $number }), роли, настройки, отправленное. В истории магазина вместо имени номер.
settings-data-little = Храним эти настройки и номер в Telegram.
settings-data-shops = Ваши магазины:
settings-data-shop = • { $shop }: { $role }
settings-data-no-shops = Вы не в магазине.
settings-leave-shop = Выйти: { $shop }
settings-not-in-shop = Вы уже не в этом магазине.
settings-leave-question =
    <b>Выйти из магазина «{ $shop }»?</b>
    • Вы сразу перестанете его видеть.
    • Место аналитики, приглашения и просьба пропадут.
    • Вернуться можно по новой ссылке.
settings-leave-last =
    <b>Пока выйти нельзя</b>
    В магазине «{ $shop }» нет другого администратора.
settings-hand-over = Сначала назначьте администратором другого: команда → человек → «Изменить роль», или пригласите.
settings-team-of = Команда: { $shop }
settings-left = Вы вышли из магазина «{ $shop }».
settings-forget-question = <b>Удалить все ваши данные?</b>
settings-forget-shops = • Вы выйдете: { $shops }.
settings-forget-what =
    • Имя, номер в Telegram и настройки пропадут насовсем.
    • Уведомлений больше не будет.
    • В истории магазина останутся роль и номер.
settings-forget-last =
    <b>Пока удалить данные нельзя</b>
    Вы единственный администратор: { $shop }.
settings-forgotten = Данные удалены. Чат удалите в Telegram.

toast-settings-saved = Сохранено.
toast-settings-no-tables = Telegram не принял пример.

button-settings-notices = Уведомления
button-settings-quiet = Тихие часы
button-settings-timezone = Часовой пояс
button-settings-plain = Выключить таблицы
button-settings-rich = Таблицы…
button-settings-tables-yes = Да, вижу
button-settings-tables-no = Нет
button-settings-data = Мои данные и выход
button-settings-all-on = Включить всё
button-settings-all-off = Выключить всё
button-settings-quiet-own = Другие часы
button-settings-quiet-none = Без тихих часов
button-settings-zone-programme = Как в программе
button-settings-confirm-leave = Да, выйти
button-settings-forget = Удалить мои данные
button-settings-confirm-forget = Да, удалить данные
