import type { z } from "zod";

import type { Finding } from "./alert";

/** Whole numbers a workspace may choose, each with its bounds and its usual value: a form is drawn from it. */
export type Parameters = z.ZodObject<Record<string, z.ZodDefault<z.ZodInt>>>;

type Common<P extends Parameters> = {
  readonly id: string;
  readonly severity: Finding["severity"];
  readonly parameters: P;
  /** Only the person whose account it is can mend it: they are reminded, and after a day their managers are told. */
  readonly needsPerson?: boolean;
};

export type Found = Pick<Finding, "subject" | "since" | "evidence"> & { readonly severity?: Finding["severity"] };

export type Rule<Facts, P extends Parameters = Parameters> = Common<P> & {
  /** While the provider fails for everybody it says nothing new of an account. */
  readonly holdsInOutage?: boolean;
  readonly find: (facts: Facts, parameters: z.infer<P>, now: Date) => readonly Found[];
};

/** Keeps the type of the parameters for `find`, and gives the catalog rules of one kind. */
export function rule<Facts>() {
  return <P extends Parameters>(definition: Rule<Facts, P>): Rule<Facts> => definition as unknown as Rule<Facts>;
}
