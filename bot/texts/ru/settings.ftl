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
    Некоторые приложения показывают вместо неё пустое сообщение. Тогда ответьте «Нет»: всё пишется и без таблиц.
settings-tables-column = Пример
settings-tables-number = Число
settings-tables-row = Строка { $number }

settings-notices-title = <b>Уведомления</b>
settings-notices-how = Здесь то, что приходит при вашей роли. Кнопка со словом «вкл» или «выкл» сразу меняет его, кнопка с многоточием открывает группу.
settings-notices-no-shop = Уведомления приходят о магазине, а вы пока ни к одному не присоединены.
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
settings-why-renewal-failed = без оплаты подписка отключится
settings-why-subscription-ended = преимущества больше не работают
settings-why-approval-requested = человек ждёт ответа
settings-often-how = Как часто присылать, сколько баллов начислено, снято и сгорело?
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
settings-kinds-how = Нажмите, чтобы включить или выключить.

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
settings-quiet-how = В это время мы молчим, а всё, что ещё важно, присылаем потом.
settings-quiet-always = Сразу напишем только о списании или окончании, которое наступит раньше, чем они закончатся.
settings-quiet-zone = Часы считаем по вашему поясу: { $zone }
settings-quiet-type = Можно и написать часы: 22–9
settings-quiet-wrong = Напишите целые часы от 0 до 23, например: 22–9
settings-quiet-from = С какого часа не беспокоить?
settings-quiet-until = Не беспокоить с { $start }. До какого часа?

settings-zone-title = <b>Часовой пояс</b>
settings-zone-how = Оплаты, лимиты и сроки идут по времени программы ({ $programme }), и на экранах стоит оно. Если у вас другое время, рядом с ним будет подписан пояс. Тихие часы идут по вашему.

settings-data-title = <b>Мои данные и выход</b>
settings-data-what = Мы храним ваше имя ({ $name }) и номер в Telegram ({ $number }), роли в магазинах, выбор на этом экране настроек и отметки об отправленных уведомлениях. В истории магазинов вместо имени стоит номер.
settings-data-little = Мы храним только то, что вы выбрали в настройках, и номер в Telegram, чтобы знать, чей это выбор.
settings-data-shops = Ваши магазины:
settings-data-shop = • { $shop }: { $role }
settings-data-no-shops = Вы не присоединены ни к одному магазину.
settings-leave-shop = Выйти: { $shop }
settings-not-in-shop = Вы уже не в этом магазине.
settings-leave-question =
    <b>Выйти из магазина «{ $shop }»?</b>
    • Вы сразу перестанете его видеть, и уведомления о нём не придут.
    • Место для аналитики освободится, ваши приглашения и просьба закроются.
    • Вернуться можно только по новой ссылке от администратора.
settings-leave-last =
    <b>Пока выйти нельзя</b>
    В магазине «{ $shop }» нет другого администратора.
settings-hand-over = Сначала назначьте администратором кого-нибудь ещё: откройте команду, выберите человека и нажмите «Изменить роль». Если в команде больше никого нет, пригласите нового администратора.
settings-team-of = Команда: { $shop }
settings-left = Вы вышли из магазина «{ $shop }».
settings-forget-question = <b>Удалить все ваши данные?</b>
settings-forget-shops = • Вы выйдете из магазинов: { $shops }.
settings-forget-what =
    • Имя, номер в Telegram и все настройки удалятся сразу, восстановить их нельзя.
    • Неотправленные уведомления не придут.
    • В истории магазинов останутся только роль и порядковый номер, без имени.
settings-forget-last =
    <b>Пока удалить данные нельзя</b>
    Вы единственный администратор: { $shop }.
settings-forgotten = Ваши данные удалены. Эту переписку вы можете удалить в самом Telegram.

toast-settings-saved = Сохранено.
toast-settings-no-tables = Телеграм не принял пример. Всё остаётся без таблиц.

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
