import { healthContract } from "@/server/http/contracts/running";
import { answerTo, serve } from "@/server/http/serve";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = answerTo(
  serve(healthContract, () => Promise.resolve({ status: "up" as const })),
);
