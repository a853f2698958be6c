import { createKeyContract, listKeysContract } from "@/server/http/contracts/keys";
import { answerTo, serve } from "@/server/http/serve";
import { createKey, listKeys } from "@/server/people/api-keys";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = answerTo(
  serve(listKeysContract, async ({ caller }) => ({ keys: await listKeys(caller) })),
  serve(createKeyContract, ({ caller, body }) => createKey(caller, body)),
);
