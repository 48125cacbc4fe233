### What single screens need beside the texts they share.

button-language = Լեզու
button-answer-request = Պատասխանել խնդրանքին
command-language = Ընտրել լեզուն
toast-done = Պատրաստ է։

language-title = Ո՞ր լեզվով խոսենք։
welcome-what = Այս բոտը մարքեթփլեյսի խանութների համար է։ Եթե հղում ունեք, նորից բացեք այն։
link-revoked = Այս հղումը չեղարկվել է։ Նորը խնդրեք։
edited-message = Փոփոխությունները չեմ տեսնում։ Նոր հաղորդագրություն գրեք։
reply-outdated = Դա նախկին էկրանի մասին էր։ Ահա ներկա վիճակը։
balance-covers = Հաշվեկշռի գումարը բավարար է։
change-nothing = Փոխելու բան չկա։
change-outdated = Պայմանները փոխվեցին։ Դեռ ոչինչ չի կատարվել։
spend-largest = Առավելագույնը հիմա՝ { $amount }
spend-pays-subscription = <b>Ուշադրություն։</b> Այս գումարով անմիջապես կվճարվի բաժանորդագրությունը։ { $plan }՝ { $price }
