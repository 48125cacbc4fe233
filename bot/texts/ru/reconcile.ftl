### Отчёт маркетплейса рядом с тем, что решено здесь. Обычный текст без разметки. Суммы, дни и месяцы приходят готовыми.

reconcile-what = { $report } маркетплейса за { $first } – { $last } рядом с тем, что решено здесь. Ничего не меняется.
reconcile-sum = { $what }, { $month }: в отчёте { $told }, здесь { $ours }. Разница: { $difference }.
reconcile-sum-equal = { $what }, { $month }: { $told }, здесь столько же.
reconcile-matched = Сошлись по заказу и товару: { $line }. По номеру: { $unit }. По дню и сумме, вероятно: { $likely }. Только с одной стороны: { $none }.
reconcile-count = Расхождений: { $count }.
reconcile-line = { $day } · { $what } · { $name }: в отчёте { $told }, здесь { $ours }. { $why }
reconcile-more = … и ещё расхождений: { $count }. Все — в файле.
reconcile-not-there = нет
reconcile-likely = Вероятно, одно и то же: по дню и сумме.

reconcile-subject-points = Заработано баллов
reconcile-subject-back = Возвращено баллов
reconcile-subject-fee = Плата: { $service }
reconcile-subject-premium = Оплата подписки

reconcile-why-not-known = В отчёте есть, а здесь об этом неизвестно.
reconcile-why-not-in-report = Здесь решено, а в отчёте этого нет.
reconcile-why-amount = Есть с обеих сторон, но суммы разные.
reconcile-why-rounds-to-nothing = Здесь вышло меньше 0.01 балла.
reconcile-why-held = Баллов столько же, здесь они на удержании до { $until }.
reconcile-why-other-days = Здесь столько же, но { $until }, вне дней отчёта.
reconcile-why-reversed = Здесь счёт отменён, а в отчёте этого нет.
reconcile-why-sums = В этом отчёте суммы за месяц. Какие заказы расходятся, покажет отчёт по начислениям.

reconcile-match-line = по заказу и товару
reconcile-match-unit = по номеру
reconcile-match-likely = по дню и сумме, вероятно
reconcile-match-none = только с одной стороны

reconcile-column-subject = Что
reconcile-column-name = Заказ или счёт
reconcile-column-part = Услуга
reconcile-column-day = День
reconcile-column-told = В отчёте
reconcile-column-ours = Здесь
reconcile-column-difference = Разница
reconcile-column-match = Как сошлись
reconcile-column-why = Причина
reconcile-column-arithmetic = Как посчитано здесь
reconcile-column-until = На удержании до, или день здесь

button-reconcile-file = 📄 Все расхождения
reconcile-sent = Все расхождения отправлены файлом.
