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
