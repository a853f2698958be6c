import { openApiContract } from "@/server/http/contracts/running";
import { openApiDocument } from "@/server/http/openapi";
import { answerTo, serve } from "@/server/http/serve";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = answerTo(
  serve(openApiContract, () => Promise.resolve({ ...openApiDocument() })),
);
