### Buttons under notices: the one likely next step.

button-spend-now = Потратить баллы
button-top-up = Как пополнить баланс
button-keep-premium = Оставить Premium
button-keep-plan = Оставить подписку
button-switch-to-lite = Перейти на Premium Lite
button-turn-renewal-off = Отключить продление
button-open-premium = Открыть Premium
button-open-points = Открыть баллы
button-open-history = Открыть историю
button-open-report = Открыть отчёт
top-up-how =
    <b>Как пополнить баланс</b>
    Продажами или переводом в кабинете продавца.
balance-missing-now =
    Сейчас не хватает: { $missing }. Пополнить можно { $until }.
    Как только деньги придут, оплатим сразу.
balance-missing-by = Сейчас долга нет. На следующую оплату, { $at }, не хватает { $missing }.
button-pay = Открыть кабинет продавца
button-copy-amount = Скопировать сумму: { $price }
