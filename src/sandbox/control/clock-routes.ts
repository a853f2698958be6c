import { json } from "../kernel/reply";
import type { Sandbox } from "../sandbox";
import type { ControlRoutes } from "./control-door";
import { bodyOf, momentOf, numberOf, refuse } from "./input";

/** The virtual clock: freeze, advance, jump, run at a rate. */
export const clockRoutes: ControlRoutes = {
  "GET /_control/clock": (_call, sandbox) => json(200, clockOf(sandbox)),
  "POST /_control/clock/freeze": (call, sandbox) => {
    sandbox.ground.clock.freeze(momentOf(bodyOf(call), "at"));
    return json(200, clockOf(sandbox));
  },
  "POST /_control/clock/run": (call, sandbox) => {
    const rate = numberOf(bodyOf(call), "rate") ?? 1;
    if (rate <= 0 || rate > 100_000) refuse("rate must be above 0 and at most 100,000.");
    sandbox.ground.clock.run(rate);
    return json(200, clockOf(sandbox));
  },
  "POST /_control/clock/advance": async (call, sandbox) => {
    const ms = numberOf(bodyOf(call), "ms") ?? refuse("ms is missing.");
    sandbox.ground.clock.advance(ms);
    await sandbox.ground.courier.settled();
    return json(200, clockOf(sandbox));
  },
  "POST /_control/clock/jump": (call, sandbox) => {
    sandbox.ground.clock.jump(momentOf(bodyOf(call), "to") ?? refuse("to is missing."));
    return json(200, clockOf(sandbox));
  },
};

function clockOf(sandbox: Sandbox): Record<string, unknown> {
  const state = sandbox.ground.clock.state();
  return { ...state, iso: new Date(state.now).toISOString() };
}
