import { createGoogle } from "./google/provider";
import type { Ground } from "./kernel/ground";
import type { Provider } from "./kernel/provider";
import { createMicrosoft } from "./microsoft/provider";

/** Every provider of the sandbox, in the order of their ports. A new one is a line here. */
export const PROVIDERS: readonly ((ground: Ground) => Provider)[] = [createGoogle, createMicrosoft];
