/**
 * Routes by walking the path segment by segment: no regular expression, so no input is slow. A literal segment wins
 * over a parameter. Segments are percent-decoded exactly once, after splitting, so an encoded slash stays inside.
 */
export interface Match<T> {
  readonly value: T;
  readonly params: Readonly<Record<string, string>>;
}

export type Lookup<T> =
  | { readonly kind: "found"; readonly match: Match<T> }
  | { readonly kind: "no-path" }
  | { readonly kind: "no-method"; readonly allowed: readonly string[] }
  | { readonly kind: "malformed" };

interface Branch<T> {
  readonly literals: Map<string, Branch<T>>;
  parameter: { readonly name: string; readonly branch: Branch<T> } | null;
  readonly methods: Map<string, { readonly value: T; readonly names: readonly string[] }>;
}

const LONGEST_PATH = 4_096;
const MOST_SEGMENTS = 16;

export class Router<T> {
  readonly #root: Branch<T> = emptyBranch();
  readonly #fold: (segment: string) => string;

  constructor(options: { readonly caseInsensitive?: boolean } = {}) {
    this.#fold = options.caseInsensitive ? (segment) => segment.toLowerCase() : (segment) => segment;
  }

  /** `add("GET", "/calendars/:calendarId/events", value)` */
  add(method: string, pattern: string, value: T): void {
    let branch = this.#root;
    const names: string[] = [];
    for (const segment of pattern.split("/").slice(1)) {
      if (!segment.startsWith(":")) {
        const key = this.#fold(segment);
        const next: Branch<T> = branch.literals.get(key) ?? emptyBranch();
        branch.literals.set(key, next);
        branch = next;
        continue;
      }
      names.push(segment.slice(1));
      branch.parameter ??= { name: segment, branch: emptyBranch() };
      branch = branch.parameter.branch;
    }
    branch.methods.set(method, { value, names });
  }

  find(method: string, path: string): Lookup<T> {
    if (path.length > LONGEST_PATH) return { kind: "malformed" };
    const segments = decodeSegments(path);
    if (!segments) return { kind: "malformed" };
    const found = this.#walk(this.#root, segments, []);
    if (!found) return { kind: "no-path" };
    const target = found.branch.methods.get(method);
    if (!target) return { kind: "no-method", allowed: [...found.branch.methods.keys()] };
    const params: Record<string, string> = Object.create(null);
    target.names.forEach((name, index) => (params[name] = found.values[index] as string));
    return { kind: "found", match: { value: target.value, params } };
  }

  #walk(branch: Branch<T>, segments: string[], values: string[]): { branch: Branch<T>; values: string[] } | null {
    const [head, ...rest] = segments;
    if (head === undefined) return branch.methods.size > 0 ? { branch, values } : null;
    const literal = branch.literals.get(this.#fold(head));
    const found = literal ? this.#walk(literal, rest, values) : null;
    if (found || !branch.parameter || head === "") return found;
    return this.#walk(branch.parameter.branch, rest, [...values, head]);
  }
}

function decodeSegments(path: string): string[] | null {
  const raw = path.split("/").slice(1);
  if (raw.length > MOST_SEGMENTS) return null;
  try {
    return raw.map((segment) => (segment.includes("%") ? decodeURIComponent(segment) : segment));
  } catch {
    return null;
  }
}

function emptyBranch<T>(): Branch<T> {
  return { literals: new Map(), parameter: null, methods: new Map() };
}
