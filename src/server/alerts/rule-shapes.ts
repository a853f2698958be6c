import { z } from "zod";

import { severities } from "@/core/alerts/alert";

export const rules = z.object({
  mayChange: z.boolean(),
  rules: z.array(
    z.object({
      id: z.string(),
      severity: z.enum(severities),
      isOn: z.boolean(),
      parameters: z.array(
        z.object({
          name: z.string(),
          value: z.number().int(),
          usual: z.number().int(),
          least: z.number().int(),
          most: z.number().int(),
        }),
      ),
    }),
  ),
});
export type RulesShape = z.infer<typeof rules>;

export const ruleChange = z.strictObject({
  id: z.string().max(80),
  isOn: z.boolean(),
  parameters: z.record(z.string().max(40), z.int()),
});
