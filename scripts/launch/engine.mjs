// Prisma's schema engine as WebAssembly over the project's own PostgreSQL driver. The native engine would have to be
// downloaded at install time, which fails on every machine without internet.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

import pg from "pg";
import Result from "pg/lib/result.js";

const require = createRequire(import.meta.url);
const internalCharOid = 18;
const bpcharOid = 1042;

/**
 * The driver adapter has no case for PostgreSQL's internal "char" type, which the engine's catalogue queries return:
 * the columns are announced as bpchar and handed to the engine as Prisma's Character type.
 */
let charColumns = new Set();
const addFields = Result.prototype.addFields;
Result.prototype.addFields = function addFieldsWithChar(fields) {
  charColumns = new Set();
  fields.forEach((field, index) => {
    if (field.dataTypeID !== internalCharOid) return;
    charColumns.add(index);
    field.dataTypeID = bpcharOid;
  });
  return addFields.call(this, fields);
};

function announceCharacters(adapter, characterType) {
  let prototype = adapter;
  while (prototype && !Object.hasOwn(prototype, "queryRaw")) prototype = Object.getPrototypeOf(prototype);
  if (!prototype || prototype.queryRaw.knowsCharacters) return;
  const original = prototype.queryRaw;
  prototype.queryRaw = async function queryRaw(query) {
    const result = await original.call(this, query);
    if (charColumns.size)
      result.columnTypes = result.columnTypes.map((type, index) => (charColumns.has(index) ? characterType : type));
    return result;
  };
  prototype.queryRaw.knowsCharacters = true;
}

/**
 * The driver adapter cuts a script at every semicolon, also inside function bodies, and commits each piece by itself.
 * Sent whole, PostgreSQL parses it and runs it in one transaction: a migration is applied or not, never half.
 */
function sendScriptsWhole(adapter) {
  Object.getPrototypeOf(adapter).executeScript = async function executeScript(script) {
    await this.client.query(script).catch((error) => this.onError(error));
  };
}

async function loadWasm() {
  const bindings = await import("@prisma/schema-engine-wasm/schema_engine_bg");
  const file = require.resolve("@prisma/schema-engine-wasm").replace(/schema_engine\.js$/, "schema_engine_bg.wasm");
  let panic = "";
  globalThis.PRISMA_WASM_PANIC_REGISTRY ??= {
    set_message: (message) => {
      panic = message;
    },
    get: () => panic,
  };
  const { instance } = await WebAssembly.instantiate(readFileSync(file), { "./schema_engine_bg.js": bindings });
  bindings.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  return bindings;
}

/** @param {{ url: string, datamodels?: [string, string][] }} options */
export async function openSchemaEngine({ url, datamodels }) {
  const bindings = await loadWasm();
  const { PrismaPg } = await import("@prisma/adapter-pg");
  const { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } = await import("@prisma/driver-adapter-utils");
  const schema = new URL(url).searchParams.get("schema") ?? undefined;
  // Nothing closes the engine: its idle connections must not keep the process alive for another ten seconds.
  const factory = new PrismaPg({ connectionString: url, allowExitOnIdle: true, idleTimeoutMillis: 500 }, { schema });
  const probe = await factory.connect();
  announceCharacters(probe, ColumnTypeEnum.Character);
  sendScriptsWhole(probe);
  await probe.dispose();
  const log = (line) => {
    if (process.env.DEBUG) process.stderr.write(`${line}\n`);
  };
  return bindings.SchemaEngine.new({ datamodels }, log, bindMigrationAwareSqlAdapterFactory(factory));
}

export async function withClient(url, run) {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    return await run(client);
  } finally {
    await client.end();
  }
}

/** The same server, but its maintenance database: for creating and dropping the one in the address. */
export function maintenanceOf(url) {
  const address = new URL(url);
  const database = decodeURIComponent(address.pathname.slice(1));
  address.pathname = "/postgres";
  address.search = "";
  return { url: address.href, database };
}
