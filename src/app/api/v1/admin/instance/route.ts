import { readInstanceContract } from "@/server/http/contracts/workspace";
import { answerTo, serve } from "@/server/http/serve";
import { readInstance } from "@/server/people/instance";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = answerTo(
  serve(readInstanceContract, ({ caller }) => readInstance(caller)),
);
