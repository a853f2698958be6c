import type { Call } from "../kernel/call";
import { post } from "../kernel/courier";
import { noContent, type Reply } from "../kernel/reply";
import { identifyCaller, type Caller } from "./caller";
import { refuse } from "./graph-errors";
import { releaseHeld, watchAuthorization } from "./lifecycle";
import { answer, contextOf } from "./odata";
import type { MicrosoftRoutes, Office } from "./office";
import { readObject, readText } from "./request-body";
import { tenantOf } from "./sign-in/tenants";
import { isLive, subscriptionsOf, type Subscription } from "./subscription";
import { readCallback, readChangeTypes, readClientState, readExpiry, readResource } from "./subscription-input";
import { writeTimestamp } from "./wire-times";

export function subscriptionRoutes(office: Office): MicrosoftRoutes {
  return {
    "GET /v1.0/subscriptions": ["subscriptions.list", (call) => list(office, call)],
    "POST /v1.0/subscriptions": ["subscriptions.create", (call) => create(office, call)],
    "GET /v1.0/subscriptions/:subscriptionId": ["subscriptions.get", (call) => get(office, call)],
    "PATCH /v1.0/subscriptions/:subscriptionId": ["subscriptions.update", (call) => renew(office, call)],
    "DELETE /v1.0/subscriptions/:subscriptionId": ["subscriptions.delete", (call) => remove(office, call)],
    "POST /v1.0/subscriptions/:subscriptionId/reauthorize": [
      "subscriptions.reauthorize",
      (call) => reauthorize(office, call),
    ],
  };
}

function render(subscription: Subscription): Record<string, unknown> {
  return {
    id: subscription.id,
    resource: subscription.resource,
    applicationId: subscription.clientId,
    changeType: subscription.changeTypes.join(","),
    clientState: subscription.clientState,
    notificationUrl: subscription.notificationUrl,
    notificationQueryOptions: null,
    lifecycleNotificationUrl: subscription.lifecycleUrl,
    expirationDateTime: writeTimestamp(subscription.expiresAt),
    creatorId: subscription.accountId,
    includeResourceData: false,
    latestSupportedTlsVersion: subscription.tls,
    encryptionCertificate: null,
    encryptionCertificateId: null,
    notificationUrlAppId: null,
  };
}

function send(office: Office, call: Call, sent: { caller: Caller; subscription: Subscription; status: number }): Reply {
  return answer(sent.caller, sent.status, {
    "@odata.context": contextOf(office, call, "subscriptions/$entity"),
    ...render(sent.subscription),
  });
}

async function create(office: Office, call: Call): Promise<Reply> {
  const caller = identifyCaller(office, call);
  const body = readObject(office, call);
  const changeTypes = readChangeTypes(office, body);
  const notificationUrl = readCallback(office, body, "notificationUrl");
  const lifecycleUrl = readCallback(office, body, "lifecycleNotificationUrl");
  const { resource, calendarId } = readResource(office, caller, body);
  readExpiry(office, body);
  const clientState = readClientState(office, body);
  if (notificationUrl === null)
    return refuse(office.ground, "InvalidRequest", { message: "notificationUrl is missing." });
  refuseSurplus(office, caller, { resource, changeTypes });
  // The endpoint is asked while this call is open: it must be able to answer before it has our answer.
  for (const address of new Set([notificationUrl, ...(lifecycleUrl === null ? [] : [lifecycleUrl])]))
    await validate(office, caller, address);
  refuseSurplus(office, caller, { resource, changeTypes });
  const now = office.ground.clock.now();
  const subscription: Subscription = {
    id: office.ground.ids.guid(),
    accountId: caller.account.id,
    tenantId: tenantOf(caller.account),
    clientId: caller.token.clientId,
    project: caller.token.grant.project,
    resource,
    calendarId,
    changeTypes,
    notificationUrl,
    lifecycleUrl,
    clientState,
    immutableIds: caller.preferences.immutableIds,
    tls: readText(office, body, "latestSupportedTlsVersion") ?? "v1_2",
    expiresAt: readExpiry(office, body),
    authorizedUntil: now + office.switches.subscriptionTokenMs,
    held: [],
    missed: false,
  };
  office.subscriptions.set(subscription.id, subscription);
  watchAuthorization(office, subscription);
  return send(office, call, { caller, subscription, status: 201 });
}

function refuseSurplus(
  office: Office,
  caller: Caller,
  wanted: { resource: string; changeTypes: readonly string[] },
): void {
  const own = subscriptionsOf(office, caller.account.id);
  if (own.length >= office.switches.subscriptionsPerMailbox) refuse(office.ground, "ExtensionError");
  if (office.switches.duplicateSubscriptions === "allowed") return;
  const normal = (resource: string): string => resource.replace(/^\/+/, "").toLowerCase();
  const same = own.find(
    (known) =>
      known.clientId === caller.token.clientId &&
      normal(known.resource) === normal(wanted.resource) &&
      known.changeTypes.join() === wanted.changeTypes.join(),
  );
  if (!same) return;
  refuse(office.ground, "duplicateSubscription", {
    message: `Operation: Create; Exception: [Status Code: Conflict; Reason: Subscription Id ${same.id} already exists for the requested combination]`,
  });
}

/** POST with a token in the query; the answer must be 200, text/plain and the token as it was before encoding. */
async function validate(office: Office, caller: Caller, address: string): Promise<void> {
  const token = `Validation: Testing client application reachability for subscription Request-Id: ${office.ground.ids.guid()}`;
  const url = new URL(address);
  url.searchParams.set("validationToken", token);
  const timeoutMs = office.switches.validationTimeoutMs;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<"late">((resolve) => {
    timer = setTimeout(() => resolve("late"), timeoutMs);
  });
  const found = await Promise.race([
    post({ address: url.toString(), headers: { "content-type": "text/plain; charset=utf-8" }, body: "", timeoutMs }),
    late,
  ]);
  clearTimeout(timer);
  const status = found === "late" ? 0 : found.status;
  office.ground.ledger.note({
    kind: "push",
    provider: "microsoft",
    operation: "subscriptions.validate",
    account: caller.account.id,
    method: "POST",
    path: url.pathname,
    status,
  });
  if (found === "late" || found.status === 0)
    return refuse(office.ground, "ValidationError", { message: "Subscription validation request timed out." });
  if (found.status !== 200) {
    refuse(office.ground, "ValidationError", {
      message: `Subscription validation request failed. Notification endpoint must respond with 200 OK to validation request. Status: ${found.status}.`,
    });
  }
  if (!found.contentType.toLowerCase().startsWith("text/plain") || found.body !== token) {
    refuse(office.ground, "ValidationError", {
      message: "Subscription validation request failed. Response must exactly match validationToken query parameter.",
    });
  }
}

function list(office: Office, call: Call): Reply {
  const caller = identifyCaller(office, call);
  const value = subscriptionsOf(office, caller.account.id).filter(({ clientId }) => clientId === caller.token.clientId);
  call.notes.rows = value.length;
  return answer(caller, 200, { "@odata.context": contextOf(office, call, "subscriptions"), value: value.map(render) });
}

function open(office: Office, call: Call): { caller: Caller; subscription: Subscription } {
  const caller = identifyCaller(office, call);
  const subscription = office.subscriptions.get(call.params["subscriptionId"] ?? "");
  if (
    !subscription ||
    !isLive(office, subscription) ||
    subscription.accountId !== caller.account.id ||
    subscription.clientId !== caller.token.clientId
  ) {
    return refuse(office.ground, "ResourceNotFound", { message: "The object was not found." });
  }
  return { caller, subscription };
}

function get(office: Office, call: Call): Reply {
  return send(office, call, { ...open(office, call), status: 200 });
}

/** A later end, and with it a new authorization. A lifecycle address cannot be added afterwards. */
async function renew(office: Office, call: Call): Promise<Reply> {
  const { caller, subscription } = open(office, call);
  const body = readObject(office, call);
  const unknown = Object.keys(body).find(
    (name) => !["expirationDateTime", "notificationUrl"].includes(name) && !name.startsWith("@"),
  );
  if (unknown !== undefined)
    return refuse(office.ground, "InvalidRequest", {
      message: `The property '${unknown.slice(0, 40)}' cannot be changed.`,
    });
  const expiresAt = body["expirationDateTime"] === undefined ? subscription.expiresAt : readExpiry(office, body);
  const address = readCallback(office, body, "notificationUrl");
  if (address !== null) await validate(office, caller, address);
  subscription.notificationUrl = address ?? subscription.notificationUrl;
  subscription.expiresAt = expiresAt;
  authorize(office, subscription);
  return send(office, call, { caller, subscription, status: 200 });
}

function authorize(office: Office, subscription: Subscription): void {
  subscription.authorizedUntil = office.ground.clock.now() + office.switches.subscriptionTokenMs;
  watchAuthorization(office, subscription);
  releaseHeld(office, subscription);
}

function reauthorize(office: Office, call: Call): Reply {
  authorize(office, open(office, call).subscription);
  return noContent;
}

function remove(office: Office, call: Call): Reply {
  office.subscriptions.delete(open(office, call).subscription.id);
  return noContent;
}
