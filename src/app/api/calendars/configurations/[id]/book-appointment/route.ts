import { bookAppointment } from "@/server/booking/book";
import { bookContract } from "@/server/http/contracts/booking";
import { readIdempotencyKey } from "@/server/http/idempotency-key";
import { answerTo, Reply, serve } from "@/server/http/serve";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = answerTo(
  serve(bookContract, async ({ deps, caller, params, body, headers }) => {
    const idempotencyKey = readIdempotencyKey(headers) ?? body.idempotency_key ?? null;
    const answer = await bookAppointment(deps, caller, { id: params.id, input: body, idempotencyKey });
    return new Reply(answer.body, {}, answer.status);
  }),
);
