### Words and answers that every screen shares.

# Buttons
button-home = Главная
button-back = Назад
button-yes = Да
button-no = Нет
button-confirm = Подтвердить
button-cancel = Отмена
button-close = Закрыть
button-refresh = Обновить
button-try-again = Ещё раз
button-choose-shop = Сменить магазин

# Short answers to a tap
toast-outdated = Эта кнопка устарела. Показываю, как обстоят дела сейчас.
toast-done-already = Это уже сделано, второй раз ничего не изменилось.
toast-refreshed = Обновлено.
toast-nothing-new = Всё по-прежнему, изменений нет.
toast-cancelled = Отменено, ничего не изменилось.
toast-error = Что-то пошло не так. Попробуйте ещё раз чуть позже.

# Answers to what people write
not-a-number = Не получилось понять сумму. Напишите её цифрами, больше нуля и не больше двух знаков после запятой, например: { $example }
unknown-text = Не понял. Напишите, например, «баллы», «баланс» или «когда спишут», или нажмите /help.
unknown-number = Не знаю, для чего это число. Напишите сначала «списать баллы» или «калькулятор», а потом число.
wish-cancelled = Остановились, вопросов больше нет. Что было сделано раньше, осталось.
unknown-command = Такой команды нет. Есть эти: /start, /balance, /points, /premium, /history, /settings, /language, /help.
not-a-text = Я читаю только текст и нажатия кнопок. Нажмите /start, чтобы открыть главный экран.
private-only = Я показываю данные магазина только в личном чате. Напишите мне туда.
error-sorry = Что-то пошло не так, извините. Откройте главный экран командой /start и проверьте, что получилось. Если ошибка повторится, напишите в поддержку.
maintenance-note = Идут технические работы: списывать баллы пока нельзя, остальное работает.
under-review = Мы проверяем счёт магазина. Смотреть можно, а действия пока закрыты. Деньги и баллы на месте.

# Joining a shop
no-shop = <b>Здравствуйте!</b>
    Вы пока не присоединены ни к одному магазину. Попросите администратора магазина прислать вам ссылку и откройте её.
removed-member = У вас больше нет доступа к этому магазину. Если это ошибка, попросите администратора прислать новую ссылку.
joined = <b>Вы в магазине «{ $shop }»</b>
    Ваша роль: { $role }. Здесь видно, как дела у магазина, а о важном мы напишем заранее.
joined-already = Вы уже в магазине «{ $shop }». Ваша роль: { $role }.
link-expired = Срок этой ссылки вышел. Попросите администратора прислать новую.
link-used = Эту ссылку уже использовали, она действует один раз. Попросите администратора прислать новую.
link-unknown = Такой ссылки нет. Проверьте, что она открыта целиком, или попросите администратора прислать новую.
link-closed = В вашем сообщении была ссылка для входа в магазин, и её видели другие. Теперь она закрыта, войти по ней нельзя. Администратор может сделать новую: отправьте её одному человеку, в личном чате.
choose-shop = В каком магазине работаем?

# Names
role-administrator = Администратор
role-manager = Управляющий
role-finance = Финансовый менеджер
role-employee = Сотрудник
role-operator = Оператор
plan-lite = Premium Lite
plan-premium = Premium
plan-none = без подписки
state-inactive = не подключён
state-trial = пробный период
state-active = действует
state-grace = льготный период
renewal-renew = продлится
renewal-lite = сменится на Premium Lite
renewal-stop = не продлится
service-ads = реклама
service-logistics = логистика
service-storage = хранение
service-commission = комиссия
service-other = другие услуги
service-unknown = «{ $code }»
programme-discount = Баллы за скидки
programme-bonus = Бонусы продавца
programme-unknown = «{ $code }»
rating-none = рейтинга пока нет
no-data = нет данных
