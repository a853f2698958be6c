import { createHash } from "node:crypto";
import type { Account } from "../../world/account";
import type { Office } from "../office";

/** Every personal account lives in this tenant. */
export const personalTenant = "9188040d-6c67-4c5b-b112-36a304b66dad";

const personalDomains = ["outlook.com", "hotmail.com", "live.com", "msn.com"];

export function isPersonal(account: Account): boolean {
  return personalDomains.includes(account.email.slice(account.email.indexOf("@") + 1).toLowerCase());
}

function asGuid(text: string): string {
  const hex = createHash("sha256").update(text).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

export function tenantOf(account: Account): string {
  return isPersonal(account) ? personalTenant : asGuid(`tenant/${account.facts.companyId}`);
}

/** A tenant as it may stand in a path: common, organizations, consumers, an id or a domain. Null when there is none. */
export function findTenant(office: Office, name: string): ((account: Account) => boolean) | null {
  if (name === "common") return () => true;
  if (name === "organizations") return (account) => !isPersonal(account);
  if (name === "consumers" || name === personalTenant) return isPersonal;
  for (const company of office.ground.world.companies.values()) {
    if (name !== company.domain && name !== asGuid(`tenant/${company.id}`)) continue;
    return (account) => !isPersonal(account) && account.facts.companyId === company.id;
  }
  return null;
}

/** The id behind a tenant's name in a path, for what is done to the tenant itself. */
export function findTenantId(office: Office, name: string): string | null {
  const companies = [...office.ground.world.companies.values()];
  const found = companies.find((company) => name === company.domain || name === asGuid(`tenant/${company.id}`));
  return found ? asGuid(`tenant/${found.id}`) : null;
}
