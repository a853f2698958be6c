import { z } from "zod";

/** What an ID token says, once its signature, issuer, audience and nonce are checked. Only these claims are looked at. */
export const claims = z.object({
  iss: z.string().min(1),
  sub: z.string().min(1),
  tid: z.string().optional(),
  email: z.string().optional(),
  email_verified: z.union([z.boolean(), z.string()]).optional(),
  xms_edov: z.union([z.boolean(), z.number(), z.string()]).optional(),
  name: z.string().optional(),
});

export type Claims = z.infer<typeof claims>;

const personalTenant = "9188040d-6c67-4c5b-b112-36a304b66dad";

/**
 * Whether the provider vouches that the address belongs to the person. Google says so. Microsoft lets the admin of any
 * tenant write any address into an account, so there it takes the claim that the domain was verified, an account of
 * Microsoft's own, or a tenant that the operator of this instance chose.
 */
export function provesAddress(given: Claims, trustsTenant: boolean): boolean {
  if (given.email === undefined) return false;
  if (given.tid === undefined) return given.email_verified === true || given.email_verified === "true";
  return trustsTenant || given.tid === personalTenant || [true, 1, "1", "true"].includes(given.xms_edov ?? false);
}
