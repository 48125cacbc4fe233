### Откуда берётся слово маркетплейса о магазине: ключ, чтение по нему и свой магазин.

button-source = Чтение из Ozon
button-source-begin = Мой магазин на Ozon
button-source-another = Добавить ещё магазин
button-source-give = Подключить по ключу
button-source-replace = Заменить ключ
button-source-remove = Удалить ключ
button-source-read = Прочитать сейчас
button-source-begin-with = Начать мой магазин
toast-source-reading = Начинаем читать. Ход виден в чате.
toast-source-removed = Ключ удалён.

source-title = <b>{ $shop }: чтение из Ozon</b>
source-kept = Этот магазин ведёт сам маркетплейс, снаружи ничего не читается.
source-no-key = Ключа нет. С ключом мы сами читаем отчёты каждую ночь.
source-file = Без ключа: пришлите в этот чат отчёт по начислениям (XLSX или CSV).
source-ask-administrator = Подключить по ключу может администратор магазина.
source-no-safe = Подключить по ключу пока нельзя: оператор этого бота ещё не настроил это. Напишите: { $contact }.
source-key = Ключ кабинета { $client }, прислан { $at }.
source-expires = Действует до { $at }.
source-never-read = Ещё не всё прочитано.
source-read = Прочитано { $at }.
source-failed = Последняя попытка { $at } не удалась. { $why }
source-left = Осталось прочитать дней: { $days }.
source-next = Следующее чтение: { $at }.
source-month-agrees = Отчёт маркетплейса за { $month }: баллов { $told }, по дням столько же.
source-month-differs = Отчёт маркетплейса за { $month }: баллов { $told }, по дням { $by_day }. Разница: { $difference }.
source-unread = В ответах не поняли: { $names }.

source-begin-title = <b>Ваш магазин на Ozon</b>
source-begin-how = Мы показываем баллы, плату за услуги, Premium и баланс так, как о них говорит маркетплейс. Откуда нам их взять, решаете вы:
source-begin-file = • Пришлите в этот чат отчёт по начислениям (XLSX или CSV). Ключ не нужен.
source-begin-key = • Подключите магазин ключом только для чтения. Тогда мы сами читаем каждую ночь.
source-closed = Магазины регистрирует оператор этого бота. Напишите: { $contact }.
source-begin-with-file = Вы пока не в магазине. Начать свой магазин с этого отчёта? Вы будете его администратором.
source-another-title = <b>Ещё один ваш магазин на Ozon</b>
source-another-how = Он появится рядом с этим, а какой смотреть, выбираете вы.
source-another-with-file = Начать с этого отчёта ещё один ваш магазин? Вы будете его администратором.
source-shop-name = Магазин: { $name }

source-ask-title = <b>Подключение по ключу</b>
source-ask-reads = Мы только читаем: продажи, баллы и счета, баланс, отчёт о реализации, тариф, рейтинг и права ключа. Мы ничего не меняем.
source-ask-where = Создайте ключ в кабинете Ozon: Настройки → Seller API → Сгенерировать ключ, тип «Admin read only».
source-ask-send = Затем пришлите одним сообщением и Client-Id, и Api-Key.
source-ask-safe = Сообщение мы сразу удалим, ключ храним зашифрованным и больше никогда не показываем.
source-not-both = В сообщении нет и того и другого: Client-Id — это число, Api-Key — длинная строка из букв и цифр. Пришлите оба одним сообщением.
source-not-deleted = <b>Telegram не дал мне удалить ваше сообщение. Удалите его, пожалуйста, сами.</b>
source-lacks = Ключу можно читать не всё нужное: { $methods }. Создайте ключ типа «Admin read only».
source-taken = Этот кабинет Ozon подключён здесь к другому магазину. Попросите ссылку у его администратора.
source-given = <b>Ключ работает и сохранён.</b> Начинаем первое чтение.
source-replaced = <b>Новый ключ работает и занял место прежнего.</b> Начинаем читать.
source-may-write = Этот ключ может и менять что-то в кабинете. Ключ типа «Admin read only» безопаснее.
source-remove = Удалить ключ кабинета { $client }?
source-remove-means = Больше ничего не будет читаться. Прочитанное останется.
source-removed = <b>Ключ удалён.</b> Прочитанное осталось.
source-revoke-too = Для верности удалите ключ и в кабинете Ozon.

reading-progress = Читаем из Ozon: { $bar } { $done } из { $days } дн.
reading-done = <b>Всё прочитано.</b> Дней: { $days }.
reading-news = Новых записей: { $new }, изменилось: { $changed }, исправлено на 0,00: { $gone }.
reading-told-otherwise = Дни, о которых уже рассказал отчёт о реализации, второй раз не посчитаны: { $days }.
reading-refused = Не сохранено: { $count }.
reading-unread = Не поняли: { $names }.
reading-nightly = Теперь мы читаем каждую ночь.
reading-stopped = Чтение прервалось. Прочитанное сохранено.
