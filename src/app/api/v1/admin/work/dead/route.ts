import { listDeadWorkContract } from "@/server/http/contracts/dead-work";
import { answerTo, serve } from "@/server/http/serve";
import { listDead } from "@/server/work/dead-letters";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = answerTo(
  serve(listDeadWorkContract, ({ caller }) => listDead(caller)),
);
