"use client";

import { useMutation } from "@tanstack/react-query";
import { useEffect } from "react";
import type { ProblemError } from "@/components/api/problem";
import { send } from "@/components/api/send";
import { returnTo } from "../schema";

/** `mayWrite` where the person has just said it; else it stays as it is. */
export type Target = { provider: string; connectionId?: string; mayWrite?: boolean };

/** Leaves for the provider's page. Pending until the browser is gone; coming back by its button makes it ready again. */
export function useConnect() {
  const { mutate, reset, isPending, isSuccess, variables, error } = useMutation<void, ProblemError, Target>({
    mutationFn: async ({ provider, ...asked }) => {
      const { url } = await send<{ url: string }>("POST", `/api/v1/calendar/connect/${provider}`, {
        returnTo,
        ...asked,
      });
      location.assign(url);
    },
  });
  useEffect(() => {
    const ready = () => reset();
    addEventListener("pageshow", ready);
    return () => removeEventListener("pageshow", ready);
  }, [reset]);
  const leaving = isPending || isSuccess;
  return { connect: mutate, leavingFor: leaving ? (variables?.provider ?? null) : null, problem: error };
}
