### Buttons under notices: the one likely next step.

button-spend-now = Списать баллы
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
    Баланс пополняется продажами или переводом в кабинете продавца.
balance-missing-now =
    Сейчас не хватает: { $missing }. Пополнить можно { $until }.
    Как только деньги поступят, мы сразу попробуем оплатить подписку. Ничего нажимать не нужно.
balance-missing-by = Сейчас долга нет. Следующее списание: { $at }. На него не хватает { $missing }.
button-pay = Открыть кабинет продавца
button-copy-amount = Скопировать сумму: { $price }
