### What single screens need beside the texts they share.

button-language = Язык
button-answer-request = Ответить на просьбу
command-language = Выбрать язык
toast-done = Готово.

language-title = На каком языке говорим?
welcome-what = Этот бот для магазинов маркетплейса. Если ссылка у вас есть, откройте её ещё раз.
link-revoked = Эту ссылку отозвали. Попросите новую.
edited-message = Исправлений я не вижу. Напишите новое.
reply-outdated = Это было о прежнем экране. Вот как дела сейчас.
balance-covers = Денег на балансе хватает.
change-nothing = Менять нечего.
change-outdated = Условия изменились. Пока ничего не произошло.
spend-largest = Можно сейчас: { $amount }
spend-pays-subscription = <b>Обратите внимание.</b> Этими деньгами сразу оплатится подписка. { $plan }: { $price }
