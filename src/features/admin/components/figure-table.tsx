"use client";

import type { ReactNode } from "react";
import { Cell, HeadCell, Row, Table, TableBody, TableHead } from "@/components/ui/table";

type Column = { readonly id: string; readonly name: string };
type Props = { title: string; heads: readonly string[]; columns: readonly Column[]; children: ReactNode };

/** The same as a chart, in figures; folded away until somebody wants them. */
export function FigureTable({ title, heads, columns, children }: Props) {
  return (
    <details className="text-small">
      <summary className="min-h-11 w-fit cursor-pointer py-2 text-ink-2 tablet:min-h-9">{title}</summary>
      <div className="-mx-4 max-h-96 overflow-y-auto tablet:-mx-6" tabIndex={0} role="region" aria-label={title}>
        <Table>
          <TableHead>
            <Row>
              {heads.map((name) => (
                <HeadCell key={name}>{name}</HeadCell>
              ))}
              {columns.map(({ id, name }) => (
                <HeadCell key={id} right>
                  {name}
                </HeadCell>
              ))}
            </Row>
          </TableHead>
          <TableBody>{children}</TableBody>
        </Table>
      </div>
    </details>
  );
}

type RowProps = { heads: readonly ReactNode[]; columns: readonly Column[]; figures: readonly string[] };

/** A line of it: where there is no room for heads, each figure says what it is. */
export function FigureRow({ heads: [first, ...others], columns, figures }: RowProps) {
  return (
    <Row>
      <Cell phone="main">{first}</Cell>
      {others.map((head, index) => (
        <Cell key={index}>{head}</Cell>
      ))}
      {columns.map(({ id, name }, index) => (
        <Cell key={id} right>
          <span aria-hidden className="text-ink-3 tablet:hidden">
            {name}{" "}
          </span>
          {figures[index]}
        </Cell>
      ))}
    </Row>
  );
}
