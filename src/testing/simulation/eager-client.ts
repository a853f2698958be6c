// A connection that waits for no answer that nobody reads: what begins a transaction travels with its first statement.
import pg from "pg";

type Asked = { readonly text?: unknown };
type Query = (...asked: readonly unknown[]) => Promise<unknown>;
type Wire = { readonly connection: { readonly stream: { readonly cork: () => void; readonly uncork: () => void } } };

const nothing = { command: "", rowCount: 0, oid: 0, fields: [], rows: [] };

/** What a transaction begins with. Where it fails, the statement after it fails too. */
const begins = (text: unknown): boolean =>
  typeof text === "string" && (text === "BEGIN" || text.includes("set_config('app.workspace_id'"));

export class EagerClient extends pg.Client {
  #isHeldBack = false;

  constructor(config?: string | pg.ClientConfig) {
    const given = typeof config === "string" ? { connectionString: config } : config;
    super({ ...given, pipeline: true } as pg.ClientConfig);
  }

  override query = ((asked: Asked, ...others: readonly unknown[]) => {
    const { stream } = (this as unknown as Wire).connection;
    const isHeldBack = begins(asked.text);
    if (isHeldBack && !this.#isHeldBack) stream.cork();
    const answer = (pg.Client.prototype.query as Query).call(this, asked, ...others);
    if (this.#isHeldBack && !isHeldBack) stream.uncork();
    this.#isHeldBack = isHeldBack;
    if (!isHeldBack) return answer;
    answer.catch((error: unknown) => this.emit("error", error));
    return Promise.resolve(nothing);
  }) as pg.Client["query"];
}
