// F11: what waits for a person because its process died three times has had three that died, or stood still, under it.
import { replayDead } from "@/server/work/dead-letters";

import { ask } from "./acts";
import type { Scene } from "./scene";
import type { Violation } from "./witness";

type Dead = { readonly id: string; readonly kind: string };

const crashed = `
  select id, kind from due_work where workspace_id = $1 and dead_at is not null and last_error ->> 'code' = 'crashed' order by id`;

/** When everything has come to rest. What is set aside by right somebody looks at, and has it tried again. */
export async function replaySetAside(scene: Scene): Promise<Violation[]> {
  const { database, person, witness } = scene;
  const dead = await database.look<Dead>(crashed, [database.workspaceId]);
  for (const { id } of dead) ask(scene, () => replayDead(person, id));
  return dead.flatMap(({ kind }) => witness.checkCrashed(kind));
}
