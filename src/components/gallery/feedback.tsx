import { KeyRound, Users } from "lucide-react";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Pagination } from "@/components/ui/pagination";
import { Sheet } from "@/components/ui/sheet";
import { SkeletonRows } from "@/components/ui/skeleton";
import { StatusWord } from "@/components/ui/status-badge";
import { Cell, HeadCell, NameLines, Row, Table, TableBody, TableHead } from "@/components/ui/table";

const people = [
  {
    name: "Mara Lindqvist",
    email: "mara.lindqvist@meridian.example",
    where: "Meridian",
    state: "reconnect",
    cause: "Outlook: password changed",
    proven: "2 h 48 min ago",
  },
  {
    name: "Aiko Brandt",
    email: "aiko@kestrel-supply.example",
    where: "Kestrel Supply",
    state: "disabled",
    cause: "5 failures in a row, server says 507",
    proven: "6 h 12 min ago",
  },
  {
    name: "Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh, Maximiliane Konstanze",
    email: "maximiliane.konstanze.wolfeschlegelsteinhausenbergerdorff@northwind.example",
    where: "Northwind",
    state: "late",
    cause: "Google: push went silent at 09:50",
    proven: "22 min ago",
  },
  { name: "نور الهدى", email: "nour@halden.example", where: "Halden", state: "healthy", cause: "", proven: "14 s ago" },
] as const;

export function Feedback() {
  return (
    <div className="grid gap-5">
      <Sheet>
        <Table>
          <TableHead>
            <Row>
              <HeadCell>Person</HeadCell>
              <HeadCell>Workspace</HeadCell>
              <HeadCell>State</HeadCell>
              <HeadCell>Cause</HeadCell>
              <HeadCell right>Last proven</HeadCell>
              <HeadCell>
                <span className="sr-only">Action</span>
              </HeadCell>
            </Row>
          </TableHead>
          <TableBody>
            {people.map((person) => (
              <Row key={person.email}>
                <Cell phone="main">
                  <NameLines name={person.name} second={person.email} />
                </Cell>
                <Cell phone="hidden">{person.where}</Cell>
                <Cell phone="aside">
                  <StatusWord state={person.state} />
                </Cell>
                <Cell>{person.cause}</Cell>
                <Cell right phone="hidden">
                  {person.proven}
                </Cell>
                <Cell right phone="hidden">
                  <Button look="quiet" size="small">
                    Remind
                  </Button>
                </Cell>
              </Row>
            ))}
          </TableBody>
        </Table>
        <Pagination count="1–4 of 196" next="#feedback" />
      </Sheet>
      <Sheet>
        <EmptyState icon={<KeyRound />} title="No keys yet" action={<Button look="primary">Create a key</Button>}>
          A key lets a program of yours read this workspace without a person.
        </EmptyState>
      </Sheet>
      <Sheet>
        <EmptyState icon={<Users />} title="Nobody matches “lindkvist”" action={<Button>Clear filter</Button>} />
      </Sheet>
      <SkeletonRows rows={3} />
    </div>
  );
}
