### Магазин, который ведёт сам маркетплейс: что он сообщил и чего не сообщает. $day, $month и суммы приходят готовыми.

told-about = У этого магазина решает маркетплейс. Вот что он сообщил.
told-month = <b>{ $month }</b>
told-since-start = <b>С первого отчёта</b>
told-points-title = <b>Баллы</b>
told-premium-title = <b>Тариф и Premium</b>
told-reports-title = <b>Отчёты</b>
told-history-title = <b>Что сообщил маркетплейс, сначала последнее</b>
told-points = { $programme }: пришло { $came }, вернули { $went }, итого { $net }
told-no-points = Баллы: маркетплейс не сообщает
told-sales = Продажи минус возвраты: { $amount }
told-no-sales = Продажи: маркетплейс не сообщает
told-fees = Плата за услуги: { $amount }
told-no-fees = Плата за услуги: маркетплейс не сообщает
told-fee = · { $service }: { $amount }
told-coverage = Баллы составляют { $share } платы за услуги
told-surplus = Баллов сверх платы: { $amount }
told-shortfall = Плата, на которую баллов не хватает: { $amount }
told-plan = Тариф: <b>{ $plan }</b>, на { $day }
told-no-plan = Тарифа нет, на { $day }
told-no-word-of-plan = Тариф: маркетплейс не сообщает
told-rating = Рейтинг: { $rating }
told-no-rating = Рейтинг: маркетплейс не сообщает
told-balance = Баланс за { $day }: утром { $opening }, вечером { $closing }
told-no-balance = Баланс: маркетплейс не сообщает
told-premium-fees = Плата за Premium:
told-premium-fee = · { $day }: { $amount }
told-premium-no-fees = Платы за Premium в том, что сообщил маркетплейс, нет.
told-not-points = Партии, сроки, баллы на удержании и долг: маркетплейс не сообщает.
told-not-premium = Пробный и льготный период, следующая оплата, приглашение и преимущества: маркетплейс не сообщает.
told-not-money = Следующая оплата: маркетплейс не сообщает.
told-cannot = Подключение, трата баллов и настройки — в вашем кабинете маркетплейса.
told-send = Чтобы добавить отчёт, пришлите сюда его файл.
told-nothing = Пока ничего не сообщено. Пришлите сюда файлом отчёт по начислениям: XLSX или CSV.
told-line = { $day } · { $what }
told-correction = { $day } · исправление · { $what }
told-what = { $fact ->
        [points] баллы { $amount } { $about }
        [fee] плата { $amount } { $about }
        [sale] продажа { $amount } { $about }
        [balance] баланс { $amount }
       *[plan] тариф { $about }
    }

button-intake-keep = Сохранить
button-intake-no = Нет, ничего не сохранять
intake-question = Сохранить то, что говорит отчёт?
toast-intake-kept = Сохранено: { $count }.
intake-progress = Сохраняем: { $bar } { $done } из { $count }
intake-done = <b>Сохранено.</b> Новых, изменённых и исправленных записей: { $count }. Они уже в отчётах.
intake-send-again = Файла здесь больше нет. Пришлите его ещё раз.
intake-too-large = Файл больше { $most } МБ. Пришлите отчёт за более короткий период.

told-not-here = Это для магазина, который ведёт сам маркетплейс.
told-not-told = маркетплейс не сообщает
told-nothing-of-month = За этот месяц ничего не сообщено. Пришлите сюда файлом отчёт по начислениям: XLSX или CSV.
told-corrected = Маркетплейс потом исправил: { $count }
told-dash = «—»: маркетплейс не сообщает.
told-day = <b>{ $day }</b> · баллы: пришло { $came }, вернули { $went }, итого { $net } · плата { $fees } · продажи { $sales }
told-items-title = <b>Баллы по товарам</b>
told-orders-title = <b>Баллы по заказам</b>
told-items-none = Товар не указан
told-orders-none = Заказ не указан
told-part = · { $name }: пришло { $came }, вернули { $went }, итого { $net }
told-fees-title = <b>Плата за услуги</b>
told-service = <b>{ $service }</b>: { $amount }
told-kind = · { $kind }: { $amount }
told-checked = <b>{ $day }</b>: { $opening } → { $closing }, изменение { $change }
told-compared = { $agrees ->
        [yes] По записям дня { $facts }: сходится до копейки
       *[no] По записям дня { $facts }, разница { $difference }
    }
told-no-facts-of-day = Записи дня: маркетплейс не сообщает
told-difference-why = Записи: продажи и баллы минус плата. Разница обычно значит выплату или отчёт за этот день, которого ещё нет.
told-tax-title = <b>Для налогов</b>
told-tax-sales = Продано: { $came }
told-tax-returns = Возвращено: { $went }
told-tax-revenue = <b>Выручка: { $amount }</b>
told-tax-apart = <b>Баллы, отдельно от денег</b>
told-tax-points = <b>Баллов всего: { $points }</b>
told-tax-surplus = Сверх платы: { $amount }. Их маркетплейс выплачивает деньгами по отдельному акту.
told-tax-note = Баллы в выручку не входят. Что считать доходом, спросите бухгалтера.
told-kinds-unclear = <b>Виды, которых мы не знаем: они в плате «прочее»</b>
told-kinds-clear = Все виды платы понятны.
told-more = … и ещё { $count }
told-corrections = <b>Исправления</b>
told-no-corrections = За этот месяц маркетплейс ничего не исправлял.
told-chart-title = <b>Баллы и плата по месяцам</b>
told-chart-line = { $month }: баллы { $points }, плата { $fees }
told-picture-month = Баллы и плата: { $month }
told-picture-months = Баллы и плата по месяцам
told-picture-points = Баллы, итого
told-picture-fees = Плата за услуги
told-premium-month = { $month }: { $amount }
told-premium-not-usual = Следующая оплата: маркетплейс не сообщает, а увидено слишком мало, чтобы предположить.
told-premium-likely = Следующая оплата вероятна <b>{ $day }</b>. Маркетплейс её не сообщает.
told-premium-overdue = Оплата была вероятна { $day }, о ней пока не сообщено.
told-premium-seen-day = До сих пор { $day }-го числа: { $seen } из { $times } раз.
told-premium-seen-amount = Обычно { $amount }: { $seen } из { $times } раз.
told-rating-title = <b>Рейтинг</b>
told-rating-history = Последние сообщения:
told-rating-line = · { $day }: { $rating }
told-threshold =
    Для метки «Premium-продавец» нужно { $threshold } или больше. { $whose ->
        [theirs] Так сообщает маркетплейс.
       *[ours] Маркетплейс порога не сообщил, этот наш.
    }
told-rating-below = <b>Рейтинг ниже порога: покупатели могут не видеть метку.</b>
told-rating-near = <b>Рейтинг близко к порогу: метка под угрозой.</b>
told-rating-safe = Метке ничего не угрожает.
button-told-days = По дням
button-told-points = Баллы
button-told-items = По товарам
button-told-orders = По заказам
button-told-fees = Плата
button-told-balance = Баланс
button-told-tax = Для налогов
button-told-unclear = Неясное
button-told-chart = Месяцы
button-told-premium = Premium
button-told-rating = Рейтинг
button-told-page-back = ‹ Назад по списку
button-told-page-on = Дальше ›
told-no-balances = Баланс за этот месяц: маркетплейс не сообщает

told-fact = { $fact ->
        [points] Баллы
        [fee] Плата
        [sale] Продажа
        [balance] Баланс
       *[plan] Тариф
    }
told-fact-no-plan = нет
told-statement-title = Что сообщил маркетплейс, { $month }: { $shop }, { $seller }
told-statement-units = Валюта: { $currency }. Один балл равен её единице.
told-statement-points = Баллы, отдельно от денег
told-statement-came = { $what }: пришло
told-statement-went = { $what }: вернули
told-statement-net = { $what }: итого
told-statement-sales = Продажи
told-statement-sold = Продано
told-statement-returned = Возвращено
told-statement-revenue = Выручка
told-statement-fees = Плата за услуги
told-statement-surplus = Баллы сверх платы
told-statement-shortfall = Плата, на которую баллов не хватает
told-statement-premium = Плата за Premium
told-statement-balance = Баланс
told-statement-opening = { $day }, утром
told-statement-closing = { $day }, вечером
told-statement-how = Что маркетплейс сообщил за месяц. В файле — каждая запись.
told-file-caption = { $month }: что сообщил маркетплейс. Записей: { $count }.
button-told-statement = Выписка и файл
sheet-told = Что сообщено
column-told-day = День
column-told-what = Что
column-told-programme = Программа
column-told-service = Услуга
column-told-kind = Вид
column-told-points = Баллы
column-told-sales = Продажи, { $currency }
column-told-fee = Плата, { $currency }
column-told-opening = Утром, { $currency }
column-told-closing = Вечером, { $currency }
column-told-plan = Тариф
column-told-order = Заказ
column-told-item = Товар
column-told-quantity = Количество
column-told-entry = Ссылка
