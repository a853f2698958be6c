import { listSignInWays } from "@/server/auth/sign-in-ways";
import { getDeps } from "@/server/deps";

export type DemoChoice = { userId: string; name: string; role: string; workspaces: readonly string[] };

export async function loadSignIn() {
  const { providers, demoPeople } = await listSignInWays();
  // A person of several workspaces is still one person to sign in as.
  const choices = [...Map.groupBy(demoPeople, ({ userId }) => userId)].flatMap(([userId, rows]): DemoChoice[] => {
    const [first] = rows;
    if (!first) return [];
    const workspaces = rows.map(({ workspace }) => workspace).filter((name) => name !== null);
    return [{ userId, name: first.name, role: first.role === "instance admin" ? "instance" : first.role, workspaces }];
  });
  return { providers, demoPeople: choices, demo: getDeps().env.demo };
}
