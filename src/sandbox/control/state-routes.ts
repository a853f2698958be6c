import { jsonBody } from "../kernel/call";
import { json, jsonText, noContent } from "../kernel/reply";
import type { ProviderId } from "../kernel/provider";
import type { Sandbox } from "../sandbox";
import { addClient } from "../world/clients";
import type { ControlRoutes } from "./control-door";
import { bodyOf, numberOf, refuse, textOf } from "./input";
import { restoreSnapshot, takeSnapshot } from "./snapshot";

/** Where everything is, switches, OAuth clients, snapshot, restore, reset. */
export const stateRoutes: ControlRoutes = {
  "GET /_control/endpoints": (_call, sandbox) => json(200, { ...sandbox.endpoints, seed: sandbox.seed }),
  "GET /_control/process": () => json(200, { memory: process.memoryUsage(), cpuMicroseconds: process.cpuUsage() }),
  "GET /_control/switches": (_call, sandbox) => json(200, sandbox.ground.switches),
  "POST /_control/switches": (call, sandbox) => {
    for (const [provider, changes] of Object.entries(bodyOf(call))) changeSwitches(sandbox, provider, changes);
    return json(200, sandbox.ground.switches);
  },
  "POST /_control/clients": (call, sandbox) => {
    const input = bodyOf(call);
    const provider = textOf(input, "provider") ?? "";
    if (!sandbox.plugs.has(provider as ProviderId)) return refuse("provider must be one of the sandbox's providers.");
    const redirectUris = input.redirectUris;
    const client = addClient(sandbox.ground.vault, provider as ProviderId, {
      id: textOf(input, "id") ?? refuse("id is missing."),
      secret: textOf(input, "secret") ?? refuse("secret is missing."),
      project: textOf(input, "project") ?? "sandbox-project",
      name: textOf(input, "name") ?? "Daykeeper",
      ...(Array.isArray(redirectUris) ? { redirectUris: redirectUris.map(String) } : {}),
      ...(typeof input.extra === "object" && input.extra !== null ? { extra: { ...input.extra } } : {}),
    });
    return json(201, { id: client.id, project: client.project, redirectUris: client.redirectUris });
  },
  "GET /_control/snapshot": (_call, sandbox) => jsonText(JSON.stringify(takeSnapshot(sandbox))),
  "POST /_control/snapshot": (call, sandbox) => {
    restoreSnapshot(sandbox, jsonBody(call));
    return noContent;
  },
  "POST /_control/reset": (call, sandbox) => {
    const input = bodyOf(call);
    sandbox.reset(textOf({ seed: input.seed === undefined ? undefined : String(input.seed) }, "seed"));
    const startAt = numberOf(input, "startAt");
    if (startAt !== undefined) sandbox.ground.clock.jump(startAt);
    return json(200, { seed: sandbox.seed });
  },
};

function changeSwitches(sandbox: Sandbox, provider: string, changes: unknown): void {
  if (!sandbox.plugs.has(provider as ProviderId)) refuse(`No provider ${provider.slice(0, 40)}.`);
  if (typeof changes !== "object" || changes === null) refuse("Switches are given as { provider: { name: value } }.");
  const known = sandbox.ground.switches[provider as ProviderId] as Record<string, unknown>;
  for (const [name, value] of Object.entries(changes as object)) {
    if (!Object.hasOwn(known, name) || typeof known[name] !== typeof value)
      refuse(`No switch ${provider}.${name.slice(0, 60)} of that kind.`);
    known[name] = value;
  }
}
