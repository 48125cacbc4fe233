### Descriptions in Telegram's command menu. Plain text.

command-start = Главный экран
command-balance = Деньги и следующая оплата
command-points = Баллы: сколько есть и что скоро сгорит
command-premium = Тариф, приглашение и даты
command-history = История: деньги, баллы, тариф
command-settings = Уведомления, тихие часы, язык, ваши данные
command-help = Что значат слова и как это работает
