import { keepConfiguration, removeConfiguration } from "@/server/availability/configurations";
import { removeConfigurationContract, replaceConfigurationContract } from "@/server/http/contracts/booking";
import { answerTo, serve } from "@/server/http/serve";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = answerTo(
  serve(replaceConfigurationContract, ({ deps, caller, params, body }) =>
    keepConfiguration(deps, caller, { id: params.id, input: body }),
  ),
  serve(removeConfigurationContract, ({ deps, caller, params }) => removeConfiguration(deps, caller, params.id)),
);
