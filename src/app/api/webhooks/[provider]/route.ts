import { answerTo } from "@/server/http/serve";
import { answerWebhook } from "@/server/push/answer-webhook";

export const { GET, PUT, PATCH, DELETE, OPTIONS } = answerTo();

type Context = { readonly params: Promise<{ readonly provider: string }> };

export const POST = async (request: Request, { params }: Context): Promise<Response> =>
  answerWebhook(request, (await params).provider);
