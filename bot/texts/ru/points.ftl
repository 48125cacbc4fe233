### The points screen and spending in four taps: programme, service, amount, confirm.

points-title = <b>Баллы</b>
points-programme = <b>{ $programme }</b>
points-available = Доступно: { $available }
points-held = Заблокированы до финализации: { $held }
points-held-next = Ближайшее зачисление: { $amount }, { $at }
points-debt = Долг: { $debt }. Его погасят следующие баллы, деньгами платить не нужно.
points-next-expiry = Ближайшее сгорание: { $amount }, потратить можно { $until }
points-no-expiry = Сгорать пока нечему
points-empty = Баллов пока нет. Они появятся после выкупа товаров со скидкой в кампаниях и за участие в акциях.
points-left-programme = Магазин вышел из этой программы: новых баллов нет, прежние можно тратить.
points-rate = 1 балл заменяет { $unit } при оплате услуг.

expiry-title = <b>{ $programme }: что и когда сгорит</b>
expiry-line = • { $amount }: потратить можно { $until }
expiry-more =
    { $count ->
        [one] И ещё { $count } дата позже.
        [few] И ещё { $count } даты позже.
       *[other] И ещё { $count } дат позже.
    }
expiry-none = В этой программе сгорать пока нечему.
expiry-hint = При списании первыми уходят баллы, которые сгорают раньше.

spend-programme = Какими баллами платим?
spend-programme-none = Сейчас списывать нечего: доступных баллов нет.
spend-service =
    <b>{ $programme }</b>
    Доступно: { $available }
    Какую услугу оплатить? Баллы заменят деньги в начислениях за этот месяц, а деньги вернутся на баланс.
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
button-expiry = Что и когда сгорит
button-spend-largest = Всё: { $points }
button-spend-minimum = Минимум: { $points }
button-spend-confirm = Списать
button-other-amount = Другая сумма
button-other-service = Другая услуга
