import { readyContract } from "@/server/http/contracts/running";
import { answerTo, serve } from "@/server/http/serve";
import { requireReady } from "@/server/running/readiness";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = answerTo(serve(readyContract, requireReady));
