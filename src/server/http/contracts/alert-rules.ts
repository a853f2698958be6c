import { ruleChange, rules } from "@/server/alerts/rule-shapes";

import { contract } from "../contract";

const tag = "Monitoring";
const example = {
  mayChange: true,
  rules: [
    {
      id: "sync.failing",
      severity: "high",
      isOn: true,
      parameters: [{ name: "failures", value: 3, usual: 3, least: 1, most: 50 }],
    },
  ],
} as const;

export const readRulesContract = contract({
  id: "readAlertRules",
  method: "GET",
  path: "/api/v1/calendar/monitoring/rules",
  tag,
  summary: "What is looked for at each account, and from which figures on",
  access: { to: "workspace", role: "member" },
  rate: "read",
  answer: { status: 200, body: rules, example },
});

export const changeRuleContract = contract({
  id: "changeAlertRule",
  method: "PATCH",
  path: "/api/v1/calendar/monitoring/rules",
  tag,
  summary: "Switch a rule on or off, or change its figures, for the whole workspace",
  access: { to: "workspace", role: "admin" },
  rate: "write",
  body: ruleChange,
  bodyExample: { id: "sync.failing", isOn: true, parameters: { failures: 5 } },
  answer: { status: 200, body: rules, example },
  problems: ["not_found"],
});
