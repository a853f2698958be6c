import { inviteGuests } from "@/server/booking/guests";
import { inviteGuestsContract } from "@/server/http/contracts/booking";
import { answerTo, serve } from "@/server/http/serve";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = answerTo(
  serve(inviteGuestsContract, ({ deps, body }) => inviteGuests(deps, body.token)),
);
