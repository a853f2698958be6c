import { changeRule, loadRules } from "@/server/alerts/change-rules";
import { changeRuleContract, readRulesContract } from "@/server/http/contracts/alert-rules";
import { answerTo, serve } from "@/server/http/serve";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = answerTo(
  serve(readRulesContract, ({ deps, caller }) => loadRules(deps, caller)),
  serve(changeRuleContract, ({ deps, caller, body }) => changeRule(deps, caller, body)),
);
