"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { send } from "@/components/api/send";
import { useKeptFresh } from "@/components/live/use-kept-fresh";
import { bellPath, readPath, type BellData } from "../schema";

const key = ["bell"] as const;

/** What stands in the bell, asked again every half minute while somebody looks. Shared by all bells on a page. */
export function useBell(first: BellData) {
  const client = useQueryClient();
  const { data, isError, refetch } = useKeptFresh<BellData>({ key, path: bellPath, first });
  const reading = useMutation({
    mutationFn: (upTo: string) => send<{ unread: number }>("POST", readPath, { upTo }),
    // A look that left before this would come back after it and count as unread again what was read.
    onMutate: () => client.cancelQueries({ queryKey: key }),
    onSuccess: ({ unread }) => client.setQueryData<BellData>(key, (known) => (known ? { ...known, unread } : known)),
  });
  const markRead = ({ unread, notifications: [newest] }: BellData) => {
    if (newest && unread > 0) reading.mutate(newest.at);
  };
  return {
    ...data,
    isError,
    onOpened: async () => markRead((await refetch()).data ?? data),
    onClosed: () => markRead(data),
  };
}
