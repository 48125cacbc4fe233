### The invitation: who may accept it, and how the others ask (RULES 5.5).

invitation-title = <b>Приглашение в Premium</b>
invitation-manager = Магазин прошёл проверку. Цену и даты покажем до подтверждения.
invitation-employee = Подключить Premium может управляющий или администратор. Попросите их.
invitation-validity = Действует, пока магазин подходит.
invitation-price = Цена Premium: { $price } в месяц.
invitation-trial =
    { $days ->
        [one] Сначала { $days } день бесплатно, потом первая оплата.
        [few] Сначала { $days } дня бесплатно, потом первая оплата.
       *[other] Сначала { $days } дней бесплатно, потом первая оплата.
    }
invitation-no-trial = Пробного периода нет: первая оплата сразу.
invitation-asked = Вы попросили управляющих и администраторов: { $at }.
invitation-pending = Просьба отправлена: { $asker }, { $at }. Ждём ответа.
invitation-no-answerer = Ответить в магазине пока некому. Напишите в поддержку.
invitation-none = Приглашения нет. Оно придёт, когда магазин пройдёт проверку.
invitation-accepted = Premium подключён.
invitation-withdrawn = Приглашение отозвано: магазин не проходит проверку.
approval-question =
    <b>{ $asker } просит подключить { $plan }</b>
    Цену и даты покажем до подтверждения.
approval-title = <b>{ $asker } просит подключить { $plan }</b>
approval-answered =
    { $approved ->
        [yes] Premium подключён. Ответ: { $by }, { $at }.
       *[no] Отклонено. Ответ: { $by }, { $at }.
    }
approval-declined = Вы отклонили просьбу. Мы передадим: { $asker }.
approval-closed = Просьба больше не ждёт ответа: приглашение закрыто.
approval-none = Просьба больше не ждёт ответа.

toast-asked = Просьба отправлена.
toast-asked-already = Просьба уже отправлена, ждём ответа.
toast-declined = Просьба отклонена.
toast-confirm-below = Осталось подтвердить: вопрос ниже.
toast-answered-by = На эту просьбу уже есть ответ: { $by }.

button-ask-manager = Попросить управляющего
button-approve = Одобрить
button-decline = Отклонить
