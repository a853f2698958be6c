"use client";

import { useTranslations } from "next-intl";
import { useLostContact } from "@/components/live/live-query";
import { RelativeTime } from "@/components/ui/relative-time";
import { StatusWord } from "@/components/ui/status-badge";
import { Cell, HeadCell, Row, Table, TableBody, TableHead } from "@/components/ui/table";
import { toShown } from "@/components/ui/shown-state";
import { addressOf, type OverseenConnection } from "../schema";
import { RemindButton } from "./remind-button";
import { useCause } from "./use-cause";

type Props = {
  people: readonly OverseenConnection[];
  showsWorkspace: boolean;
  open: (connectionId: string) => void;
  onReminded: () => void;
};

/** Names and states, nothing of what is in anybody's calendar. */
export function PeopleTable({ people, showsWorkspace, open, onReminded }: Props) {
  const t = useTranslations("health.people");
  return (
    <Table>
      <TableHead>
        <Row>
          <HeadCell>{t("person")}</HeadCell>
          {showsWorkspace && <HeadCell>{t("workspace")}</HeadCell>}
          <HeadCell>{t("state")}</HeadCell>
          <HeadCell right>{t("score")}</HeadCell>
          <HeadCell right>{t("since")}</HeadCell>
          <HeadCell right>{t("lastProven")}</HeadCell>
          <HeadCell right>
            <span className="sr-only">{t("action")}</span>
          </HeadCell>
        </Row>
      </TableHead>
      <TableBody>
        {people.map((person) => (
          <Person key={person.connectionId} {...{ person, showsWorkspace, open, onReminded }} />
        ))}
      </TableBody>
    </Table>
  );
}

function Person({ person, showsWorkspace, open, onReminded }: Omit<Props, "people"> & { person: OverseenConnection }) {
  const t = useTranslations("health.people");
  const lost = useLostContact();
  const cause = useCause()(person);
  return (
    <Row>
      <Cell phone="main">
        <a
          href={addressOf({ q: person.userEmail, state: "all", account: person.connectionId })}
          onClick={(event) => {
            if (event.metaKey || event.ctrlKey || event.shiftKey) return;
            event.preventDefault();
            open(person.connectionId);
          }}
          className="block max-w-64 min-w-0 no-underline hover:underline desk:min-w-44"
        >
          <span className="block text-body/[18px] font-medium text-ink wrap-anywhere">
            <bdi>{person.userName}</bdi>
          </span>
          <span className="block text-micro text-ink-3 wrap-anywhere">{person.userEmail}</span>
        </a>
      </Cell>
      {showsWorkspace && (
        <Cell phone="hidden" className="max-w-40">
          <bdi className="wrap-anywhere">{person.workspaceName}</bdi>
        </Cell>
      )}
      <Cell className="tablet:min-w-44 tablet:py-2">
        <StatusWord state={toShown(person.state, lost)} />
        <span className="block max-w-72 text-micro text-ink-2">{t("causeOf", { product: person.product, cause })}</span>
      </Cell>
      <Cell right phone="hidden">
        {person.score ?? <span className="text-ink-3">{t("noScore")}</span>}
      </Cell>
      <Cell right phone="hidden">
        <RelativeTime at={person.since} />
      </Cell>
      <Cell right phone="hidden">
        {person.lastProven ? <RelativeTime at={person.lastProven} /> : <span className="text-ink-3">{t("never")}</span>}
      </Cell>
      <Cell right phone="action">
        <RemindButton person={person} onReminded={onReminded} />
      </Cell>
    </Row>
  );
}
