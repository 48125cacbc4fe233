### Exports and statements: names of entries, columns of the tables, the statement of a month. Plain text without tags.

# What an entry of the history is
entry-accrual = Միավորները վաստակվել են
entry-crediting = Միավորները եկել են
entry-repayment = Պարտքի մարում միավորներով
entry-adjustment = Միավորները հետ են վերցվել
entry-spending = Միավորներն ավտոմատ են ծախսվել
entry-cover = Միավորները ձեռքով են ծախսվել
entry-reversal = Միավորները վերադարձել են
entry-expiry = Միավորներն այրվել են
entry-prolongation = Միավորները երկարաձգվել են
entry-credit = Հաշվեկշռի համալրում
entry-debit = Վճարում կամ պահում
entry-service = Ծառայությունը վճարված է գումարով
entry-cover-returned = Գումարի վերադարձ, վճարեցին միավորները
entry-service-reversed = Ծառայության վճարի չեղարկում
entry-fee = Բաժանորդագրության վճար
entry-fee-returned = Բաժանորդագրության վճարի մասնակի վերադարձ
entry-begin-trial = Փորձաշրջանի սկիզբ
entry-begin-paid = Բաժանորդագրության միացում
entry-upgrade = Անցում Premium սակագնին
entry-stop-renewal = Երկարաձգումն անջատված է
entry-resume = Երկարաձգումը միացված է
entry-switch-to-lite = Ընտրված է անցում Premium Lite սակագնին
entry-fee-paid = Բաժանորդագրությունը երկարաձգված է
entry-fee-failed = Բաժանորդագրության համար գումարը չի բավականացրել
entry-end = Բաժանորդագրությունն ավարտվել է
entry-opt-out = Ելք ծրագրից
entry-opt-in = Վերադարձ ծրագիր
entry-rating = Խանութի գնահատական
entry-trial = Փորձաշրջան
entry-paid = Վճարված ժամանակահատված
entry-charge = Ծառայության վճար

# Columns of an export
column-number = №
column-at = Ամսաթիվ և ժամ ({ $offset })
column-entry = Գործողություն
column-programme = Ծրագիր
column-points = Միավորներ
column-available = Հասանելի միավորների փոփոխություն
column-held = Ճանապարհին եղած միավորների փոփոխություն
column-debt = Միավորներով պարտքի փոփոխություն
column-money = Գումար, { $currency }
column-balance = Հաշվեկշիռը գործողությունից հետո, { $currency }
column-order = Պատվեր
column-grant = Բոնուս
column-service = Ծառայություն
column-charge = Ծառայության վճար
column-campaign = Քարոզարշավ
column-expires = Այրման ժամկետը ({ $offset })
column-plan = Սակագին
column-rating = Գնահատական
column-actor = Ով

# Who did it
actor-marketplace = մարքեթփլեյս
actor-programme = ավտոմատ

# The sheets of a workbook
sheet-history = Պատմություն
sheet-statement = Քաղվածք

# The statement of a month
statement-title = Քաղվածք, { $month }՝ { $shop }
statement-units = Ժամը՝ { $offset }։ Արժույթը՝ { $currency }։ Մեկ միավորը փոխարինում է արժույթի մեկ միավորին։
statement-wallet = Հաշվեկշիռ, { $currency }
statement-available = { $programme }՝ հասանելի միավորներ
statement-held = { $programme }՝ ճանապարհին եղած միավորներ
statement-debt = { $programme }՝ պարտք միավորներով
statement-opening = Սկզբում
statement-closing = Վերջում
statement-fees = Ակտ՝ բաժանորդագրության վճարներ, { $currency }
statement-fees-none = Այս ամիս բաժանորդագրության վճար չի եղել։
statement-fees-total = Ընդամենը
statement-period = { $plan }, ժամանակահատվածը՝ { $start } – { $end }
statement-no-changes = Շարժ չի եղել։

# Why an order earned nothing, where no rule was against it
unearned-rounds-to-nothing = Միավոր չկա․ հաշվարկով ստացվել է 0,01 միավորից պակաս։

# A month of a shop that a marketplace keeps itself: columns, and the sums before them
column-told-what = Ինչ
column-told-day = Օր
column-told-kind = Տեսակ
column-told-amount = Գումար, { $currency }
column-told-difference = Փոփոխություն, { $currency }
column-told-opening = Հաշվեկշիռը օրվա սկզբին, { $currency }
column-told-quantity = Քանակ
column-told-item = Ապրանք
column-told-correction = Ուղղում
column-told-entry = Հաշվետվության տող
told-sheet-title = Ինչ հայտնեց շուկան, { $month }՝ { $seller }, { $currency }
told-sheet-not-told = չի հայտնվում
told-sheet-points = Միավորներ
told-sheet-points-in = { $programme }՝ եկած միավորներ
told-sheet-points-back = { $programme }՝ վերադարձված միավորներ
told-sheet-points-net = { $programme }՝ միավորներն ընդամենը
told-sheet-sales = Վաճառք՝ առանց վերադարձների
told-sheet-fee-of = Ծառայությունների վճար՝ { $service }
told-sheet-fees = Ծառայությունների վճար՝ ընդամենը
told-sheet-coverage = Միավորները՝ որպես վճարների մաս
told-sheet-surplus = Վճարներից ավելի միավորներ
told-sheet-shortfall = Վճար, որին միավորները չեն հասնում
told-sheet-opening = Վերջին հայտնի օրվա հաշվեկշիռը, առավոտ
told-sheet-closing = Վերջին հայտնի օրվա հաշվեկշիռը, երեկո
told-sheet-rating = Վարկանիշ
told-sheet-plan = Սակագին
told-sheet-no-plan = չկա
told-sheet-fee = Վճար
told-sheet-sale = Վաճառք
told-sheet-balance = Հաշվեկշիռ
told-sheet-correction = ուղղում
