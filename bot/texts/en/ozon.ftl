### Files and answers of a real marketplace: why one was not read, and what was read. Plain text without tags.
### $row is the row's number, $column a column, $found what stands there, $wanted what should; sizes are in megabytes.

ozon-file-empty = The file is empty. Download the report again and send it.
ozon-file-too-large = The file is too large: { $found } MB, and we take up to { $wanted } MB. Download the report for a shorter period.
ozon-file-unpacks-too-large = Unpacked, the file would be { $found } MB, and we take up to { $wanted } MB. Download the report for a shorter period.
ozon-file-too-many-cells = The table has too many cells, or one stands far from the others. Send the report as you downloaded it.
ozon-file-damaged = The file is damaged or was not downloaded to its end. Download the report again and send it.
ozon-file-encrypted = The file needs a password. Remove the password and send it again.
ozon-file-macros = The file has macros, and we do not open such files. Send the report as you downloaded it.
ozon-file-formulas = The table has formulas, and we cannot check their results. Send the report as you downloaded it.
ozon-file-old-excel = This is a table in an old or binary format. Save it as XLSX or CSV and send it again.
ozon-file-archive = This is an archive, not a table. Unpack it and send the report.
ozon-file-not-a-table = This is not a table. Send the accruals report or the sales report: XLSX or CSV.
ozon-file-not-a-report = This is neither an accruals report nor a sales report. Found: { $found }. Wanted columns: { $wanted }.
ozon-file-columns-missing = The report lacks columns: { $wanted }. Row { $row } has: { $found }.
ozon-file-column-twice = The column “{ $column }” stands twice, and it is not clear which is right. Leave one and send it again.
ozon-file-several-tables = The file has several sheets that could be meant: { $found }. Leave one and send it again.
ozon-file-no-period = The report does not name its period. Send the report as you downloaded it.
ozon-file-no-rows = The report has no rows.
ozon-file-merged-cells = In row { $row } cells are merged, and it is not clear which row the amount is for. Split them and send it again.
ozon-file-row-too-long = Row { $row } has more cells than the header has columns, so values may have slipped. Send the report as you downloaded it.
ozon-file-bad-day = Row { $row }, column “{ $column }”: this is not a date. Found: { $found }. A date looks like 05.10.2026.
ozon-file-outside-period = The date in row { $row } is outside the report’s period. Found: { $found }.
ozon-file-bad-amount = Row { $row }, column “{ $column }”: the amount cannot be read. Found: { $found }.
ozon-file-finer-than-cent = Row { $row }, column “{ $column }”: the amount is finer than 0.01. Found: { $found }.
ozon-file-bad-quantity = Row { $row }, column “{ $column }”: this is not a whole quantity. Found: { $found }.
ozon-file-no-product = Row { $row } has amounts but no product.
ozon-file-other-currency = The report is in another currency: { $found }. We take reports in roubles.

ozon-report-accruals = accruals report
ozon-report-realization = sales report

ozon-key-refused = The marketplace does not accept the key. Make a new one in your account and send it.
ozon-key-forbidden = The key lacks rights. Make a key that may read finances and send it.
ozon-key-busy = The marketplace asks us to wait. We go on from the same place.
ozon-key-unreachable = The marketplace does not answer. We go on from the same place when it does.
ozon-key-not-understood = The marketplace answered in a way we did not expect. What was read is safe, and this day was left as it was.
ozon-key-rejected = The marketplace did not carry out the request. What was read is safe, and we try again at night.
ozon-key-sealed = The kept key can’t be opened any more. Please tell the operator of this bot, or send the key again.

intake-what = This is the marketplace’s { $report }: rows { $rows }, days { $days }.
intake-period = Period: { $first } – { $last }.
intake-points = Points, in less back: { $amount }.
intake-no-points = The report does not tell points.
intake-fees = Fees: { $amount }.
intake-sales = Sales, less returns: { $amount }.
intake-kind = { $kind }: { $amount } (rows: { $rows })
intake-more-kinds = … and other kinds: { $count }
intake-news = New: { $new }. Changed: { $changed }. Known already: { $known }.
intake-gone = No longer in the report and corrected to 0.00: { $count }.
intake-not-understood = Kinds we do not know, counted as “other” fees: { $kinds }.
intake-unread = Columns we did not read: { $columns }.
intake-mismatch = Attention: the report’s total “{ $what }” is { $told }, its rows add up to { $found }. Difference: { $difference }.
intake-told-otherwise = These days are already told by the other report (the accruals report or the sales report), and adding both would count them twice. Nothing can be kept.
intake-nothing-new = There is nothing new in it.
intake-kept = Kept: { $count }.
intake-not-kept = Not kept: { $count } ({ $reason }).
