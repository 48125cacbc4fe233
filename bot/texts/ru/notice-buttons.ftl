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
    Баланс пополняется продажами или переводом в кабинете продавца. Нужно внести: { $missing }.
    Как только деньги поступят, мы сразу попробуем оплатить подписку. Ничего нажимать не нужно.
