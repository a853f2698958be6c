"use client";

import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { Select } from "@/components/ui/select";
import type { View } from "../schema";

type Props = { whose: string | null; others: readonly { id: string; name: string }[]; view: View };

/** For who looks after others. It stands in the address, so that it can be kept. */
export function WhoseSelect({ whose, others, view }: Props) {
  const t = useTranslations("meetings");
  const router = useRouter();
  return (
    <Select
      aria-label={t("whose")}
      className="w-52 max-tablet:w-full"
      value={whose ?? ""}
      onChange={({ target: { value } }) =>
        router.push(`/meetings?view=${view}${value === "" ? "" : `&whose=${value}`}`, { scroll: false })
      }
    >
      <option value="">{t("own")}</option>
      {others.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </Select>
  );
}
