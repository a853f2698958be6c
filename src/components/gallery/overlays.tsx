"use client";

import { Ellipsis, Pause, RefreshCw, Unplug } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Dialog, DialogActions, DialogBody } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Kbd } from "@/components/ui/kbd";
import { Menu, MenuItem, MenuLabel, MenuSeparator } from "@/components/ui/menu";
import { Sheet, SheetBody } from "@/components/ui/sheet";
import { toast } from "@/components/ui/toast";
import { Tooltip } from "@/components/ui/tooltip";

const icon = { "aria-hidden": true, strokeWidth: 1.75 } as const;
const facts = [
  { name: "What changes", text: "Google is told to forget us, the keys are deleted, 1,204 copied events go." },
  { name: "What stays", text: "Your calendar at Google, untouched. The history of runs stays for 90 days." },
  { name: "How long", text: "At once." },
];

export function Overlays() {
  const [open, setOpen] = useState<"dialog" | "confirm" | null>(null);
  const close = () => setOpen(null);
  return (
    <Sheet>
      <SheetBody className="flex flex-wrap items-center gap-3">
        <Menu
          trigger={
            <Button look="quiet" size="icon" aria-label="More for this account">
              <Ellipsis {...icon} />
            </Button>
          }
        >
          <MenuLabel>mara@meridian.example</MenuLabel>
          <MenuItem>
            <RefreshCw {...icon} />
            Resync everything
          </MenuItem>
          <MenuItem>
            <Pause {...icon} />
            Pause
          </MenuItem>
          <MenuItem disabled>
            <Unplug {...icon} />
            Disconnect
          </MenuItem>
          <MenuSeparator />
          <MenuItem>See all runs</MenuItem>
        </Menu>
        <Button onClick={() => setOpen("dialog")}>Open a dialog</Button>
        <Button onClick={() => setOpen("confirm")}>Ask before it is done</Button>
        <Button onClick={() => toast.done({ text: "Saved." })}>Toast</Button>
        <Button
          onClick={() =>
            toast.done({ text: "Paused Google Meridian.", undo: () => toast.done({ text: "Running again." }) })
          }
        >
          Toast with undo
        </Button>
        <Button
          onClick={() =>
            toast.failed({ text: "We could not save this: no connection.", detail: "Your entry is kept here." })
          }
        >
          Failed
        </Button>
        <Tooltip text="12 November 2026, 07:54:04 UTC+1">
          <Button>Hover or focus</Button>
        </Tooltip>
        <span className="inline-flex items-center gap-1 text-small text-ink-2">
          <Kbd>⌘</Kbd>
          <Kbd>K</Kbd> goes anywhere, <Kbd>?</Kbd> lists the keys
        </span>
      </SheetBody>
      <Dialog open={open === "dialog"} onClose={close} title="Name this key">
        <DialogBody>
          <Field label="Name" hint="So that you know later what it was for.">
            {(control) => <Input {...control} data-first-focus placeholder="Reporting" />}
          </Field>
          <DialogActions>
            <Button onClick={close}>Cancel</Button>
            <Button look="primary" onClick={close}>
              Create key
            </Button>
          </DialogActions>
        </DialogBody>
      </Dialog>
      <ConfirmDialog
        open={open === "confirm"}
        onClose={close}
        question="Disconnect mara@meridian.example?"
        facts={facts}
        action="Disconnect and delete keys"
        onConfirm={close}
      />
    </Sheet>
  );
}
