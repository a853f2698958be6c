import type { Call } from "../kernel/call";
import type { Ground } from "../kernel/ground";
import type { Admission } from "../kernel/provider";
import { SlidingWindow } from "../kernel/quota";
import { bearerOf } from "./auth";
import { GOOGLE_ERRORS } from "./errors";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const PATCH_UNITS = 3;

/** Per user and per project a minute, per project a day, all as sliding windows (fact sheet 2.9). */
export class GoogleQuotas {
  readonly #ground: Ground;
  readonly #users: SlidingWindow;
  readonly #projects: SlidingWindow;
  readonly #days: SlidingWindow;
  #refusals = 0;

  constructor(ground: Ground) {
    this.#ground = ground;
    this.#users = new SlidingWindow(ground.clock, MINUTE_MS);
    this.#projects = new SlidingWindow(ground.clock, MINUTE_MS);
    this.#days = new SlidingWindow(ground.clock, DAY_MS);
  }

  admit(call: Call): Admission {
    if (call.accountId === null || call.operation.startsWith("oauth.") || call.operation === "batch") return null;
    const token = this.#ground.vault.access.get(bearerOf(call.request) ?? "");
    if (!token) return null;
    const units = call.operation.endsWith(".patch") ? PATCH_UNITS : 1;
    call.notes.units = units;
    const { project } = token.grant;
    const limits = this.#ground.switches.google;
    const user = call.query.get("quotaUser") ?? call.request.headers["x-goog-quota-user"] ?? token.accountId;
    const perUser = `${project}/${user}`;
    if (!this.#days.fits(project, units, limits.perProjectPerDay)) return { refused: GOOGLE_ERRORS.dailyLimitExceeded };
    if (!this.#projects.fits(project, units, limits.perProjectPerMinute)) return this.#refuse("project");
    if (!this.#users.fits(perUser, units, limits.perUserPerMinute)) return this.#refuse("user");
    this.#days.add(project, units);
    this.#projects.add(project, units);
    this.#users.add(perUser, units);
    return null;
  }

  clear(): void {
    this.#users.clear();
    this.#projects.clear();
    this.#days.clear();
  }

  #refuse(whose: "user" | "project"): Admission {
    const { quotaStatus } = this.#ground.switches.google;
    this.#refusals += 1;
    const late = quotaStatus === "429" || (quotaStatus === "mixed" && this.#refusals % 2 === 0);
    if (late) return { refused: GOOGLE_ERRORS.tooManyRequests };
    return { refused: whose === "user" ? GOOGLE_ERRORS.userRateLimitExceeded : GOOGLE_ERRORS.rateLimitExceeded };
  }
}
