// The page talks to its own server only. A server that cannot be reached (Unreachable: try again) is told apart
// from one that answered no (Refused: show the sentence it gave).

import { language, t } from "./texts.js";

export class Unreachable extends Error {}

export class Refused extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

/** Why something was not done, in the page's language; the server's own sentences are English. */
export const sorry = (error, refused = "not_taken") => t(error instanceof Unreachable ? "not_sent" : refused);

/** JSON of `path`; `body` makes it a POST (an object is sent as JSON, FormData as it is), of which
 *  the page hears as "acted". */
export async function call(path, { body, signal, seconds = 30 } = {}) {
  const limit = AbortSignal.timeout(seconds * 1000);
  const request = { signal: signal ? AbortSignal.any([signal, limit]) : limit, headers: { "Accept-Language": language() } };
  if (body instanceof FormData) Object.assign(request, { method: "POST", body });
  else if (body) {
    request.headers["Content-Type"] = "application/json";
    Object.assign(request, { method: "POST", body: JSON.stringify(body) });
  }
  if (body) document.dispatchEvent(new Event("acted"));
  let response;
  try {
    response = await fetch(path, request);
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new Unreachable(String(error));
  }
  const text = await response.text().catch(() => "");
  let answer = null;
  try {
    answer = JSON.parse(text);
  } catch {
    if (response.ok) throw new Unreachable(`cut off: ${path}`);
  }
  if (response.ok) return answer;
  if (response.status >= 502) throw new Unreachable(`status ${response.status}`);
  throw new Refused(response.status, answer?.error ?? answer?.detail ?? answer?.description ?? `${response.status} ${response.statusText}`);
}
