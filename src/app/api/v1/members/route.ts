import { listMembersContract } from "@/server/http/contracts/members";
import { answerTo, serve } from "@/server/http/serve";
import { listMembers } from "@/server/people/members";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = answerTo(
  serve(listMembersContract, async ({ caller }) => ({ members: await listMembers(caller) })),
);
