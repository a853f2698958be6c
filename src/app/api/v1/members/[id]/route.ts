import { changeRoleContract, removeMemberContract } from "@/server/http/contracts/members";
import { answerTo, serve } from "@/server/http/serve";
import { changeRole, removeMember } from "@/server/people/members";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = answerTo(
  serve(changeRoleContract, ({ caller, params, body }) => changeRole(caller, params.id, body.role)),
  serve(removeMemberContract, ({ caller, params }) => removeMember(caller, params.id)),
);
