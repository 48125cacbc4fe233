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
told-not-premium = Пробный и льготный период, следующее списание, приглашение и преимущества: маркетплейс не сообщает.
told-not-money = Следующее списание: маркетплейс не сообщает.
told-cannot = Подключение, списание баллов и настройки — в вашем кабинете маркетплейса.
told-send = Чтобы добавить отчёт, пришлите сюда его файл.
told-nothing = Пока ничего не сообщено. Пришлите сюда файлом отчёт о начислениях: XLSX или CSV.
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
