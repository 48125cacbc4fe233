### Words and answers that every screen shares.

# Buttons
button-home = Գլխավոր
button-back = Հետ
button-yes = Այո
button-no = Ոչ
button-confirm = Հաստատել
button-cancel = Չեղարկել
button-close = Փակել
button-refresh = Թարմացնել
button-try-again = Նորից փորձել
button-choose-shop = Փոխել խանութը

# Short answers to a tap
toast-outdated = Այս կոճակը հնացել է։ Ցույց եմ տալիս ներկա վիճակը։
toast-done-already = Սա արդեն արված է, երկրորդ անգամ ոչինչ չի փոխվել։
toast-refreshed = Թարմացված է։
toast-nothing-new = Ամեն ինչ նույնն է, փոփոխություն չկա։
toast-cancelled = Չեղարկված է, ոչինչ չի փոխվել։
toast-error = Ինչ-որ բան այն չէ։ Փորձեք քիչ անց։

# Answers to what people write
not-a-number = Չհաջողվեց հասկանալ գումարը։ Գրեք այն թվերով՝ զրոյից մեծ և ստորակետից հետո առավելագույնը երկու նիշով, օրինակ՝ { $example }
unknown-text = Չհասկացա։ Գրեք, օրինակ՝ «միավորներ», «հաշվեկշիռ» կամ «երբ կգանձվի», կամ սեղմեք /help։
unknown-number = Չգիտեմ՝ ինչի համար է այս թիվը։ Նախ գրեք «ծախսել միավորներ» կամ «հաշվիչ», հետո՝ թիվը։
wish-cancelled = Կանգ առանք, հարց այլևս չկա։ Ինչ արվել էր, մնացել է։
unknown-command = Այդպիսի հրաման չկա։ Կան հետևյալները՝ /start, /balance, /points, /premium, /history, /settings, /language, /help։
not-a-text = Ես կարդում եմ միայն տեքստ և կոճակների սեղմումներ։ Սեղմեք /start՝ գլխավոր էկրանը բացելու համար։
private-only = Խանութի տվյալները ցույց եմ տալիս միայն անձնական զրույցում։ Գրեք ինձ այնտեղ։
error-sorry = Ներեցեք, սխալ է տեղի ունեցել։ Բացեք գլխավոր էկրանը /start հրամանով և ստուգեք արդյունքը։ Եթե սխալը կրկնվի, գրեք աջակցությանը։
maintenance-note = Տեխնիկական աշխատանքներ են․ միավորներն առայժմ հնարավոր չէ դուրսգրել, մնացածն աշխատում է։
under-review = Մենք ստուգում ենք խանութի հաշիվը։ Կարող եք դիտել ամեն ինչ, բայց գործողություններն առայժմ փակ են։ Գումարն ու միավորները տեղում են։

# Joining a shop
no-shop = <b>Բարև ձեզ</b>
    Դուք դեռ միացած չեք որևէ խանութի։ Խնդրեք խանութի ադմինիստրատորին ուղարկել հղում և բացեք այն։
removed-member = Այս խանութն այլևս հասանելի չէ ձեզ։ Եթե դա սխալմունք է, ադմինիստրատորից նոր հղում խնդրեք։
joined = <b>Դուք «{ $shop }» խանութում եք</b>
    Ձեր դերը՝ { $role }։ Այստեղ երևում են խանութի գործերը, իսկ կարևորի մասին նախապես կգրենք։
joined-already = Դուք արդեն «{ $shop }» խանութում եք։ Ձեր դերը՝ { $role }։
link-expired = Այս հղման ժամկետն անցել է։ Ադմինիստրատորից նորը խնդրեք։
link-used = Այս հղումն արդեն օգտագործվել է, այն գործում է մեկ անգամ։ Ադմինիստրատորից նորը խնդրեք։
link-unknown = Այդպիսի հղում չկա։ Ստուգեք, որ այն ամբողջությամբ է բացվել, կամ ադմինիստրատորից նորը խնդրեք։
link-closed = Ձեր հաղորդագրության մեջ խանութ մտնելու հղում կար, և այն տեսել են ուրիշները։ Հիմա այն փակված է, դրանով մտնել հնարավոր չէ։ Ադմինիստրատորը կարող է նորը ստեղծել․ ուղարկեք այն մեկ մարդու՝ անձնական զրույցում։
choose-shop = Ո՞ր խանութում ենք աշխատում

# Names
role-administrator = Ադմինիստրատոր
role-manager = Կառավարիչ
role-finance = Ֆինանսական մենեջեր
role-employee = Աշխատակից
role-operator = Օպերատոր
plan-lite = Premium Lite
plan-premium = Premium
plan-none = չկա
state-inactive = միացված չէ
state-trial = փորձաշրջան
state-active = գործում է
state-grace = արտոնյալ ժամկետ
renewal-renew = կերկարաձգվի
renewal-lite = կփոխվի Premium Lite-ի
renewal-stop = չի երկարաձգվի
service-ads = գովազդ
service-logistics = լոգիստիկա
service-storage = պահեստավորում
service-commission = միջնորդավճար
service-other = այլ ծառայություններ
service-unknown = «{ $code }»
programme-discount = Զեղչի դիմաց միավորներ
programme-bonus = Վաճառողի բոնուսներ
programme-unknown = «{ $code }»
rating-none = գնահատական դեռ չկա
no-data = տվյալներ չկան
