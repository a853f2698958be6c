import { previewConfiguration } from "@/server/availability/preview";
import { previewConfigurationContract } from "@/server/http/contracts/booking";
import { answerTo, serve } from "@/server/http/serve";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = answerTo(
  serve(previewConfigurationContract, ({ deps, caller, body }) => previewConfiguration(deps, caller, body)),
);
