### Points: balances, what expires when, how to earn more, and spending in four taps.

points-title = <b>Баллы</b>
points-programme = <b>{ $programme }</b>
points-available = Доступно: { $available }
points-held = В пути: { $held }
points-crediting = • придут { $at }: { $amount }
points-crediting-later = • позже, до { $at }: { $amount }
points-debt = Долг: { $debt }. Его погасят следующие баллы.
points-debt-return = • возврат по заказу { $order }, { $at }: не хватило { $amount }
points-debt-revoked = • отозван бонус, { $at }: не хватило { $amount }
points-next-expiry = Скоро сгорят: { $amount }, потратить можно { $until }
points-no-expiry = Сгорать пока нечему
points-empty = Баллов пока нет. Их дают за скидки в кампаниях и за акции.
points-left-programme = Магазин вышел: новых баллов нет, прежние можно тратить.
points-rate = 1 балл заменяет { $unit }.

expiry-title = <b>{ $programme }: что и когда сгорит</b>
expiry-line = • { $amount }: потратить можно { $until }
expiry-line-unspent = • { $amount }: потратить можно { $until }, сгорит { $unspent }
expiry-picture = Когда сгорят баллы
expiry-used = Уйдёт на услуги
expiry-unspent = Сгорит
expiry-all = Сгорит
expiry-later = { $month } и позже
expiry-caption = <b>Когда сгорят баллы</b>
expiry-month = • { $month }: { $amount }
expiry-month-unspent = • { $month }: { $amount }, из них сгорит { $unspent }
expiry-month-used = • { $month }: { $amount }, всё уйдёт на услуги
expiry-judged = Если баллы идут на обычные услуги. Где платите вручную, потратьте их сами.
expiry-not-judged = Полного месяца счетов ещё нет, сколько потратите, не видно.
expiry-more =
    { $count ->
        [one] И ещё { $count } дата позже.
        [few] И ещё { $count } даты позже.
       *[other] И ещё { $count } дат позже.
    }
expiry-none = В этой программе сгорать пока нечему.
expiry-hint = Первыми тратятся те, что сгорят раньше.

spend-programme-none = Доступных баллов сейчас нет.
spend-service =
    <b>Потратить баллы</b>
    Они оплатят счета этого месяца, деньги вернутся на баланс.
spend-from = <b>{ $programme }</b>: доступно { $available }
spend-of-programme = { $programme } · { $service }: { $amount }
spend-expiring = Первыми сгорят, { $until }: { $points } можно потратить на услугу «{ $service }».
spend-largest-offered = На кнопках наибольшая сумма.
spend-service-none = Этими баллами в этом месяце оплатить нечего.
spend-subscribers-only = Комиссию они оплачивают только с подпиской.
spend-amount =
    <b>{ $programme } → { $service }</b>
    Доступно: { $available }
    Можно сейчас: { $largest }
    Не меньше: { $minimum }
    Напишите сумму или выберите.
spend-confirm =
    <b>Потратить { $points }?</b>
    Услуга: { $service }
    Программа: { $programme }
    На баланс вернётся: { $money }
    Останется: { $left }
    Отменить нельзя.
spend-done =
    <b>Потрачено: { $points }</b>
    Услуга: { $service }
    На баланс вернулось: { $money }. Теперь на балансе { $wallet }.
    Осталось: { $left }
spend-outdated = Цифры изменились, выберите ещё раз.
toast-spent = Готово, баллы потрачены.

button-spend = Потратить баллы
button-expiry = Когда сгорят
button-spend-service = { $service }: { $points }
button-spend-expiring = Сгорят первыми: { $points }
button-spend-largest = Всё: { $points }
button-spend-minimum = Минимум: { $points }
button-spend-confirm = Потратить
button-other-amount = Другая сумма

button-expiry-list = Списком по датам
button-expiry-picture = Картинкой по месяцам
button-paying = Чем платить
button-earn = Получить больше
button-campaigns = Кампании
button-calculator = Калькулятор
button-leaving = Программы баллов
button-unearned = Заказы без баллов
button-unearned-older = Раньше
button-unearned-newer = Позже

earn-title = Как получить больше баллов
earn-left = Магазин вышел из программы «{ $programme }»: за новые заказы баллов нет.
earn-running =
    { $count ->
        [one] Сейчас идёт { $count } кампания:
        [few] Сейчас идут { $count } кампании:
       *[other] Сейчас идёт { $count } кампаний:
    }
earn-none-running = Сейчас кампаний нет.
earn-coming =
    { $count ->
        [one] Скоро ещё { $count }, с { $at }.
        [few] Скоро ещё { $count }, первая с { $at }.
       *[other] Скоро ещё { $count }, первая с { $at }.
    }
earn-missed =
    { $count ->
        [one] <b>За { $days } без баллов { $count } заказ</b>
        [few] <b>За { $days } без баллов { $count } заказа</b>
       *[other] <b>За { $days } без баллов { $count } заказов</b>
    }
earn-missed-nothing = За { $days } заказов без баллов не было.
earn-missed-below-min-discount = • Скидка мала: { $count }
earn-missed-category-excluded = • Категория не участвует: { $count }
earn-missed-campaign-closed = • Кампания не шла: { $count }
earn-missed-opted-out = • Магазин вышел из программы: { $count }
earn-missed-rounds-to-nothing = • Меньше 0,01 балла: { $count }
earn-how-title = Откуда берутся баллы
earn-how =
    • <b>{ $programme }:</b> цена × скидка × количество × коэффициент кампании.
    • <b>Меньше возвратов:</b> помогут точные фото и описание.
    • <b>Бонусы продавца:</b> акции, лояльность, подключённые услуги.

campaign = Кампания
campaign-named = «{ $campaign }»
campaign-coefficient = Коэффициент
campaign-min-discount = Скидка от
campaign-any = любая
campaign-ends = Идёт
campaign-starts = Начало
campaign-hold = В пути
campaign-window = Возврат до
campaign-category-title = Кампания и категория
campaign-category = «{ $campaign }», { $category }
campaign-excluded = не участвует
campaigns-title = Кампании
campaigns-none = Сейчас кампаний нет.
campaigns-running = Идут сейчас
campaigns-coming = Скоро начнутся
campaigns-more =
    { $count ->
        [one] И ещё { $count } кампания.
        [few] И ещё { $count } кампании.
       *[other] И ещё { $count } кампаний.
    }
campaigns-categories = Условия категорий
campaigns-more-categories =
    { $count ->
        [one] И ещё { $count } строка.
        [few] И ещё { $count } строки.
       *[other] И ещё { $count } строк.
    }
campaigns-formula = Баллы = цена × скидка × количество × коэффициент. Возврат в срок их уменьшает.

unearned-title = Заказы без баллов
unearned-none = Таких заказов нет.
unearned-shown = { $first }–{ $last } из { $total }, сначала новые.
unearned-order = Заказ
unearned-why = Почему
unearned-line = { $order }, { $at }: { $price }, скидка { $discount }, количество { $quantity }
why-below-min-discount = скидка { $discount }, а кампании «{ $campaign }» нужно от { $least }
why-category-excluded = «{ $category }» не участвует в кампании «{ $campaign }»
why-campaign-closed = кампания «{ $campaign }» не шла
why-opted-out = магазин вышел из программы
why-rounds-to-nothing = меньше 0,01 балла
