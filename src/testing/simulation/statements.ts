// Changes single statements on their way to the database: how defects are planted without touching the product.
import type { Database, Tx } from "@/server/db/open-database";

export type Statement = { readonly strings: readonly string[]; readonly values: readonly unknown[] };
export type Change = {
  readonly of: RegExp;
  /** Null: it is left out, as if it had changed nothing. */
  readonly to: (statement: Statement) => Statement | null;
};

type Raw = (strings: TemplateStringsArray, ...values: unknown[]) => Promise<unknown>;

const textOf = ({ strings }: Statement): string => strings.join("?");

/** Without the unique index that would refuse what the mistake makes: what becomes of it has to be seen. */
export const withoutIndex = (name: string, table: string, columns: string): { plant: string; mend: string } => ({
  plant: `drop index ${name}`,
  mend: `truncate ${table} cascade; create unique index ${name} on ${table} ${columns}`,
});

let notPlanted: Error | null = null;

/** What a statement throws, the product may catch and live with: whoever looks for a mistake asks here whether it was made. */
export function throwIfNotPlanted(): void {
  const error = notPlanted;
  notPlanted = null;
  if (error !== null) throw error;
}

/** The same words everywhere in the statement; its values stay. A statement without them would stay as it is, unnoticed. */
export const reword =
  (from: string, to: string) =>
  (statement: Statement): Statement => {
    const strings = statement.strings.map((part) => part.replaceAll(from, to));
    if (statement.strings.some((part) => part.includes(from))) return { strings, values: statement.values };
    notPlanted = new Error(`No mistake was planted: "${from}" is not in the statement "${textOf(statement)}".`);
    throw notPlanted;
  };

/** The value that follows these words is another one. */
export const revalue =
  (after: string, change: (value: unknown) => unknown) =>
  ({ strings, values }: Statement): Statement => ({
    strings,
    values: values.map((value, index) => (strings[index]?.endsWith(after) === true ? change(value) : value)),
  });

function toStatement([first, ...values]: unknown[]): Statement {
  return Array.isArray(first) ? { strings: first as string[], values } : (first as Statement);
}

const toTemplate = (strings: readonly string[]): TemplateStringsArray =>
  Object.assign([...strings], { raw: [...strings] });

/** One method of one table answers so, and does nothing. */
export const changeCalls =
  (
    table: "bookedTime" | "eventWrite" | "alert" | "channel" | "delivery",
    method: "create" | "createMany" | "deleteMany" | "findMany" | "updateMany",
    answer: () => unknown,
  ) =>
  (db: Database): Database =>
    through(
      (tx) =>
        new Proxy(tx, {
          get: (target, name) => {
            const member: unknown = Reflect.get(target, name);
            if (name !== table) return typeof member === "function" ? (member.bind(target) as unknown) : member;
            return new Proxy(member as object, {
              get: (own, called) => (called === method ? () => Promise.resolve(answer()) : Reflect.get(own, called)),
            });
          },
        }),
      db,
    );

const through = (wrap: (tx: Tx) => Tx, { inWorkspace, outsideWorkspace, close }: Database): Database => ({
  inWorkspace: (scope, run) => inWorkspace(scope, (tx) => run(wrap(tx))),
  outsideWorkspace: (run) => outsideWorkspace((tx) => run(wrap(tx))),
  close,
});

export function changeStatements(changes: readonly Change[]): (db: Database) => Database {
  const wrap = (tx: Tx): Tx =>
    new Proxy(tx, {
      get: (target, name) => {
        const member: unknown = Reflect.get(target, name);
        if (name !== "$executeRaw" && name !== "$queryRaw")
          return typeof member === "function" ? (member.bind(target) as unknown) : member;
        return (...given: unknown[]) => {
          let statement: Statement | null = toStatement(given);
          for (const { of, to } of changes)
            if (statement !== null && of.test(textOf(statement))) statement = to(statement);
          if (statement === null) return Promise.resolve(name === "$executeRaw" ? 0 : []);
          const run = (member as Raw).bind(target);
          return run(toTemplate(statement.strings), ...statement.values);
        };
      },
    });
  return (db) => through(wrap, db);
}
