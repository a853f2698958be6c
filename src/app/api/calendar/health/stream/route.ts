import { streamNews } from "@/server/health/stream-news";
import { answerTo } from "@/server/http/serve";

export const { POST, PUT, PATCH, DELETE, OPTIONS } = answerTo();

export const GET = (request: Request): Promise<Response> => streamNews(request);
