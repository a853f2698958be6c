import { useTranslations } from "next-intl";
import type { ConnectionHealth } from "../schema";

/** "Google Calendar · alice@meridian.example". */
export function useConnectionName() {
  const t = useTranslations("calendar.card");
  return ({ product, accountEmail }: Pick<ConnectionHealth, "product" | "accountEmail">) =>
    t("name", { product, account: accountEmail ?? t("noAccount") });
}
