// The page talks to its own server only. A server that cannot be reached (Unreachable: try again) is told apart
// from one that answered no (Refused: show the sentence it gave).

import { language } from "./texts.js";

export class Unreachable extends Error {}

export class Refused extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

/** JSON of `path`; `body` makes it a POST (an object is sent as JSON, FormData as it is). */
export async function call(path, { body, signal, seconds = 30 } = {}) {
  const limit = AbortSignal.timeout(seconds * 1000);
  const request = { signal: signal ? AbortSignal.any([signal, limit]) : limit, headers: { "Accept-Language": language() } };
  if (body instanceof FormData) Object.assign(request, { method: "POST", body });
  else if (body) {
    request.headers["Content-Type"] = "application/json";
    Object.assign(request, { method: "POST", body: JSON.stringify(body) });
  }
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
