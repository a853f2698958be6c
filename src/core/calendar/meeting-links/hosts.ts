/** Looks up what belongs to a host: the host by its whole name, or as one under a name written `*.name`. */
export type HostTable<T> = { readonly exact: ReadonlyMap<string, T>; readonly under: ReadonlyMap<string, T> };

export function makeHostTable<T>(rows: readonly (readonly [hosts: readonly string[], value: T])[]): HostTable<T> {
  const flat = rows.flatMap(([hosts, value]) => hosts.map((host) => [host, value] as const));
  return {
    exact: new Map(flat.filter(([host]) => !host.startsWith("*."))),
    under: new Map(flat.filter(([host]) => host.startsWith("*.")).map(([host, value]) => [host.slice(2), value])),
  };
}

/** `notzoom.us` is not under `zoom.us`: only whole labels count. */
export function findByHost<T>(table: HostTable<T>, host: string): T | null {
  const exact = table.exact.get(host);
  if (exact !== undefined) return exact;
  for (let rest = host; rest.includes("."); rest = rest.slice(rest.indexOf(".") + 1)) {
    const found = table.under.get(rest);
    if (found !== undefined) return found;
  }
  return null;
}
