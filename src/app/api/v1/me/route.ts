import { readMeContract, updateMeContract } from "@/server/http/contracts/me";
import { answerTo, serve } from "@/server/http/serve";
import { readMe, updateProfile } from "@/server/people/profile";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = answerTo(
  serve(readMeContract, ({ caller }) => readMe(caller)),
  serve(updateMeContract, ({ caller, body }) => updateProfile(caller, body)),
);
