import { describe, expect, it } from "vitest";
import { recogniseEcho, type OwnWrite } from "./echo";

const created: OwnWrite = { id: "w1", mark: "m1", remoteId: "e1", remoteVersion: "v1" };
const lost: OwnWrite = { id: "w2", mark: "m2", remoteId: null, remoteVersion: null };
const lostChange: OwnWrite = { id: "w3", mark: null, remoteId: "e3", remoteVersion: null };
const later: OwnWrite = { id: "w4", mark: null, remoteId: "e1", remoteVersion: "v2" };
const writes = [created, lost, lostChange];
const event = (remoteId: string, remoteVersion: string, ownMark: string | null = null) => ({
  remoteId,
  remoteVersion,
  ownMark,
});

describe("recogniseEcho", () => {
  it("knows our own write when it comes back", () =>
    expect(recogniseEcho(event("e1", "v1", "m1"), writes)).toEqual({ kind: "echo", write: created }));
  it("knows it by the id alone", () =>
    expect(recogniseEcho(event("e1", "v1"), writes)).toEqual({ kind: "echo", write: created }));
  it("knows the older of two writes when the provider lags", () =>
    expect(recogniseEcho(event("e1", "v1"), [created, later])).toEqual({ kind: "echo", write: created }));
  it("tells that somebody has changed it since", () =>
    expect(recogniseEcho(event("e1", "v9", "m1"), writes)).toEqual({ kind: "changed_since", write: created }));
  it("F6 F51 finds the write whose answer was lost by its mark", () =>
    expect(recogniseEcho(event("e2", "v1", "m2"), writes)).toEqual({ kind: "proof", write: lost }));
  it("F51 takes no id for a proof that a change arrived", () =>
    expect(recogniseEcho(event("e3", "v5"), writes)).toBeNull());
  it("leaves everybody else's events alone", () => expect(recogniseEcho(event("e9", "v1", "m9"), writes)).toBeNull());
});
