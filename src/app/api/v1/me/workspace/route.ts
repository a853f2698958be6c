import { switchWorkspaceContract } from "@/server/http/contracts/me";
import { answerTo, serve } from "@/server/http/serve";
import { switchWorkspace } from "@/server/people/profile";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = answerTo(
  serve(switchWorkspaceContract, ({ caller, body }) => switchWorkspace(caller, body.workspaceId)),
);
