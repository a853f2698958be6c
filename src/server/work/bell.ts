/** Wakes whoever waits. Rung while nobody waits, it is heard by the next one. */
export type Bell = {
  readonly ring: () => void;
  readonly rung: () => Promise<unknown>;
  /** From now on only new rings count. */
  readonly hush: () => void;
};

export function createBell(): Bell {
  let ringing = Promise.withResolvers<undefined>();
  return {
    ring: () => {
      ringing.resolve(undefined);
    },
    rung: () => ringing.promise,
    hush: () => {
      ringing = Promise.withResolvers<undefined>();
    },
  };
}
