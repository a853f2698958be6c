import { openControlDoor } from "./control/control-door";
import { FaultRules } from "./faults/rules";
import { strikeConnection } from "./faults/tcp";
import { VirtualClock } from "./kernel/clock";
import { Courier } from "./kernel/courier";
import { createDispatch, type Dispatch } from "./kernel/dispatch";
import type { Ground } from "./kernel/ground";
import { openDoor, type HttpDoor } from "./kernel/http-server";
import { Ids } from "./kernel/ids";
import { Ledger } from "./kernel/ledger";
import type { Provider, ProviderId } from "./kernel/provider";
import { Random } from "./kernel/random";
import { GOOGLE_SWITCHES } from "./kernel/switches";
import { Toxics } from "./kernel/toxics";
import { Vault } from "./kernel/vault";
import type { Witness } from "./kernel/witness";
import { PROVIDERS } from "./providers";
import { registerClients } from "./world/clients";
import { seedTeam } from "./world/seed-team";
import { World } from "./world/world";

export interface SandboxOptions {
  /** Control gets this port, the providers the next ones; 0 = free ports. */
  readonly port?: number;
  readonly host?: string;
  readonly seed?: string | number;
  /** Where the virtual clock starts; absent = now. */
  readonly startAt?: number;
  /** "team" fills the world with the sales team; "empty" has no accounts. */
  readonly world?: "team" | "empty";
  readonly ledgerCapacity?: number;
  readonly witness?: Witness;
}

export interface Plug {
  readonly provider: Provider;
  readonly dispatch: Dispatch;
  readonly toxics: Toxics;
}

export interface Sandbox {
  readonly ground: Ground;
  readonly plugs: ReadonlyMap<ProviderId, Plug>;
  readonly endpoints: Endpoints;
  readonly seed: string;
  provider(id: ProviderId): Provider;
  /** No accounts, tokens, faults or ledger lines; switches stay. */
  empty(): void;
  /** A fresh world from a seed; faults, ledger and tokens start empty. */
  reset(seed?: string | number): void;
  stop(): Promise<void>;
}

export interface Endpoints {
  readonly ready: boolean;
  readonly control: string;
  readonly providers: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

const BODY_LIMIT = 8 * 1024 * 1024;

/** Starts the providers and the control API, each on its own port. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const host = options.host ?? "127.0.0.1";
  const port = options.port ?? 0;
  let seed = String(options.seed ?? "daykeeper");
  let resets = 0;
  const ground = layGround(seed, options);
  const plugs = new Map<ProviderId, Plug>();
  const doors: HttpDoor[] = [];
  const endpoints: Record<string, Readonly<Record<string, string>>> = {};
  for (const [index, create] of PROVIDERS.entries()) {
    const provider = create(ground);
    const dispatch = createDispatch(provider, { ...ground, witness: options.witness ?? null });
    provider.useDispatch?.(dispatch);
    const toxics = new Toxics(() => strikeConnection(provider.id, ground));
    plugs.set(provider.id, { provider, dispatch, toxics });
    const door = await openDoor({
      host,
      port: port === 0 ? 0 : port + 1 + index,
      bodyLimit: BODY_LIMIT,
      toxics,
      answer: dispatch,
      tooLarge: () => provider.wordProblem("too-large", EMPTY_REQUEST),
    });
    doors.push(door);
    endpoints[provider.id] = provider.endpoints(`http://${host}:${door.port}`);
  }
  const populate = (): void => {
    registerClients(ground.vault);
    if (options.world !== "empty") seedTeam(ground, plugs, new Random(seed));
  };
  populate();
  const sandbox = {
    ground,
    plugs,
    get seed() {
      return seed;
    },
    provider: (id: ProviderId) => (plugs.get(id) as Plug).provider,
    empty: () => clearGround(ground, plugs),
    reset: (next?: string | number) => {
      seed = String(next ?? seed);
      clearGround(ground, plugs);
      // The same people as after a start with this seed, but never a token that was there before.
      ground.ids.drawFrom(new Random(seed).fork("ids"));
      populate();
      ground.ids.drawFrom(new Random(`${seed} after reset ${(resets += 1)}`));
    },
    stop: async () => {
      ground.clock.clear();
      await Promise.all(doors.map((door) => door.close()));
    },
  };
  const control = await openControlDoor({ host, port, sandbox: () => whole });
  doors.push(control);
  const whole: Sandbox = Object.assign(sandbox, {
    endpoints: { ready: true, control: `http://${host}:${control.port}/`, providers: endpoints },
  });
  return whole;
}

function layGround(seed: string, options: SandboxOptions): Ground {
  const clock = new VirtualClock(options.startAt);
  const random = new Random(seed);
  const ids = new Ids(random.fork("ids"));
  const ledger = new Ledger(clock, options.ledgerCapacity);
  const faults = new FaultRules(clock, random.fork("faults"));
  return {
    clock,
    random,
    ids,
    ledger,
    faults,
    world: new World(clock, ids),
    vault: new Vault(clock),
    courier: new Courier({
      clock,
      faults,
      ledger,
      random: random.fork("courier"),
      witness: options.witness ?? null,
    }),
    switches: { google: { ...GOOGLE_SWITCHES }, microsoft: {} },
  };
}

function clearGround(ground: Ground, plugs: ReadonlyMap<ProviderId, Plug>): void {
  ground.clock.clear();
  ground.faults.clear();
  ground.courier.clear();
  ground.ledger.reset();
  ground.vault.clear();
  ground.world.clear();
  for (const { provider } of plugs.values()) provider.load(null);
}

const EMPTY_REQUEST = { method: "POST", target: "/", headers: {}, body: Buffer.alloc(0), base: "" };
