import { hosting, type HostCandidate } from "@/server/db/booking/candidates";
import type { Configuration } from "@/server/db/booking/configurations";
import type { Deps } from "@/server/deps";
import { requireHere, type Caller } from "@/server/people/person";
import { answerAvailability } from "./check-availability";
import { checkPeople, toFields } from "./configuration-fields";
import type { ConfigurationInput } from "./configuration-shapes";
import type { AvailabilityShape } from "./shapes";

/** Of what is not stored there is no id. */
const unsavedId = "00000000-0000-0000-0000-000000000000";

/** What visitors would be offered with these settings. Stores nothing and calls nobody. */
export async function previewConfiguration(
  deps: Deps,
  caller: Caller,
  input: ConfigurationInput,
): Promise<AvailabilityShape> {
  const { workspaceId } = requireHere(caller, { role: "manager", scope: "bookings:write" });
  const fields = toFields(input);
  await deps.db.inWorkspace({ workspaceId }, (tx) => checkPeople(tx, workspaceId, fields));
  const configuration: Configuration = {
    ...{ ...fields, workspaceId, configurationId: unsavedId },
    hosts: fields.hosts.map((host) => ({ ...host, name: "", email: "" })),
  };
  return answerAvailability(deps, { configuration, isInsider: true }, {});
}

/** Who may host, with the calendars of theirs that are read. */
export async function listHostCandidates(deps: Deps, caller: Caller): Promise<readonly HostCandidate[]> {
  const { workspaceId } = requireHere(caller, { role: "manager", scope: "bookings:write" });
  return deps.db.inWorkspace({ workspaceId }, (tx) => hosting(tx, workspaceId));
}
