import type { Tx } from "@/server/db/open-database";

/** Those who look after the team: managers, or the admins where there are none. */
export async function listManagers(tx: Tx, workspaceId: string): Promise<string[]> {
  const rows = await tx.membership.findMany({
    where: { workspaceId, role: { in: ["manager", "admin"] } },
    select: { userId: true, role: true },
    orderBy: { joinedAt: "asc" },
  });
  const managers = rows.filter(({ role }) => role === "manager");
  return (managers.length > 0 ? managers : rows).map(({ userId }) => userId);
}
