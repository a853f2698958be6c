"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { ProblemError } from "@/components/api/problem";
import { send } from "@/components/api/send";
import { pushPath, type Account, type PushAct, type PushResults } from "../schema";

const EVERY_MS = 10_000;
const keyOf = ({ connectionId }: Account) => ["push", connectionId] as const;

/** Read while it is looked at, and again after everything that is done to it. */
export function usePushRead<Answer>(what: "health" | "metrics" | "log", account: Account) {
  return useQuery<Answer, ProblemError>({
    queryKey: [...keyOf(account), what],
    queryFn: () => send<Answer>("GET", pushPath(what, account)),
    retry: false,
    networkMode: "always",
    staleTime: 0,
    refetchInterval: EVERY_MS,
  });
}

export function usePushAct(account: Account) {
  const client = useQueryClient();
  return useMutation<PushResults, ProblemError, PushAct>({
    mutationFn: (act) => send<PushResults>("POST", pushPath(act, account)),
    onSettled: () => client.invalidateQueries({ queryKey: keyOf(account) }),
  });
}
