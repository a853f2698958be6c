"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import Link from "next/link";
import type { ProblemError } from "@/components/api/problem";
import { ProblemNotice } from "@/components/api/problem-notice";
import { send } from "@/components/api/send";
import { Button } from "@/components/ui/button";
import { PageMessage } from "@/components/ui/page-message";
import type { InvitationSeen } from "@/server/people/shapes";
import { JoinButton, OtherPerson, SignInFirst } from "./invitation-actions";
import { useFragment } from "./use-fragment";

/** Who is here already, if anybody. */
type Visitor = { email: string } | null;

export function Invitation({ visitor }: { visitor: Visitor }) {
  const t = useTranslations("invite");
  const fragment = useFragment({ kept: true });
  const secret = fragment.state === "found" ? fragment.secret : null;
  const { data, error } = useQuery<InvitationSeen, ProblemError>({
    queryKey: ["invitation"],
    queryFn: () => send("POST", "/api/v1/invitations/look-up", { token: secret }),
    enabled: secret !== null,
    retry: false,
    staleTime: Infinity,
  });

  if (fragment.state === "none") {
    return (
      <PageMessage title={t("none")} action={<ToStart />}>
        {t("noneMore")}
      </PageMessage>
    );
  }
  if (error) {
    return (
      <PageMessage title={t("title")} action={<ToStart />}>
        <ProblemNotice problem={error} />
      </PageMessage>
    );
  }
  if (!data || !secret) return <PageMessage title={t("checking")} />;
  return <Seen seen={data} secret={secret} visitor={visitor} />;
}

function Seen({ seen, secret, visitor }: { seen: InvitationSeen; secret: string; visitor: Visitor }) {
  const t = useTranslations("invite");
  const { workspace, invitedBy, role, email, mustSignIn } = seen;
  const title = invitedBy
    ? t("invites", { name: invitedBy.name, workspace: workspace.name })
    : t("invited", { workspace: workspace.name });
  const isOther = visitor !== null && visitor.email !== email;
  const mayJoin = visitor !== null || !mustSignIn;
  return (
    <PageMessage title={title}>
      <p>{t("as", { role: t(`roles.${role}`), email })}</p>
      <div className="mt-6 grid gap-3">
        {isOther && <OtherPerson email={visitor.email} />}
        {!isOther && mayJoin && <JoinButton workspace={workspace.name} secret={secret} signedIn={visitor !== null} />}
        {!mayJoin && <SignInFirst email={email} />}
      </div>
    </PageMessage>
  );
}

function ToStart() {
  const t = useTranslations("invite");
  return (
    <Button asChild>
      <Link href="/">{t("toStart")}</Link>
    </Button>
  );
}
