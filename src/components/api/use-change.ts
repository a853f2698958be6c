"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTransition } from "react";
import type { ProblemError } from "./problem";

type Options<Input, Answer> = {
  change: (input: Input) => Promise<Answer>;
  onDone?: (answer: Answer, input: Input) => void;
  onProblem?: (problem: ProblemError) => void;
};

/**
 * A change by a person. Afterwards the page is read again from the server, which alone knows what is true now;
 * `pending` lasts until that is on the screen.
 */
export function useChange<Input, Answer>({ change, onDone, onProblem }: Options<Input, Answer>) {
  const router = useRouter();
  const [refreshing, startRefresh] = useTransition();
  const mutation = useMutation<Answer, ProblemError, Input>({
    mutationFn: change,
    onSuccess: (answer, input) => {
      startRefresh(() => router.refresh());
      onDone?.(answer, input);
    },
    onError: (problem) => onProblem?.(problem),
  });
  return {
    run: mutation.mutate,
    pending: mutation.isPending || refreshing,
    problem: mutation.error,
    reset: mutation.reset,
  };
}
