import { readAuditContract } from "@/server/http/contracts/workspace";
import { answerTo, serve } from "@/server/http/serve";
import { readAudit } from "@/server/people/audit";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = answerTo(
  serve(readAuditContract, ({ caller, query }) => readAudit(caller, query)),
);
