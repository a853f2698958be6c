export type Wire = Readonly<Record<string, unknown>>;

/** The members of an answer, none of which is trusted to be there or to be what it should. */
export const isWire = (value: unknown): value is Wire =>
  typeof value === "object" && value !== null && !Array.isArray(value);
export const wireOf = (value: unknown): Wire => (isWire(value) ? value : {});
export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
export const textOf = (value: unknown): string | null => (typeof value === "string" && value !== "" ? value : null);

/** A table of a provider's words; only own entries count, whatever the word. */
export function lookUp<T>(table: Readonly<Record<string, T>>, word: unknown): T | undefined {
  return typeof word === "string" && Object.hasOwn(table, word) ? table[word] : undefined;
}
