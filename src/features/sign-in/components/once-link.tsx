"use client";

import { useTranslations } from "next-intl";
import Link from "next/link";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { PageMessage } from "@/components/ui/page-message";
import { signInHere } from "./begin-sign-in";
import { useFragment } from "./use-fragment";

/** Pressing spends the link: a program that only opens addresses, such as a mail scanner, does not. */
export function OnceLink() {
  const t = useTranslations("once");
  const fragment = useFragment();
  const [state, setState] = useState<"ready" | "pending" | "ended">("ready");

  if (fragment.state === "reading") return <PageMessage title={t("checking")} />;
  if (fragment.state === "none" || state === "ended") {
    return (
      <PageMessage
        title={t(state === "ended" ? "ended" : "none")}
        action={
          <Button asChild>
            <Link href="/sign-in">{t("toSignIn")}</Link>
          </Button>
        }
      >
        {t(state === "ended" ? "endedMore" : "noneMore")}
      </PageMessage>
    );
  }

  const spend = async () => {
    setState("pending");
    if (await signInHere("once", { token: fragment.secret })) location.assign("/");
    else setState("ended");
  };
  return (
    <PageMessage
      title={t("ready")}
      action={
        <Button look="primary" pending={state === "pending"} onClick={() => void spend()}>
          {t("use")}
        </Button>
      }
    >
      {t("readyMore")}
    </PageMessage>
  );
}
