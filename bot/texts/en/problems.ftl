### What is wrong with a request over HTTP, for the engineer who reads its answer. Plain text. $field names a part of the request. $until: an instant. $header, $coding: names of headers.

problem-title-400 = The request lacks something
problem-title-401 = No valid token
problem-title-403 = Not allowed
problem-title-404 = Not found
problem-title-405 = Method not allowed
problem-title-406 = This form of answer is not available
problem-title-408 = The request took too long
problem-title-409 = Not possible as things stand
problem-title-410 = No longer here
problem-title-413 = The request is too large
problem-title-415 = This form of request is not supported
problem-title-422 = The request has a mistake
problem-title-429 = Too many requests
problem-title-500 = Something broke on our side
problem-title-503 = The service cannot answer now

problem-invalid = The field “{ $field }” is not as described. Correct it and send the request again.
problem-unauthenticated = The token is missing, unknown, expired or revoked. Send the header { $header } with a valid one.
problem-scope-missing = This token may not do that. It needs another scope, or that shop is not among its own.
problem-not-found = There is nothing at this address.
problem-method-not-allowed = This address does not take this method.
problem-not-acceptable = The answer is not available in the form asked for. Change the { $header } header.
problem-request-timeout = The request did not arrive whole in time. Send it again.
problem-body-too-large = The request's body is larger than allowed, possibly only once unpacked. Send it in smaller parts.
problem-unsupported-media-type = The body is not in a form that this address takes. Check { $header } and { $coding }.
problem-idempotency-key-missing = Send an { $header } header: a text of your own, new for each operation and the same when you repeat it.
problem-idempotency-key-reused = This { $header } came before with another request. Use a new key for a new operation.
problem-request-in-progress = A request with this { $header } is still under way. Repeat it a little later.
problem-too-many-requests = This token has used up its requests for now. Repeat after the time in { $header }.
problem-report-not-read = The file was not read as a report. Send it as it was downloaded from the marketplace.
problem-totals-differ = A total that the report names is not the sum of its rows. Look at the preview, and repeat with { $field } if it is to be taken all the same.
problem-told-otherwise = These days are already told by the other report (the accruals report or the sales report), and adding both would count them twice. Nothing was taken.
problem-archived = What is asked for was before { $until }, and points that moved then are in the archive. Ask from that instant on; the operators can read the rest there.
problem-internal = The request could not be answered because of a mistake of ours. It is noted; nothing was done by halves.
problem-unavailable = The service cannot answer now. Repeat the request later.
