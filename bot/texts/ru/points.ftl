### Points: balances, what expires when, how to earn more, and spending in four taps.

points-title = <b>Баллы</b>
points-programme = <b>{ $programme }</b>
points-available = Доступно: { $available }
points-held = Заблокированы до финализации: { $held }
points-crediting = • зачислим { $at }: { $amount }
points-crediting-later = • и позже, до { $at }: { $amount }
points-debt = Долг: { $debt }. Его погасят следующие баллы, деньгами платить не нужно.
points-debt-return = • возврат по заказу { $order }, { $at }: не хватило { $amount }
points-debt-revoked = • отозван бонус { $grant }, { $at }: не хватило { $amount }
points-next-expiry = Ближайшее сгорание: { $amount }, потратить можно { $until }
points-no-expiry = Сгорать пока нечему
points-empty = Баллов пока нет. Они появятся после выкупа товаров со скидкой в кампаниях и за участие в акциях.
points-left-programme = Магазин вышел из этой программы: новых баллов нет, прежние можно тратить.
points-rate = 1 балл заменяет { $unit } при оплате услуг.

expiry-title = <b>{ $programme }: что и когда сгорит</b>
expiry-line = • { $amount }: потратить можно { $until }
expiry-line-unspent = • { $amount }: потратить можно { $until }, при обычных расходах сгорит { $unspent }
expiry-picture = Срок баллов по месяцам
expiry-used = Уйдёт на обычные услуги
expiry-unspent = Сгорит
expiry-all = Срок заканчивается
expiry-later = { $month } и позже
expiry-caption = <b>Когда заканчивается срок баллов</b>
expiry-month = • { $month }: { $amount }
expiry-month-unspent = • { $month }: { $amount }, из них сгорит { $unspent }
expiry-month-used = • { $month }: { $amount }, всё уйдёт на обычные услуги
expiry-judged = Считаем, что баллы идут на обычные услуги, как в прошлые месяцы. При оплате вручную списать их нужно вам.
expiry-not-judged = Полного месяца начислений за услуги ещё не было, поэтому не видно, сколько из этого вы потратите.
expiry-more =
    { $count ->
        [one] И ещё { $count } дата позже.
        [few] И ещё { $count } даты позже.
       *[other] И ещё { $count } дат позже.
    }
expiry-none = В этой программе сгорать пока нечему.
expiry-hint = При списании первыми уходят баллы, которые сгорают раньше.

spend-programme-none = Сейчас списывать нечего: доступных баллов нет.
spend-service =
    <b>Списать баллы</b>
    Баллы заменят деньги в начислениях за этот месяц, а деньги вернутся на баланс.
spend-from = <b>{ $programme }</b>: доступно { $available }
spend-of-programme = { $programme } · { $service }: { $amount }
spend-expiring = Первыми сгорят, { $until }: { $points } можно потратить на услугу «{ $service }».
spend-largest-offered = На кнопках самая большая сумма, которую можно списать сейчас. Другую можно выбрать на следующем шаге.
spend-service-none = В этом месяце нет начислений, которые можно покрыть этими баллами. Вернитесь, когда они появятся.
spend-subscribers-only = Комиссию эти баллы оплачивают только при действующей подписке.
spend-amount =
    <b>{ $programme } → { $service }</b>
    Доступно: { $available }
    Можно покрыть: { $largest }
    Минимум за один раз: { $minimum }
    Напишите сумму цифрами или выберите готовую.
spend-confirm =
    <b>Списать { $points }?</b>
    Услуга: { $service }
    Программа: { $programme }
    На баланс вернётся: { $money }
    Останется: { $left }
    Отменить списание потом нельзя.
spend-done =
    <b>Списано: { $points }</b>
    Услуга: { $service }
    На баланс вернулось: { $money }. Теперь на балансе { $wallet }.
    Осталось: { $left }
spend-outdated = Пока вы выбирали, цифры изменились. Вот свежие, выберите сумму ещё раз.
toast-spent = Готово, баллы списаны.

button-spend = Списать баллы
button-expiry = Когда сгорят
button-spend-service = { $service }: { $points }
button-spend-expiring = Сгорят первыми: { $points }
button-spend-largest = Всё: { $points }
button-spend-minimum = Минимум: { $points }
button-spend-confirm = Списать
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
earn-left = Магазин вышел из программы «{ $programme }», поэтому за новые заказы баллов нет. Вернуться можно в любой момент.
earn-running =
    { $count ->
        [one] Сейчас идёт { $count } кампания:
        [few] Сейчас идут { $count } кампании:
       *[other] Сейчас идёт { $count } кампаний:
    }
earn-none-running = Сейчас кампаний нет. Когда они начнутся, их условия будут здесь.
earn-coming =
    { $count ->
        [one] Впереди ещё { $count } кампания, начало { $at }.
        [few] Впереди ещё { $count } кампании, ближайшая начнётся { $at }.
       *[other] Впереди ещё { $count } кампаний, ближайшая начнётся { $at }.
    }
earn-missed =
    { $count ->
        [one] <b>За последние { $days } баллов не принёс { $count } заказ</b>
        [few] <b>За последние { $days } баллов не принесли { $count } заказа</b>
       *[other] <b>За последние { $days } баллов не принесли { $count } заказов</b>
    }
earn-missed-nothing = За последние { $days } не было выкупленных заказов, которые остались без баллов.
earn-missed-below-min-discount = • Скидка меньше, чем нужно кампании: { $count }. Сделайте её не меньше минимальной.
earn-missed-category-excluded = • Категория не участвует в кампании: { $count }. Поищите кампанию, где она участвует.
earn-missed-campaign-closed = • Кампания ещё не началась или уже закончилась: { $count }. Сверьте даты.
earn-missed-opted-out = • Магазин вышел из программы: { $count }. Вернитесь, и следующие заказы принесут баллы.
earn-missed-rounds-to-nothing = • Вышло меньше 0,01 балла: { $count }. Помогут большая скидка или другая кампания.
earn-how-title = Откуда берутся баллы
earn-how =
    • <b>{ $programme }:</b> продавайте со скидкой в кампании. Баллы равны цене, умноженной на скидку, количество и коэффициент. Больше всего дают категории с высоким коэффициентом.
    • <b>Не теряйте начисленное:</b> возвраты уменьшают баллы. Точные фото и описание сокращают возвраты.
    • <b>Бонусы продавца:</b> их начисляют за акции, лояльность, подключённые услуги и соблюдение условий площадки.

campaign = Кампания
campaign-named = «{ $campaign }»
campaign-coefficient = Коэффициент
campaign-min-discount = Скидка от
campaign-any = любая
campaign-ends = Идёт
campaign-starts = Начало
campaign-hold = До зачисления
campaign-window = Возврат до
campaign-category-title = Кампания и категория
campaign-category = «{ $campaign }», { $category }
campaign-excluded = не участвует
campaigns-title = Кампании и их условия
campaigns-none = Сейчас нет ни идущих, ни будущих кампаний.
campaigns-running = Идут сейчас
campaigns-coming = Скоро начнутся
campaigns-more =
    { $count ->
        [one] И ещё { $count } кампания.
        [few] И ещё { $count } кампании.
       *[other] И ещё { $count } кампаний.
    }
campaigns-categories = Особые условия категорий
campaigns-more-categories =
    { $count ->
        [one] И ещё { $count } строка.
        [few] И ещё { $count } строки.
       *[other] И ещё { $count } строк.
    }
campaigns-formula = Баллы = цена × скидка × количество × коэффициент. До зачисления баллы заблокированы, а возврат в срок их уменьшает.

unearned-title = Заказы, которые не принесли баллов
unearned-none = Таких заказов нет: все выкупленные заказы в кампаниях принесли баллы.
unearned-shown = Показаны { $first }–{ $last } из { $total }, сначала новые.
unearned-order = Заказ
unearned-why = Почему нет баллов
unearned-line = { $order }, { $at }: { $price }, скидка { $discount }, количество { $quantity }
why-below-min-discount = скидка { $discount }, а кампании «{ $campaign }» нужно от { $least }
why-category-excluded = категория «{ $category }» не участвует в кампании «{ $campaign }»
why-campaign-closed = в момент заказа кампания «{ $campaign }» не шла
why-opted-out = магазин вышел из программы
why-rounds-to-nothing = вышло меньше 0,01 балла
