import type { CalendarProvider } from "@/core/ports/calendar-provider";
import type { FreeBusyPort } from "@/core/ports/free-busy";
import type { CallRules } from "@/core/ports/provider-call";
import type { OAuthPort } from "@/core/ports/provider-oauth";
import type { PushPort } from "@/core/ports/provider-push";
import type { EventRemoval, EventSave, WritePort } from "@/core/ports/provider-write";

import type { Deps } from "../deps";
import type { EndpointClass, Place, Repeatable } from "./operation";
import { runOperation } from "./run-operation";

/** Makes a call of the port survive: deadlines, retries, breakers, limits, counts and the log of calls. */
type Perform = (
  name: string,
  endpointClass: EndpointClass,
  repeatable?: Repeatable,
) => <Call extends CallRules, Result>(call: Call, run: (call: Call) => Promise<Result>) => Promise<Result>;

/**
 * The same provider, made to last: whoever uses it cannot tell. Every operation has its deadlines, its retries inside
 * the budget, its breaker and its place in the queue; timeout and attempt of a caller are replaced by our own.
 */
export function withResilience(deps: Deps, provider: CalendarProvider, place: Place): CalendarProvider {
  const perform: Perform =
    (name, endpointClass, repeatable = "yes") =>
    (call, run) =>
      runOperation({ deps, provider, place, operation: { name, endpointClass, repeatable } }, call, run);
  const { write, oauth, push, freeBusy } = provider;
  return {
    id: provider.id,
    party: provider.party,
    product: provider.product,
    limits: provider.limits,
    abilities: provider.abilities,
    listCalendars: (call) => perform("listCalendars", "read")(call, (each) => provider.listCalendars(each)),
    listChanges: (call, request) => perform("listChanges", "read")(call, (each) => provider.listChanges(each, request)),
    readEvent: (call, remoteId) => perform("readEvent", "read")(call, (each) => provider.readEvent(each, remoteId)),
    ...(write === undefined ? {} : { write: wrapWrite(perform, write) }),
    ...(oauth === undefined ? {} : { oauth: wrapOAuth(perform, oauth) }),
    ...(push === undefined ? {} : { push: wrapPush(perform, push) }),
    ...(freeBusy === undefined ? {} : { freeBusy: wrapFreeBusy(perform, freeBusy) }),
  };
}

/** F51: a mark makes no second event. A change whose answer is lost is looked at before anybody repeats it. */
const repeatableSave = (save: EventSave): Repeatable => (save.kind === "create" ? "yes" : "unless_unknown");
/** With a version the repetition removes what was meant or finds it gone; without one it could remove what came after. */
const repeatableRemoval = ({ ifVersion }: EventRemoval): Repeatable => (ifVersion === null ? "unless_unknown" : "yes");

function wrapWrite(perform: Perform, write: WritePort): WritePort {
  return {
    saveEvent: (call, save, notify) =>
      perform("saveEvent", "write", repeatableSave(save))(call, (each) => write.saveEvent(each, save, notify)),
    removeEvent: (call, removal, notify) =>
      perform(
        "removeEvent",
        "write",
        repeatableRemoval(removal),
      )(call, (each) => write.removeEvent(each, removal, notify)),
  };
}

function wrapOAuth(perform: Perform, oauth: OAuthPort): OAuthPort {
  const { needs, spelling, grantIdleMs, grantLifeMs } = oauth;
  const revoke = oauth.revoke?.bind(oauth);
  return {
    ...{ needs, spelling, grantIdleMs, grantLifeMs },
    authorizeUrl: (request) => oauth.authorizeUrl(request),
    readCallback: (query) => oauth.readCallback(query),
    acceptsIssuer: (issuer) => oauth.acceptsIssuer(issuer),
    // A code works once: where the answer was lost, asking again only ends what the first time gave.
    exchangeCode: (call, exchange) =>
      perform("exchangeCode", "token", "when_refused")(call, (each) => oauth.exchangeCode(each, exchange)),
    refresh: (call, refreshToken, claims) =>
      perform("refresh", "token")(call, (each) => oauth.refresh(each, refreshToken, claims)),
    ...(revoke === undefined
      ? {}
      : { revoke: (call, token) => perform("revoke", "token")(call, (each) => revoke(each, token)) }),
  };
}

function wrapPush(perform: Perform, push: PushPort): PushPort {
  const { longestChannelMs, covers, mayOverlap } = push;
  const extendChannel = push.extendChannel?.bind(push);
  const findChannel = push.findChannel?.bind(push);
  return {
    ...{ longestChannelMs, covers, mayOverlap },
    // Opening twice leaves a channel that nobody knows of.
    openChannel: (call, request) =>
      perform("openChannel", "push", "when_refused")(call, (each) => push.openChannel(each, request)),
    ...(extendChannel === undefined
      ? {}
      : {
          extendChannel: (call, channel, until) =>
            perform("extendChannel", "push")(call, (each) => extendChannel(each, channel, until)),
        }),
    ...(findChannel === undefined
      ? {}
      : {
          findChannel: (call, channel) => perform("findChannel", "push")(call, (each) => findChannel(each, channel)),
        }),
    closeChannel: (call, channel) => perform("closeChannel", "push")(call, (each) => push.closeChannel(each, channel)),
    readDelivery: (request) => push.readDelivery(request),
  };
}

function wrapFreeBusy(perform: Perform, freeBusy: FreeBusyPort): FreeBusyPort {
  const { by, mostCalendars, longestWindowMs } = freeBusy;
  return {
    ...{ by, mostCalendars, longestWindowMs },
    readBusy: (call, ids, window) => perform("readBusy", "read")(call, (each) => freeBusy.readBusy(each, ids, window)),
  };
}
