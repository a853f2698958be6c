"use client";

import { Plus, RefreshCw, Trash2 } from "lucide-react";
import { useState, type ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { Input, SearchInput } from "@/components/ui/input";
import { Segmented } from "@/components/ui/segmented";
import { Select } from "@/components/ui/select";
import { Sheet, SheetBody } from "@/components/ui/sheet";
import { Switch } from "@/components/ui/switch";
import { Tabs } from "@/components/ui/tabs";

const icon = { "aria-hidden": true, strokeWidth: 1.75 } as const;
const Line = ({ children }: { children: ReactNode }) => (
  <div className="flex flex-wrap items-center gap-3">{children}</div>
);

export function Controls() {
  return (
    <Sheet>
      <SheetBody className="grid gap-6">
        <Buttons />
        <Fields />
        <Choices />
      </SheetBody>
    </Sheet>
  );
}

function Buttons() {
  return (
    <div className="grid gap-3">
      <Line>
        <Button look="primary">Reconnect Outlook</Button>
        <Button>
          <Plus {...icon} />
          Connect a calendar
        </Button>
        <Button look="quiet">Not now</Button>
        <Button look="grave">Disconnect and delete keys</Button>
        <Button look="quiet" size="icon" aria-label="Remove">
          <Trash2 {...icon} />
        </Button>
      </Line>
      <Line>
        <Button look="primary" pending>
          Saving
        </Button>
        <Button pending>Resyncing</Button>
        <Button look="primary" disabled>
          Save
        </Button>
        <Button disabled>
          <RefreshCw {...icon} />
          Resync after the outage
        </Button>
        <Button look="quiet" disabled>
          Not now
        </Button>
      </Line>
      <Line>
        <Button size="small">Acknowledge</Button>
        <Button size="small" look="quiet">
          Remind
        </Button>
        <Button size="small" look="primary">
          Replay 9
        </Button>
        <Button size="small" disabled>
          Back
        </Button>
      </Line>
    </div>
  );
}

function Fields() {
  return (
    <div className="grid items-start gap-5 tablet:grid-cols-2">
      <Field label="Name" hint="As your team knows you.">
        {(control) => <Input {...control} defaultValue="Mara Lindqvist" />}
      </Field>
      <Field label="E-mail" error="An address has a name, an @ and a domain.">
        {(control) => <Input {...control} defaultValue="mara.lindqvist" />}
      </Field>
      <Field label="Role">
        {(control) => (
          <Select {...control} defaultValue="manager">
            <option value="member">Member</option>
            <option value="manager">Manager</option>
            <option value="admin">Admin</option>
          </Select>
        )}
      </Field>
      <Field label="Slug" hint="Cannot be changed.">
        {(control) => <Input {...control} value="meridian" readOnly />}
      </Field>
      <Field label="Search">
        {(control) => <SearchInput {...control} aria-label="Search" placeholder="Name, address or request id" />}
      </Field>
      <Field label="Disabled">
        {(control) => <Input {...control} disabled defaultValue="Set by your organisation" />}
      </Field>
    </div>
  );
}

function Choices() {
  const [span, setSpan] = useState<"24" | "7" | "90">("24");
  return (
    <>
      <div className="grid gap-x-6 tablet:grid-cols-3">
        <Checkbox label="List the members" hint="members:read" defaultChecked />
        <Checkbox label="Read the audit log" hint="audit:read" />
        <Checkbox label="Set by your organisation" disabled />
      </div>
      <Line>
        <Switch aria-label="Read this calendar" defaultChecked />
        <Switch aria-label="Read that calendar" />
        <Switch aria-label="Cannot be read" disabled />
        <Segmented
          label="Span"
          value={span}
          onChange={setSpan}
          parts={[
            { value: "24", label: "24 h" },
            { value: "7", label: "7 d" },
            { value: "90", label: "90 d" },
          ]}
        />
      </Line>
      <Tabs
        label="Example"
        tabs={[
          { id: "one", label: "Runs", content: "60 runs, 58 proven." },
          { id: "two", label: "Changes", content: "41 changes today." },
          { id: "three", label: "Set aside", content: "1 event set aside." },
        ]}
      />
    </>
  );
}
