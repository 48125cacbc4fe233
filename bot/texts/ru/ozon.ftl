### Files and answers of a real marketplace: why one was not read, and what was read. Plain text without tags.
### $row is the row's number, $column a column, $found what stands there, $wanted what should; sizes are in megabytes.

ozon-file-empty = Файл пуст. Скачайте отчёт ещё раз и пришлите его.
ozon-file-too-large = Файл слишком большой: { $found } МБ, а принимаем до { $wanted } МБ. Скачайте отчёт за более короткий период.
ozon-file-unpacks-too-large = После распаковки файл занял бы { $found } МБ, а принимаем до { $wanted } МБ. Скачайте отчёт за более короткий период.
ozon-file-too-many-cells = В таблице слишком много ячеек, или одна стоит далеко от остальных. Пришлите отчёт таким, каким скачали.
ozon-file-damaged = Файл повреждён или скачан не до конца. Скачайте отчёт ещё раз и пришлите его.
ozon-file-encrypted = Файл закрыт паролем. Снимите пароль и пришлите снова.
ozon-file-macros = В файле есть макросы, такие мы не открываем. Пришлите отчёт таким, каким скачали.
ozon-file-formulas = В таблице есть формулы, а их результат мы не проверяем. Пришлите отчёт таким, каким скачали.
ozon-file-old-excel = Это таблица старого или двоичного формата. Сохраните её как XLSX или CSV и пришлите снова.
ozon-file-archive = Это архив, а не таблица. Распакуйте его и пришлите отчёт.
ozon-file-not-a-table = Это не таблица. Пришлите отчёт по начислениям или о реализации: XLSX или CSV.
ozon-file-not-a-report = Это не отчёт по начислениям и не отчёт о реализации. Найдено: { $found }. Нужны столбцы: { $wanted }.
ozon-file-columns-missing = В отчёте не хватает столбцов: { $wanted }. В строке { $row } найдено: { $found }.
ozon-file-column-twice = Столбец «{ $column }» стоит дважды, и неясно, какой верный. Оставьте один и пришлите снова.
ozon-file-several-tables = В файле несколько подходящих листов: { $found }. Оставьте один и пришлите снова.
ozon-file-no-period = В отчёте не указан период. Пришлите отчёт таким, каким скачали.
ozon-file-no-rows = В отчёте нет ни одной строки.
ozon-file-merged-cells = В строке { $row } ячейки объединены, и неясно, к какой строке относится сумма. Разъедините их и пришлите снова.
ozon-file-row-too-long = В строке { $row } ячеек больше, чем столбцов в заголовке: значения могли сдвинуться. Пришлите отчёт таким, каким скачали.
ozon-file-bad-day = В строке { $row }, столбец «{ $column }»: это не дата. Найдено: { $found }. Нужна дата вида 05.10.2026.
ozon-file-outside-period = В строке { $row } дата вне периода отчёта. Найдено: { $found }.
ozon-file-bad-amount = В строке { $row }, столбец «{ $column }»: сумму не прочитать. Найдено: { $found }.
ozon-file-finer-than-cent = В строке { $row }, столбец «{ $column }»: сумма мельче копейки. Найдено: { $found }.
ozon-file-bad-quantity = В строке { $row }, столбец «{ $column }»: это не целое количество. Найдено: { $found }.
ozon-file-no-product = В строке { $row } есть суммы, но не указан товар.
ozon-file-other-currency = Отчёт в другой валюте: { $found }. Принимаем отчёты в рублях.

ozon-report-accruals = отчёт по начислениям
ozon-report-realization = отчёт о реализации

ozon-key-refused = Маркетплейс не принимает ключ. Создайте новый в личном кабинете и пришлите его.
ozon-key-forbidden = Ключу не хватает прав. Создайте ключ, который может читать финансы, и пришлите его.
ozon-key-busy = Маркетплейс просит подождать. Продолжим с того же места.
ozon-key-unreachable = Маркетплейс не отвечает. Продолжим с того же места, когда ответит.
ozon-key-not-understood = Маркетплейс ответил не так, как мы ожидали. Прочитанное цело, этот день мы не тронули.
ozon-key-rejected = Маркетплейс не выполнил запрос. Прочитанное цело, попробуем ещё раз ночью.
ozon-key-sealed = Сохранённый ключ больше не открывается. Сообщите оператору этого бота или пришлите ключ ещё раз.

intake-what = Это { $report } маркетплейса: строк { $rows }, дней { $days }.
intake-period = Период: { $first } – { $last }.
intake-points = Баллы, пришло минус вернули: { $amount }.
intake-no-points = О баллах отчёт не говорит.
intake-fees = Плата за услуги: { $amount }.
intake-sales = Продажи минус возвраты: { $amount }.
intake-kind = { $kind }: { $amount } (строк: { $rows })
intake-more-kinds = … и другие виды: { $count }
intake-news = Новых: { $new }. Изменилось: { $changed }. Уже известно: { $known }.
intake-gone = Больше нет в отчёте, исправим на 0,00: { $count }.
intake-not-understood = Неизвестные нам виды, считаем их платой за «другое»: { $kinds }.
intake-unread = Колонки, которые мы не читали: { $columns }.
intake-mismatch = Внимание: итог отчёта «{ $what }» — { $told }, а строки в сумме дают { $found }. Разница: { $difference }.
intake-told-otherwise = Об этих днях уже рассказал другой отчёт (отчёт по начислениям или о реализации), вместе они посчитались бы дважды. Сохранить нельзя.
intake-nothing-new = Нового в нём ничего нет.
intake-kept = Сохранено: { $count }.
intake-not-kept = Не сохранено: { $count } ({ $reason }).
