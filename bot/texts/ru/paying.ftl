### How points pay for services: modes, own daily limits, reserves (RULES 9.1 to 9.4).

paying-title = Чем платить за услуги
paying-service = Услуга
paying-limit = Лимит в день
paying-reserve = Резерв
paying-mode-auto = автоматически
paying-mode-manual = вручную
paying-about-auto = <b>Автоматически:</b> баллы оплачивают услугу сами, первыми уходят те, что сгорают раньше. <b>Вручную:</b> услуга оплачивается деньгами, пока вы не спишете баллы.
paying-about-limit = <b>Лимит в день:</b> больше этого баллов за день услуга не возьмёт, остальное оплатят деньги.
paying-about-reserve = <b>Резерв:</b> баллы, которые автоматическая оплата других услуг не тронет.
paying-look-only = Менять это могут управляющий и администратор, вам видно, как настроено.
paying-danger = <b>Может не хватить баллов на услугу: { $service }.</b> Доступно { $available }, обычно за месяц на неё уходит { $monthly }. Автоматически оплачивается и другая услуга: { $other }. Если она заберёт баллы первой, не хватит { $missing }. Поставьте резерв.
paying-choose = Выберите услугу на экране «Чем платить за услуги».

paying-of = <b>{ $service }</b>
paying-is-auto = Баллы оплачивают эту услугу автоматически, первыми уходят те, что сгорают раньше.
paying-is-manual = Услуга оплачивается деньгами. Баллы вы списываете сами.
paying-limit-none = Своего лимита в день нет.
paying-limit-is = Ваш лимит: { $limit } в день.
paying-limit-most = За последние 30 дней больше всего за один день: { $most }.
paying-reserve-none = { $programme }: резерва нет.
paying-reserve-is = { $programme }: в резерве { $reserve }.
paying-reserve-button = Резерв: { $programme }

paying-mode-title-all = <b>Как платить за все услуги</b>
paying-mode-now = Сейчас: { $mode }.
paying-auto-explained =
    <b>Автоматически</b>
    Сначала баллы, остальное деньгами. Первыми всегда уходят баллы, которые сгорают раньше, поэтому меньше пропадает.
    Риск: частая услуга, например реклама, может забрать все баллы, и на логистику их не останется. Помогают лимит в день и резерв.
paying-manual-explained =
    <b>Вручную</b>
    Услугу оплачивают деньги. Баллы вы списываете сами, на начисления этого месяца, и деньги возвращаются на баланс.
    Риск: забудете списать вовремя, и баллы сгорят. За прошлый месяц ими уже не заплатить.
paying-mode-own = Здесь выбрано отдельно и не изменится: { $services }.

paying-limit-title = <b>Лимит в день: { $service }</b>
paying-limit-explained = Считаются баллы всех программ, и автоматические, и списанные вручную. Сверх лимита услугу оплачивают деньги.
paying-limit-no-data = За последние 30 дней начислений за эту услугу не было, поэтому подсказать сумму не можем.
paying-limit-days = За последние 30 дней на услугу уходило в среднем { $mean } в день, больше всего за один день { $most }. Если услугу начисляют не каждый день, подойдёт второе.
paying-limit-zero = Лимит должен быть больше нуля. Чтобы баллы не тратились на услугу сами, выберите оплату вручную. Чтобы убрать лимит, нажмите кнопку.
paying-type-amount = Напишите сумму цифрами или выберите готовую.

paying-reserve-title = <b>Резерв: { $service }</b> · { $programme }
paying-reserve-now = В резерве { $reserve }, доступно в программе { $available }.
paying-reserve-explained = Автоматическая оплата других услуг оставит эти баллы. Списывать их вручную можно на любую услугу. 0 убирает резерв.
paying-reserve-no-data = Начислений за эту услугу за последние 90 дней не было, поэтому подсказать сумму не можем.
paying-reserve-suggestion = Обычно за месяц на эту услугу уходит { $monthly }.

button-paying-all = Все услуги
button-paying-protect = Поставить резерв
button-paying-limit = Лимит в день
button-paying-limit-of = Лимит: { $points } в день
button-paying-auto = Платить автоматически
button-paying-manual = Платить вручную
button-paying-amount = Поставить { $points }
button-paying-no-limit = Убрать лимит
button-paying-no-reserve = Убрать резерв
toast-toast-paying-limit = Готово, лимит установлен.
toast-paying-no-limit = Готово, лимита больше нет.
toast-paying-reserve = Готово, резерв установлен.
toast-paying-no-reserve = Готово, резерва больше нет.
