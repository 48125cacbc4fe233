### How points pay for services: modes, own daily limits, reserves (RULES 9.1 to 9.4).

paying-title = Чем платить за услуги
paying-service = Услуга
paying-limit = Лимит в день
paying-reserve = Резерв
paying-mode-auto = автоматически
paying-mode-manual = вручную
paying-about-auto = <b>Автоматически:</b> сначала баллы, что сгорят раньше. <b>Вручную:</b> деньги, пока не потратите баллы.
paying-about-limit = <b>Лимит в день:</b> больше баллов услуга за день не возьмёт.
paying-about-reserve = <b>Резерв:</b> баллы, которые другие услуги не тронут.
paying-look-only = Меняют управляющий и администратор.
paying-danger = <b>Может не хватить баллов на услугу: { $service }.</b> Доступно { $available }, за месяц уходит { $monthly }. Автоматически оплачивается и { $other }: может не хватить { $missing }.
paying-choose = Выберите услугу.

paying-of = <b>{ $service }</b>
paying-is-auto = Баллы оплачивают эту услугу автоматически.
paying-is-manual = Платят деньги, пока не потратите баллы.
paying-limit-none = Лимита в день нет.
paying-limit-is = Ваш лимит: { $limit } в день.
paying-limit-most = Больше всего за день, за 30 дней: { $most }.
paying-reserve-none = { $programme }: резерва нет.
paying-reserve-is = { $programme }: в резерве { $reserve }.
paying-reserve-button = Резерв: { $programme }

paying-mode-title-all = <b>Как платить за все услуги</b>
paying-mode-now = Сейчас: { $mode }.
paying-auto-explained =
    <b>Автоматически</b>
    Сначала баллы, остальное деньгами. Реклама может забрать всё: помогут лимит или резерв.
paying-manual-explained =
    <b>Вручную</b>
    Платят деньги. Потратьте баллы на счета этого месяца сами, иначе сгорят.
paying-mode-own = Выбрано отдельно и останется: { $services }.

paying-limit-title = <b>Лимит в день: { $service }</b>
paying-limit-explained = Считаются баллы всех программ. Сверх лимита — деньги.
paying-limit-no-data = За 30 дней счетов не было, подсказать сумму не можем.
paying-limit-days = За 30 дней: в среднем { $mean } в день, больше всего за день { $most }.
paying-limit-zero = Лимит больше нуля. Без баллов: выберите оплату вручную.
paying-type-amount = Напишите сумму или выберите.

paying-reserve-title = <b>Резерв: { $service }</b> · { $programme }
paying-reserve-now = В резерве { $reserve }, доступно в программе { $available }.
paying-reserve-explained = Другие услуги эти баллы не тронут, вручную потратить можно.
paying-reserve-no-data = За 90 дней счетов не было, подсказать сумму не можем.
paying-reserve-suggestion = Обычно за месяц уходит { $monthly }.

button-paying-all = Все услуги
button-paying-protect = Поставить резерв
button-paying-limit = Лимит в день
button-paying-limit-of = Лимит: { $points } в день
button-paying-auto = Платить автоматически
button-paying-manual = Платить вручную
button-paying-amount = Поставить { $points }
button-paying-no-limit = Убрать лимит
button-paying-no-reserve = Убрать резерв
toast-paying-mode = Готово.
toast-paying-limit = Лимит установлен.
toast-paying-no-limit = Лимита больше нет.
toast-paying-reserve = Резерв установлен.
toast-paying-no-reserve = Резерва больше нет.
