/** Variables for a child. Next declares NODE_ENV as always present; a child's environment need not have it. */
export type Env = Readonly<Record<string, string | undefined>>;

export const forSpawn = (env: Env): NodeJS.ProcessEnv => env as NodeJS.ProcessEnv;
