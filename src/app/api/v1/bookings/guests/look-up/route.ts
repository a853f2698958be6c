import { lookUpGuests } from "@/server/booking/guests";
import { lookUpGuestsContract } from "@/server/http/contracts/booking";
import { answerTo, serve } from "@/server/http/serve";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = answerTo(
  serve(lookUpGuestsContract, ({ deps, body }) => lookUpGuests(deps, body.token)),
);
