import type { DemoPerson } from "@/server/auth/sign-in-ways";

export type DemoChoice = { userId: string; name: string; role: string; workspaces: readonly string[] };

const order = ["admin", "manager", "member", "instance"];

/**
 * One person of each role first, since that is what people come to try; everybody else after them. A person of several
 * workspaces is still one person to sign in as.
 */
export function arrangeDemoPeople(rows: readonly DemoPerson[]): { first: DemoChoice[]; more: DemoChoice[] } {
  const choices = [...Map.groupBy(rows, ({ userId }) => userId)].flatMap(([userId, theirs]): DemoChoice[] => {
    const [row] = theirs;
    if (!row) return [];
    const workspaces = theirs.map(({ workspace }) => workspace).filter((name) => name !== null);
    return [{ userId, name: row.name, role: row.role === "instance admin" ? "instance" : row.role, workspaces }];
  });
  const first = order.flatMap(
    (role) => choices.find((choice) => choice.role === role && choice.workspaces.length > 0) ?? [],
  );
  return { first, more: choices.filter((choice) => !first.includes(choice)) };
}
