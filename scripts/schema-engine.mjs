#!/usr/bin/env node
// Stands in for Prisma's native `schema-engine` binary (PRISMA_SCHEMA_ENGINE_BINARY): JSON-RPC on stdin and stdout, and
// the three `cli` commands. Every `prisma` command works offline with it.
import { readFileSync } from "node:fs";
import readline from "node:readline";
import { parseArgs } from "node:util";

import { maintenanceOf, openSchemaEngine, withClient } from "./launch/engine.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  strict: false,
  options: {
    datamodels: { type: "string", multiple: true, short: "d" },
    datasource: { type: "string" },
    version: { type: "boolean" },
    "enabled-preview-features": { type: "string" },
    "extension-types": { type: "string" },
  },
});
if (values.version) {
  console.log("schema-engine (WebAssembly)");
  process.exit(0);
}
const url = JSON.parse(values.datasource ?? "{}").url ?? process.env.DATABASE_URL;
const unreachable = ["ECONNREFUSED", "ENOTFOUND", "ETIMEDOUT", "EHOSTUNREACH"];

function toKnownError(error) {
  const known = (error_code, message) => ({ error_code, message, meta: {}, is_panic: false });
  const host = new URL(url).host;
  if (error.code === "3D000") return known("P1003", `Database \`${maintenanceOf(url).database}\` does not exist`);
  if (unreachable.includes(error.code) || error.errors?.some((cause) => unreachable.includes(cause.code)))
    return known("P1001", `Can't reach database server at \`${host}\``);
  if (error.code === "28P01") return known("P1000", `Authentication failed against the database server at \`${host}\``);
  return known("P1011", error.message);
}

const isThereAlready = (error) => ["42P04", "23505"].includes(error.code);
const commands = {
  "can-connect-to-database": () => withClient(url, (client) => client.query("select 1")),
  "create-database": () =>
    withClient(maintenanceOf(url).url, async (client) => {
      try {
        await client.query(`create database ${client.escapeIdentifier(maintenanceOf(url).database)}`);
      } catch (error) {
        if (!isThereAlready(error)) throw error;
      }
    }),
  "drop-database": () =>
    withClient(maintenanceOf(url).url, (client) =>
      client.query(`drop database if exists ${client.escapeIdentifier(maintenanceOf(url).database)} with (force)`),
    ),
};

async function runCommand(name) {
  try {
    if (!commands[name]) throw new Error(`unknown command ${name}`);
    await commands[name]();
  } catch (error) {
    const { error_code, message, meta } = toKnownError(error);
    // The CLI drops the first line of stderr, where the native engine prints an INFO line.
    process.stderr.write(
      `${JSON.stringify({ level: "INFO", target: "schema_engine", fields: { message: "start" } })}\n`,
    );
    process.stderr.write(
      JSON.stringify({
        level: "ERROR",
        target: "schema_engine::logger",
        timestamp: new Date().toISOString(),
        fields: { is_panic: false, error_code, message, meta },
      }),
    );
    process.exit(1);
  }
}

function toRpcError(error) {
  const text = error?.message ?? String(error);
  let data = { message: text, is_panic: false, meta: {}, error_code: error?.code ?? null };
  try {
    const parsed = JSON.parse(text);
    data = {
      error_code: parsed.error_code,
      message: parsed.message ?? text,
      meta: parsed.meta ?? {},
      is_panic: Boolean(parsed.is_panic),
    };
  } catch (notJson) {
    if (!(notJson instanceof SyntaxError)) throw notJson;
  }
  return { code: 4466, message: "An error happened. Check the data field for details.", data };
}

let engine;
async function openEngine() {
  engine ??= openSchemaEngine({
    url,
    datamodels: values.datamodels?.map((file) => [file, readFileSync(file, "utf8")]),
  });
  try {
    return await engine;
  } catch (error) {
    engine = undefined;
    throw error;
  }
}

const renamed = { getDatabaseVersion: "version" };
async function answer(method, params, id) {
  if (method === "createDatabase") {
    await runCommand("create-database");
    return { databaseName: maintenanceOf(url).database };
  }
  const name = renamed[method] ?? method;
  const opened = await openEngine();
  if (typeof opened[name] !== "function") throw new Error(`the schema engine has no method ${method}`);
  const result = await opened[name](params ?? {});
  if (method === "diff" && result?.stdout) {
    process.stdout.write(
      `${JSON.stringify({ id: 1_000_000 + id, jsonrpc: "2.0", method: "print", params: { content: result.stdout } })}\n`,
    );
  }
  return result ?? {};
}

if (positionals[0] === "cli") {
  await runCommand(positionals[1]);
  process.exit(0);
}
for await (const line of readline.createInterface({ input: process.stdin })) {
  if (!line.trim()) continue;
  const { id, method, params } = JSON.parse(line);
  if (!method) continue;
  try {
    process.stdout.write(`${JSON.stringify({ jsonrpc: "2.0", id, result: await answer(method, params, id) })}\n`);
  } catch (error) {
    process.stdout.write(`${JSON.stringify({ jsonrpc: "2.0", id, error: toRpcError(error) })}\n`);
  }
}
process.exit(0);
