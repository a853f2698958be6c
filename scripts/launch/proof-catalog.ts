import { tellFound, tellOperations, type Proof } from "./proofs.ts";

/** What a provider of the sandbox is made of; its control page, its faults' words and its command say nothing of syncing. */
const sandbox = ["kernel", "world", "recurrence"].map((name) => `src/sandbox/${name}`);

/** The list you add a line to: a proof is a test file that reads its first seed and its count from the environment. */
export const proofs: readonly Proof[] = [
  {
    id: "sandbox-recurrence",
    claim: "Recurrence in the sandbox agrees with a second implementation",
    goal: 10_000,
    slice: 2_500,
    sources: ["src/sandbox/recurrence"],
    tests: ["src/sandbox/recurrence/agreement.test.ts"],
    env: (first, count) => ({ SANDBOX_RULES: String(count), SANDBOX_RULES_FIRST: String(first) }),
  },
  {
    id: "sandbox-sync-tokens",
    claim: "A reader of Google's sync tokens alone sees what a full listing shows",
    goal: 2_000,
    slice: 400,
    sources: [...sandbox, "src/sandbox/google", "src/sandbox/testing/random-edits.ts"],
    tests: ["src/sandbox/google/model.test.ts"],
    env: (first, count) => ({ SANDBOX_MODEL_SEEDS: String(count), SANDBOX_MODEL_FIRST_SEED: String(first) }),
  },
  {
    id: "sandbox-delta-links",
    claim: "A reader of Graph's delta links alone sees what a full listing shows",
    goal: 2_000,
    slice: 200,
    sources: [...sandbox, "src/sandbox/microsoft"],
    tests: ["src/sandbox/microsoft/model.test.ts"],
    env: (first, count) => ({ SANDBOX_MODEL_SEEDS: String(count), SANDBOX_MODEL_FIRST_SEED: String(first) }),
  },
  {
    id: "audit-tampering",
    claim: "The audit log's verifier names every random tampering",
    goal: 10_000,
    slice: 2_500,
    sources: ["src/server/db/audit", "prisma/migrations"],
    tests: ["src/server/db/audit/verify-chain.db.test.ts"],
    env: (first, count) => ({ PROVE_FIRST: String(first), PROVE_COUNT: String(count) }),
  },
  {
    id: "tenant-isolation",
    claim: "Interleaved requests of two tenants over one pool never see each other's rows",
    goal: 10_000,
    slice: 5_000,
    sources: ["src/server/db", "prisma/migrations"],
    tests: ["src/server/db/row-security.db.test.ts"],
    env: (_first, count) => ({ PROVE_COUNT: String(count) }),
  },
  {
    id: "token-refresh",
    claim: "32 processes refresh a token once per expiry and lose no grant, in three kinds of rotation",
    goal: 1_000,
    slice: 100,
    sources: ["src/core/tokens", "src/server/tokens", "src/server/db/tokens"],
    tests: ["src/server/tokens/processes.db.test.ts"],
    env: (_first, count) => ({ PROVE_COUNT: String(count) }),
  },
  {
    id: "booking-race",
    claim:
      "50 people in several processes want one time and one holds it; for each tenth, the whole way to the provider, and teams and lengths by chance",
    goal: 10_000,
    slice: 1_000,
    sources: ["src/core/availability", "src/server/availability", "src/server/booking", "src/server/db/booking"],
    tests: ["src/server/booking/processes.db.test.ts", "src/server/booking/race.db.test.ts"],
    env: (first, count) => ({
      ...{ PROVE_COUNT: String(count), PROVE_WHOLE: String(Math.ceil(count / 10)) },
      FAST_CHECK_SEED: String(first + 1),
    }),
  },
  {
    id: "simulation",
    claim:
      "After random edits, bookings, notices, faults, crashes and time every mirror agrees with its provider, and says so only then",
    goal: 10_000,
    slice: 300,
    sources: [
      ...["src/core", "src/library", "src/providers/fake", "prisma/migrations"],
      ...[
        "sync",
        "work",
        "tokens",
        "connections",
        "resilience",
        "health",
        "availability",
        "booking",
        "push",
        "alerts",
      ].map((name) => `src/server/${name}`),
      "src/testing/simulation",
    ],
    tests: ["simulation", "simulation-b", "simulation-c"].map((name) => `src/testing/simulation/${name}.db.test.ts`),
    tells: tellOperations,
    env: (first, count) => ({ SIM_SEEDS: String(count), SIM_FIRST: String(first) }),
  },
  {
    id: "planted-mistakes",
    claim: "Every mistake that is planted in the engine is found by the simulation, searched for from its first seed",
    goal: 1,
    slice: 1,
    sources: ["src/core", "src/library", "src/providers/fake", "src/testing/simulation"],
    tests: ["src/testing/simulation/defects.db.test.ts", "src/testing/simulation/defects-b.db.test.ts"],
    tells: tellFound,
    env: (first, count) => ({ SIM_TABLE: `.artifacts/planted-mistakes-${first}-${count}.tsv` }),
  },
];
