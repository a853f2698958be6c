import { execFile } from "node:child_process";

import { describe, expect, it } from "vitest";

import { recordAudit } from "@/server/people/audit-log";
import { useApi } from "@/testing/api";
import { withClient } from "@/testing/database";

import { runAuditCommand, type AuditAsk } from "./run-command";

const api = useApi();
const instance = "00000000-0000-0000-0000-000000000000";

const write = (workspaceId: string | null, count: number) =>
  api.deps.db.inWorkspace({ workspaceId: workspaceId ?? api.cast.home }, async (tx) => {
    const actor = { kind: "person", id: api.cast.alice } as const;
    for (let i = 0; i < count; i++)
      await recordAudit(tx, { workspaceId, actor, action: "workspace.renamed", detail: { i } });
  });

/** As the owner of the tables can, who has taken the guards away for a moment. */
const tamper = (statement: string) =>
  withClient(api.database.url, async (client) => {
    const tables = ["audit_log", "audit_chains"];
    for (const table of tables)
      await client.query(`alter table ${table} disable trigger all; alter table ${table} no force row level security`);
    await client.query(statement);
    for (const table of tables)
      await client.query(`alter table ${table} enable trigger all; alter table ${table} force row level security`);
  });

async function verify(ask: Partial<AuditAsk> = {}, signal = new AbortController().signal) {
  const told = { said: "", warned: "" };
  const status = await runAuditCommand(
    api.deps,
    { anchors: "", writesAnchors: false, ...ask },
    {
      say: (text) => (told.said += text),
      warn: (text) => (told.warned += text),
      signal,
    },
  );
  return { status, ...told };
}

describe("the command that verifies the audit logs (S59, OPS-4)", () => {
  it("finds every log whole, the instance's own too, and says how many entries it has read", async () => {
    await write(api.cast.home, 3);
    await write(api.cast.elsewhere, 2);
    await write(null, 1);
    const { status, said } = await verify();
    expect(status).toBe(0);
    expect(said).toMatch(/^\d+ logs with \d+ entries were read: all are whole\.\n$/);
    expect((await verify({ writesAnchors: true })).said).toContain(instance);
  });

  it("names the workspace and the entry that was changed, and ends with 1; other workspaces stay whole", async () => {
    await write(api.cast.home, 3);
    const of = `workspace_id = '${api.cast.home}' and seq = 2`;
    await tamper(`update audit_log set action = 'key.created' where ${of}`);
    const { status, warned } = await verify();
    expect(status).toBe(1);
    expect(warned).toContain(`Workspace ${api.cast.home}: entry 2 was changed after it was written.`);
    expect(warned).not.toContain(api.cast.elsewhere);
    await tamper(`update audit_log set action = 'workspace.renamed' where ${of}`);
    expect((await verify()).status).toBe(0);
  });

  it("finds with an anchor what was cut off together with its recorded end, and a log that is gone as a whole", async () => {
    const { said: anchors } = await verify({ writesAnchors: true });
    await write(api.cast.home, 1);
    expect((await verify({ anchors })).status).toBe(0);
    const gone = `workspace_id = '${api.cast.elsewhere}'`;
    await tamper(
      `create table kept_log as select * from audit_log where ${gone}; create table kept_chain as select * from audit_chains where ${gone};
       delete from audit_log where ${gone}; delete from audit_chains where ${gone}`,
    );
    expect((await verify()).status).toBe(0);
    const { status, warned } = await verify({ anchors });
    expect(status).toBe(1);
    expect(warned).toContain(`Workspace ${api.cast.elsewhere}: entry 1 is missing.`);
    await tamper("insert into audit_log select * from kept_log; insert into audit_chains select * from kept_chain");
    expect((await verify({ anchors })).status).toBe(0);
  });

  it("ends with 3 when it was stopped, had no database, or was given an anchor that is none", async () => {
    expect((await verify({}, AbortSignal.abort())).status).toBe(3);
    await expect(verify({ anchors: "{}" })).rejects.toThrow();
    const secret = Buffer.alloc(32, 7).toString("base64");
    const settings = { DATABASE_URL: "postgresql://nobody:nothing@127.0.0.1:9/none", PUBLIC_URL: "https://a.test" };
    const secrets = { NEXTAUTH_SECRET: secret, ENCRYPTION_KEY: secret, CRON_SECRET: secret, METRICS_TOKEN: secret };
    const status = await new Promise((resolve) => {
      execFile(
        process.execPath,
        ["--import", "tsx", "scripts/audit-verify.ts"],
        { env: { ...process.env, DEMO: "0", ...settings, ...secrets } },
        (error) => {
          resolve(error?.code);
        },
      );
    });
    expect(status).toBe(3);
  });
});
