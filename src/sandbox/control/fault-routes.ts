import { FAULTS, isFaultName, type FaultName } from "../faults/catalog";
import type { FaultRule } from "../faults/rules";
import { json, noContent } from "../kernel/reply";
import type { ProviderId } from "../kernel/provider";
import type { Sandbox } from "../sandbox";
import { playAction } from "./actions";
import type { ControlRoutes } from "./control-door";
import { accountOf, bodyOf, momentOf, numberOf, refuse, textOf, type Input } from "./input";

/** Faults: what there is, what is on, switch on, switch off. */
export const faultRoutes: ControlRoutes = {
  "GET /_control/faults": (_call, sandbox) =>
    json(200, {
      faults: Object.entries(FAULTS).map(([name, kind]) => ({ name, ...kind })),
      errors: Object.fromEntries([...sandbox.plugs].map(([id, plug]) => [id, errorsOf(plug.provider.errors)])),
      operations: Object.fromEntries([...sandbox.plugs].map(([id, plug]) => [id, plug.provider.operations])),
      active: sandbox.ground.faults.list(),
    }),
  "POST /_control/faults": (call, sandbox) => {
    const rule = ruleOf(bodyOf(call), sandbox);
    if (FAULTS[rule.fault].point === "action") {
      const detail = playAction(sandbox, rule);
      note(sandbox, rule, detail);
      return json(200, { done: rule.fault, detail });
    }
    const added = sandbox.ground.faults.add(rule);
    note(sandbox, added, "on");
    return json(201, added);
  },
  "DELETE /_control/faults": (_call, sandbox) => {
    sandbox.ground.faults.clear();
    sandbox.ground.ledger.note({
      kind: "fault",
      provider: "all",
      operation: "all",
      account: null,
      detail: "all mended",
    });
    return noContent;
  },
  "DELETE /_control/faults/:id": (call, sandbox) => {
    const removed = sandbox.ground.faults.remove(call.params.id ?? "") ?? refuse("No such fault is on.", 404);
    note(sandbox, removed, "mended");
    return noContent;
  },
};

function errorsOf(errors: Readonly<Record<string, { status: number }>>): Record<string, number> {
  return Object.fromEntries(Object.entries(errors).map(([name, reply]) => [name, reply.status]));
}

function ruleOf(input: Input, sandbox: Sandbox): Omit<FaultRule, "id"> {
  const fault = textOf(input, "fault") ?? "";
  if (!isFaultName(fault)) return refuse(`No fault ${fault.slice(0, 60)}. GET /_control/faults lists them.`);
  const account = textOf(input, "account");
  if (FAULTS[fault].point === "tcp" && (account ?? input.operation) !== undefined)
    return refuse("A connection says nothing of accounts and operations: a TCP fault strikes a whole provider.");
  const params = input.params ?? {};
  if (typeof params !== "object" || Array.isArray(params)) return refuse("params must be an object.");
  return {
    fault,
    params: params as Record<string, unknown>,
    ...providerOf(input, sandbox),
    ...(account === undefined ? {} : { account: accountOf(sandbox, account).id }),
    ...optional("operation", textOf(input, "operation")),
    ...optional("count", numberOf(input, "count")),
    ...optional("probability", numberOf(input, "probability")),
    ...optional("from", momentOf(input, "from")),
    ...optional("until", momentOf(input, "until")),
  };
}

function providerOf(input: Input, sandbox: Sandbox): { provider?: string } {
  const provider = textOf(input, "provider");
  if (provider === undefined) return {};
  if (!sandbox.plugs.has(provider as ProviderId)) return refuse(`No provider ${provider.slice(0, 40)}.`);
  return { provider };
}

function optional<K extends string, V>(name: K, value: V | undefined): { [key in K]?: V } {
  return value === undefined ? {} : ({ [name]: value } as { [key in K]?: V });
}

function note(
  sandbox: Sandbox,
  rule: { fault: FaultName; provider?: string; account?: string; operation?: string },
  detail: string,
): void {
  const owner = sandbox.ground.world.accounts.get(rule.account ?? "")?.facts.provider;
  sandbox.ground.ledger.note({
    kind: "fault",
    provider: rule.provider ?? owner ?? "all",
    operation: rule.operation ?? "all",
    account: rule.account ?? null,
    detail,
    faults: [rule.fault],
  });
}
