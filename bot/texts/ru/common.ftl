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
toast-outdated = Кнопка устарела. Вот как дела сейчас.
toast-done-already = Это уже сделано.
toast-refreshed = Обновлено.
toast-nothing-new = Ничего нового.
toast-cancelled = Отменено, ничего не изменилось.
toast-error = Что-то пошло не так. Попробуйте позже.

# Answers to what people write
not-a-number = Не понял сумму. Напишите цифрами, не больше двух знаков после запятой, например: { $example }
number-too-large = Слишком большое число: сумма не больше { $largest }. Напишите меньше.
unknown-text = Не понял. Напишите «баллы», «баланс» или «когда платить», или нажмите /help.
unknown-number = Не знаю, для чего это число. Сначала напишите «потратить баллы» или «калькулятор».
wish-cancelled = Остановились, вопросов больше нет.
unknown-command = Такой команды нет. Нажмите /help.
not-a-text = Я читаю только текст и кнопки. Нажмите /start.
private-only = Данные магазина показываю только в личном чате.
error-sorry = Что-то пошло не так, извините. Нажмите /start и проверьте, что получилось.
archived-before = Что было с баллами до { $day }, лежит в архиве. Запросить: { $contact }
maintenance-note = Технические работы: тратить баллы пока нельзя.
under-review = Мы проверяем счёт магазина: смотреть можно, действовать нет. Ничего не пропало.

# Joining a shop
no-shop = <b>Здравствуйте!</b>
    Вы пока не в магазине. Ссылку пришлёт его администратор.
removed-member = У вас больше нет доступа к этому магазину. Попросите новую ссылку.
joined = <b>Вы в магазине «{ $shop }»</b>
    Ваша роль: { $role }. О важном напишем.
joined-already = Вы уже в магазине «{ $shop }». Ваша роль: { $role }.
link-expired = Срок этой ссылки вышел. Попросите новую.
link-used = Ссылка действует один раз, её уже использовали. Попросите новую.
link-unknown = Такой ссылки нет. Попросите новую.
link-closed = Вашу ссылку видели другие, поэтому она закрыта. Попросите новую.
choose-shop = Какой магазин?

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
service-unknown = другая услуга
programme-discount = Баллы за скидки
programme-bonus = Бонусы продавца
programme-unknown = другие баллы
rating-none = рейтинга пока нет
no-data = нет данных
