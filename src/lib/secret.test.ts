import { Console } from "node:console";
import { Writable } from "node:stream";
import util from "node:util";

import { expect, it } from "vitest";

import { Secret } from "./secret";

const canary = "canary-3f9c-do-not-print";

function printedByConsole(...values: unknown[]): string {
  const parts: string[] = [];
  const stream = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      parts.push(chunk.toString());
      done();
    },
  });
  new Console(stream).log(...values);
  return parts.join("");
}

const ways: Record<string, (secret: Secret) => string> = {
  "console.log": (secret) => printedByConsole(secret, { nested: { secret } }, [secret]),
  "console.log with formats": (secret) => printedByConsole("%s %o %O %j %d", secret, secret, secret, secret, secret),
  "util.inspect with hidden properties": (secret) =>
    util.inspect({ secret }, { showHidden: true, depth: 9, getters: true }),
  "JSON.stringify": (secret) => JSON.stringify({ secret, list: [secret] }),
  "a template string": (secret) => `${secret}`,
  "string concatenation": (secret) => "key: " + String(secret),
  "an error message": (secret) =>
    new Error("refused", { cause: { secret } }).stack +
    util.inspect(new Error(`with ${String(secret)}`, { cause: secret })),
  "Object.prototype.toString": (secret) => Object.prototype.toString.call(secret),
  "spreading and keys": (secret) =>
    JSON.stringify({ ...secret }) + Object.keys(secret).join() + Reflect.ownKeys(secret).map(String).join(),
};

it.each(Object.entries(ways))("prints nothing of a secret through %s", (_way, print) => {
  expect(print(new Secret(canary))).not.toContain("canary");
});

it("reveals its value to those who ask by name", () => {
  expect(new Secret(canary).reveal()).toBe(canary);
});

it("cannot be copied into a printable value by structuredClone", () => {
  expect(JSON.stringify(structuredClone({ secret: { ...new Secret(canary) } }))).not.toContain("canary");
});
