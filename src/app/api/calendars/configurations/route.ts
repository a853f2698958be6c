import { keepConfiguration, listConfigurations } from "@/server/availability/configurations";
import { createConfigurationContract, listConfigurationsContract } from "@/server/http/contracts/booking";
import { answerTo, serve } from "@/server/http/serve";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = answerTo(
  serve(listConfigurationsContract, async ({ deps, caller }) => ({
    configurations: await listConfigurations(deps, caller),
  })),
  serve(createConfigurationContract, ({ deps, caller, body }) =>
    keepConfiguration(deps, caller, { id: null, input: body }),
  ),
);
