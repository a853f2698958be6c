import type { ProviderId } from "../kernel/provider";
import type { Company } from "./account";

export const COMPANIES: readonly Company[] = [
  { id: "meridian", name: "Meridian", domain: "meridian.example" },
  { id: "halden", name: "Halden Works", domain: "halden.example" },
];

export interface TeamMember {
  readonly provider: ProviderId;
  readonly email: string;
  readonly name: string;
  readonly companyId: string;
  readonly zone: string;
  readonly locale: string;
}

export const TEAM: readonly TeamMember[] = [
  {
    provider: "google",
    email: "alice@meridian.example",
    name: "Alice Moreau",
    companyId: "meridian",
    zone: "Europe/Berlin",
    locale: "en",
  },
];
