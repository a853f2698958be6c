import { useTranslations } from "next-intl";
import Link from "next/link";
import { Button } from "@/components/ui/button";
import { PageMessage } from "@/components/ui/page-message";

export function NotHere() {
  const t = useTranslations("notFound");
  return (
    <PageMessage
      title={t("title")}
      action={
        <Button asChild look="primary">
          <Link href="/" prefetch={false}>
            {t("home")}
          </Link>
        </Button>
      }
    >
      {t("more")}
    </PageMessage>
  );
}
