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
toast-outdated = Կոճակը հնացել է։ Ահա ներկա վիճակը։
toast-done-already = Սա արդեն արված է։
toast-refreshed = Թարմացված է։
toast-nothing-new = Նոր բան չկա։
toast-cancelled = Չեղարկված է, ոչինչ չի փոխվել։
toast-error = Ինչ-որ բան այն չէ։ Փորձեք քիչ անց։

# Answers to what people write
not-a-number = Չհասկացա գումարը։ Գրեք թվերով, ստորակետից հետո մինչև երկու նիշ, օրինակ՝ { $example }
number-too-large = Թիվը շատ մեծ է․ գումարը { $largest }-ից ավելի չի լինում։ Գրեք ավելի փոքր։
unknown-text = Չհասկացա։ Գրեք «միավորներ», «հաշվեկշիռ» կամ «երբ կգանձվի», կամ սեղմեք /help։
unknown-number = Չգիտեմ՝ ինչի համար է այս թիվը։ Նախ գրեք «ծախսել միավորներ» կամ «հաշվիչ»։
wish-cancelled = Կանգ առանք, հարց այլևս չկա։
unknown-command = Այդպիսի հրաման չկա։ Սեղմեք /help։
not-a-text = Կարդում եմ միայն տեքստ և կոճակներ։ Սեղմեք /start։
private-only = Խանութի տվյալները՝ միայն անձնական զրույցում։
error-sorry = Ներեցեք, սխալ եղավ։ Սեղմեք /start և ստուգեք արդյունքը։
archived-before = Ինչ եղել է միավորների հետ մինչև { $day }, արխիվում է։ Հարցնել՝ { $contact }
maintenance-note = Տեխնիկական աշխատանքներ են․ միավորներ ծախսել առայժմ չի լինի։
under-review = Ստուգում ենք խանութի հաշիվը․ կարող եք դիտել, բայց ոչ գործել։ Ոչինչ չի կորել։

# Joining a shop
no-shop = <b>Բարև ձեզ</b>
    Դեռ խանութի միացած չեք։ Հղումը կուղարկի ադմինիստրատորը։
removed-member = Այս խանութն այլևս հասանելի չէ ձեզ։ Նոր հղում խնդրեք։
joined = <b>Դուք «{ $shop }» խանութում եք</b>
    Ձեր դերը՝ { $role }։ Կարևորի մասին կգրենք։
joined-already = Դուք արդեն «{ $shop }» խանութում եք։ Ձեր դերը՝ { $role }։
link-expired = Այս հղման ժամկետն անցել է։ Նորը խնդրեք։
link-used = Հղումը գործում է մեկ անգամ և օգտագործված է։ Նորը խնդրեք։
link-unknown = Այդպիսի հղում չկա։ Նորը խնդրեք։
link-closed = Ձեր հղումը տեսել են ուրիշները, ուստի այն փակված է։ Նորը խնդրեք։
choose-shop = Ո՞ր խանութը

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
service-unknown = մեկ այլ ծառայություն
programme-discount = Զեղչի դիմաց միավորներ
programme-bonus = Վաճառողի բոնուսներ
programme-unknown = այլ միավորներ
rating-none = գնահատական դեռ չկա
no-data = տվյալներ չկան
