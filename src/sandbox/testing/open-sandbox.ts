import { startSandbox, type SandboxOptions } from "../sandbox";

export interface TestSandbox {
  readonly control: Control;
  readonly google: Readonly<Record<string, string>>;
  readonly endpoints: Readonly<Record<string, Readonly<Record<string, string>>>>;
  stop(): Promise<void>;
}

export type Control = <T = Record<string, unknown>>(method: string, path: string, body?: unknown) => Promise<T>;

/** A sandbox of its own on free ports; tests talk to it over HTTP only. A crash inside fails the test that stops it. */
export async function openSandbox(options: SandboxOptions = {}): Promise<TestSandbox> {
  const sandbox = await startSandbox({ world: "empty", ...options });
  const crashes: string[] = [];
  sandbox.ground.ledger.onCrash = (operation, error) => {
    crashes.push(`${operation}: ${error instanceof Error ? error.stack : String(error)}`);
  };
  return {
    control: controlAt(sandbox.endpoints.control),
    google: sandbox.endpoints.providers.google ?? {},
    endpoints: sandbox.endpoints.providers,
    stop: async () => {
      await sandbox.stop();
      if (crashes.length > 0) throw new Error(`the sandbox crashed:\n${crashes.join("\n")}`);
    },
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
