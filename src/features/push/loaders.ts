import { getDeps } from "@/server/deps";

/** WHK-7. Whether there is an address at which providers can tell this instance of changes. */
export const loadIsReachable = (): boolean => getDeps().env.webhookOrigin !== null;
