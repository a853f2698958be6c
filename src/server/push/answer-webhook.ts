import { readText } from "@/lib/http";
import { answering } from "@/server/http/answering";

import { bodyLimits, receiveDelivery, toHeaders } from "./receive-delivery";

/** A provider's request, as it comes to the web application. */
export function answerWebhook(request: Request, provider: string): Promise<Response> {
  return answering(request, { method: "POST", path: "/api/webhooks/{provider}" }, async ({ deps, address }) => {
    const receipt = await receiveDelivery(deps, {
      ...{ provider, address, headers: request.headers },
      query: new URL(request.url).searchParams,
      readBody: () => readText(request, bodyLimits),
    });
    return new Response(receipt.text === "" ? null : receipt.text, {
      status: receipt.status,
      headers: toHeaders(receipt),
    });
  });
}
