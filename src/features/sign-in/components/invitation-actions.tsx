"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import Link from "next/link";
import { ProblemError } from "@/components/api/problem";
import { ProblemNotice } from "@/components/api/problem-notice";
import { send } from "@/components/api/send";
import { Button } from "@/components/ui/button";
import { signInHere } from "./begin-sign-in";
import { forgetFragment } from "./use-fragment";

type Joined = { workspaceId: string; userId: string };

export function JoinButton({ workspace, secret, signedIn }: { workspace: string; secret: string; signedIn: boolean }) {
  const t = useTranslations("invite");
  const { mutate, isPending, isSuccess, error } = useMutation<Joined, ProblemError>({
    mutationFn: async () => {
      const joined = await send<Joined>("POST", "/api/v1/invitations/accept", { token: secret });
      // In a demo the link has made the person; nobody is signed in by a link alone.
      if (!signedIn && !(await signInHere("demo", { userId: joined.userId }))) throw new ProblemError(null);
      return joined;
    },
    onSuccess: () => {
      forgetFragment();
      location.assign("/");
    },
  });
  return (
    <>
      {!signedIn && <p className="text-small text-ink-2">{t("demo")}</p>}
      <ProblemNotice problem={error} />
      <div>
        <Button look="primary" pending={isPending || isSuccess} onClick={() => mutate()}>
          {t(isPending || isSuccess ? "joining" : "join", { workspace })}
        </Button>
      </div>
    </>
  );
}

export function SignInFirst({ email }: { email: string }) {
  const t = useTranslations("invite");
  return (
    <>
      <p>{t("mustSignIn", { email })}</p>
      <div>
        <Button asChild look="primary">
          <Link href="/sign-in?next=/invite">{t("signIn")}</Link>
        </Button>
      </div>
    </>
  );
}

export function OtherPerson({ email }: { email: string }) {
  const t = useTranslations("invite");
  const { mutate, isPending } = useMutation({
    mutationFn: async () => {
      const { signOut } = await import("next-auth/react");
      await signOut({ callbackUrl: "/invite" });
    },
  });
  return (
    <>
      <p>{t("otherPerson", { email })}</p>
      <div>
        <Button pending={isPending} onClick={() => mutate()}>
          {t("signOut")}
        </Button>
      </div>
    </>
  );
}
