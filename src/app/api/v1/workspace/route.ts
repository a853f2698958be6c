import { readWorkspaceContract, renameWorkspaceContract } from "@/server/http/contracts/workspace";
import { answerTo, serve } from "@/server/http/serve";
import { readWorkspace, rename } from "@/server/people/workspace";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = answerTo(
  serve(readWorkspaceContract, ({ caller }) => readWorkspace(caller)),
  serve(renameWorkspaceContract, ({ caller, body }) => rename(caller, body.name)),
);
