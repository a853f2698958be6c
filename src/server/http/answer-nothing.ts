import { answering } from "./answering";
import { Problem } from "./problem";

/** Every address below /api that is none: a problem like all others, where Next would send a page. */
export function answerNothing(request: Request): Promise<Response> {
  return answering(request, { method: request.method, path: "/api/{...path}" }, () =>
    Promise.reject(new Problem("no_such_address")),
  );
}
