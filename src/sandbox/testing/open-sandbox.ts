import { startSandbox, type Sandbox, type SandboxOptions } from "../sandbox";
import { openAnswerWitness } from "./answer-witness";

export interface TestSandbox {
  readonly control: Control;
  readonly google: Readonly<Record<string, string>>;
  readonly endpoints: Readonly<Record<string, Readonly<Record<string, string>>>>;
  stop(): Promise<void>;
}

export type Control = <T = Record<string, unknown>>(method: string, path: string, body?: unknown) => Promise<T>;

interface WatchedOptions extends SandboxOptions {
  /** A text by which to know answers that a test spoils on purpose: they are not held against anything. */
  readonly planted?: string;
}

/**
 * A sandbox for tests that have to look inside. A crash, or an answer that is not what the official description says, fails
 * the test that stops it.
 */
export async function startWatchedSandbox({ planted, ...options }: WatchedOptions = {}): Promise<Sandbox> {
  const answers = openAnswerWitness({ planted });
  const sandbox = await startSandbox({ ...options, witness: answers.witness });
  const crashes: string[] = [];
  sandbox.ground.ledger.onCrash = (operation, error) => {
    crashes.push(`${operation}: ${error instanceof Error ? error.stack : String(error)}`);
  };
  const { stop } = sandbox;
  return Object.assign(sandbox, {
    stop: async () => {
      await stop();
      if (crashes.length > 0) throw new Error(`the sandbox crashed:\n${crashes.join("\n")}`);
      answers.expectFaithful();
    },
  });
}

/** A sandbox of its own on free ports, without people; tests talk to it over HTTP only. */
export async function openSandbox(options: WatchedOptions = {}): Promise<TestSandbox> {
  const { endpoints, stop } = await startWatchedSandbox({ world: "empty", ...options });
  return {
    control: controlAt(endpoints.control),
    google: endpoints.providers.google ?? {},
    endpoints: endpoints.providers,
    stop,
  };
}

export function controlAt(base: string): Control {
  return async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const response = await fetch(`${base}_control/${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return (text === "" ? {} : JSON.parse(text)) as T;
  };
}
