import { forbid } from "./forbid.mjs";

const PASS_NOW = "There is no clock here: take `now: Date` as an argument, frozen once per decision.";
const PASS_RANDOM = "There are no dice here: take `random: () => number` as an argument.";
const SYNCHRONOUS = "core/ is synchronous: decide as a value here, let server/ do the waiting.";

const clock = {
  "NewExpression[callee.name='Date'][arguments.length=0]": PASS_NOW,
  "CallExpression[callee.name='Date']": PASS_NOW,
  "MemberExpression[object.name='Date'][property.name='now']": PASS_NOW,
  "MemberExpression[object.name='Temporal'][property.name='Now']": PASS_NOW,
};
const dice = { "MemberExpression[object.name='Math'][property.name='random']": PASS_RANDOM };

/** Globals that reach outside of a pure function. */
export const impureGlobals = [
  "fetch",
  "process",
  "console",
  "setTimeout",
  "setInterval",
  "setImmediate",
  "queueMicrotask",
  "performance",
  "crypto",
  "navigator",
  "window",
  "document",
  "localStorage",
  "globalThis",
  "Buffer",
].map((name) => ({ name, message: "core/ is pure: pass what you need as an argument." }));

export const purityRules = {
  "core-is-synchronous": forbid({
    ":function[async=true]": SYNCHRONOUS,
    AwaitExpression: SYNCHRONOUS,
    "NewExpression[callee.name='Promise']": SYNCHRONOUS,
    "MemberExpression[object.name='Promise']": SYNCHRONOUS,
  }),
  "core-keeps-no-state": forbid({
    "Program > VariableDeclaration[kind!='const']":
      "core/ keeps no state between calls: state lives in PostgreSQL and comes in as an argument.",
    "Program > ExportNamedDeclaration > VariableDeclaration[kind!='const']":
      "core/ keeps no state between calls: state lives in PostgreSQL and comes in as an argument.",
  }),
  "time-and-chance-are-arguments": forbid({ ...clock, ...dice }),
};
