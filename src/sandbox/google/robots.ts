import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import type { VirtualClock } from "../kernel/clock";

const LIFE_MS = 10 * 60_000;
const AGENT = "apis-google";

interface Known {
  readonly until: number;
  readonly rules: Promise<readonly string[]>;
}

/** Google's deliverer respects robots.txt (fact sheet 2.8): a callback path that it forbids gets nothing. */
export class Robots {
  readonly #clock: VirtualClock;
  readonly #hosts = new Map<string, Known>();

  constructor(clock: VirtualClock) {
    this.#clock = clock;
  }

  async allows(address: string): Promise<boolean> {
    const url = new URL(address);
    const now = this.#clock.now();
    let known = this.#hosts.get(url.origin);
    if (!known || known.until <= now) {
      known = { until: now + LIFE_MS, rules: read(`${url.origin}/robots.txt`).then(disallowed) };
      this.#hosts.set(url.origin, known);
    }
    const rules = await known.rules;
    return !rules.some((prefix) => url.pathname.startsWith(prefix));
  }

  clear(): void {
    this.#hosts.clear();
  }
}

/** Path prefixes forbidden to us: by a group that names us, else by the group for everybody. */
function disallowed(text: string): readonly string[] {
  const groups = new Map<string, string[]>();
  let agents: string[] = [];
  let inRules = false;
  for (const line of text.split("\n").slice(0, 2_000)) {
    const [name = "", ...rest] = (line.split("#")[0] ?? "").split(":");
    const value = rest.join(":").trim();
    const key = name.trim().toLowerCase();
    if (key === "user-agent") {
      agents = inRules ? [value.toLowerCase()] : [...agents, value.toLowerCase()];
      inRules = false;
    } else if (key === "disallow") {
      inRules = true;
      for (const agent of agents) groups.set(agent, [...(groups.get(agent) ?? []), ...(value === "" ? [] : [value])]);
    }
  }
  return groups.get(AGENT) ?? groups.get("*") ?? [];
}

/** The file, or nothing when there is none: no robots.txt forbids nothing. */
function read(address: string): Promise<string> {
  return new Promise((resolve) => {
    const send = address.startsWith("https:") ? httpsRequest : httpRequest;
    const request = send(address, { timeout: 2_000, agent: false, headers: { "user-agent": "APIs-Google" } });
    request.on("timeout", () => request.destroy());
    request.on("error", () => resolve(""));
    request.on("response", (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => (text = (text + chunk).slice(0, 65_536)));
      response.on("error", () => resolve(""));
      response.on("end", () => resolve(response.statusCode === 200 ? text : ""));
    });
    request.end();
  });
}
