import { noteOutcomeContract } from "@/server/http/contracts/meetings";
import { answerTo, serve } from "@/server/http/serve";
import { noteOutcome } from "@/server/meetings/note-outcome";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = answerTo(
  serve(noteOutcomeContract, ({ deps, caller, params, body }) => noteOutcome(deps, caller, { ...body, id: params.id })),
);
